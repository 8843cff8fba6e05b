import { useLocale } from '../texts/texts.ts';
import type { SaveState } from './editor-store.ts';

const pt = {
  saves: {
    saved: 'salvo',
    dirty: 'salvando…',
    saving: 'salvando…',
    failed: 'não deu para salvar: tentar',
    offline: 'sem conexão — guardado neste navegador',
    conflict: 'duas versões: escolher',
  } satisfies Record<SaveState, string>,
  draft: 'Rascunho',
  live: (version: number) => `No ar: v${version}`,
  changed: 'mudanças não publicadas',
  lost: 'salvo · sem conexão',
  unkept: 'sem conexão — janela privada: não feche antes de salvar',
  merged: (who: string, n: number) => `${who} mudou ${n === 1 ? '1 passo' : `${n} passos`}`,
  mergedSettings: (who: string) => `${who} mudou os ajustes deste fluxo`,
  someone: 'Outra pessoa',
  otherWindow: 'Você, em outra janela,',
  look: 'Ver',
  mergedTitle: (who: string) => `Mudanças: ${who.replace(/,$/, '')}`,
};

export type SavingTexts = typeof pt;

const en: SavingTexts = {
  saves: {
    saved: 'saved',
    dirty: 'saving…',
    saving: 'saving…',
    failed: 'could not save: try again',
    offline: 'no connection — kept in this browser',
    conflict: 'two versions: choose',
  },
  draft: 'Draft',
  live: (version) => `Live: v${version}`,
  changed: 'changes not published',
  lost: 'saved · no connection',
  unkept: 'no connection — private window: do not close it before it is saved',
  merged: (who, n) => `${who} changed ${n === 1 ? '1 step' : `${n} steps`}`,
  mergedSettings: (who) => `${who} changed the settings of this flow`,
  someone: 'Somebody else',
  otherWindow: 'You, in another window,',
  look: 'Look',
  mergedTitle: (who) => `Changes: ${who.replace(/,$/, '')}`,
};

export const useSavingTexts = (): SavingTexts => (useLocale() === 'en' ? en : pt);
