import { useLocale } from '../texts/texts.ts';

const pt = {
  field: 'Conexão',
  create: 'Nova conexão',
  createFor: (kind: string) => `Nova conexão: ${kind}`,
  none: 'Ainda não há uma que sirva aqui.',
  choose: 'Escolher conexão',
  saveAndTest: 'Guardar e testar',
  test: 'Testar',
  testing: 'Testando…',
  states: {
    ok: (when: string) => `Funciona, testada ${when}`,
    untested: 'Ainda não testada',
    expired: 'Expirou ou foi revogada',
    failed: 'Não passou no teste',
  },
  renew: 'Abra Conexões para trocar a chave.',
  gone: 'Esta conexão não existe mais. Escolha outra.',
  failedTitle: 'Guardada, mas não passou no teste',
  fixIt: 'Mude o que for preciso e teste de novo.',
  useAnyway: 'Usar assim mesmo',
  namePlaceholder: (kind: string) => `${kind} da loja`,
  other: 'Outro tipo',
  readyTitle: (name: string) => `A conexão “${name}” funciona`,
};

const en: typeof pt = {
  field: 'Connection',
  create: 'New connection',
  createFor: (kind) => `New connection: ${kind}`,
  none: 'There is none yet that fits here.',
  choose: 'Choose a connection',
  saveAndTest: 'Save and test',
  test: 'Test',
  testing: 'Testing…',
  states: {
    ok: (when) => `Works, tested ${when}`,
    untested: 'Not tested yet',
    expired: 'Expired or revoked',
    failed: 'Failed its test',
  },
  renew: 'Open Connections to replace the key.',
  gone: 'This connection is not there any more. Choose another.',
  failedTitle: 'Saved, but it failed its test',
  fixIt: 'Change what is needed and test again.',
  useAnyway: 'Use it anyway',
  namePlaceholder: (kind) => `${kind} of the shop`,
  other: 'Another kind',
  readyTitle: (name) => `The connection “${name}” works`,
};

export type ConnectionsTexts = typeof pt;

const TEXTS = { 'pt-BR': pt, en };

export const useConnectionsTexts = (): ConnectionsTexts => TEXTS[useLocale()];
