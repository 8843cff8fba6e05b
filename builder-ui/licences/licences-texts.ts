import { useLocale } from '../texts/texts.ts';

const pt = {
  title: 'Computadores sem internet',
  help: 'Computadores que ativaram o aplicativo e continuam trabalhando sem conexão. Cada um renova a licença sozinho quando está online.',
  limit: (n: number) =>
    n < 0
      ? 'O plano não limita quantos.'
      : n === 0
        ? 'O plano não inclui trabalho sem conexão.'
        : n === 1
          ? 'O plano permite 1 computador.'
          : `O plano permite ${n} computadores.`,
  none: 'Nenhum computador ativado.',
  apps: { desktop: 'aplicativo', cli: 'terminal' },
  status: { active: 'ativo', expired: 'vencido', revoked: 'desativado' },
  seen: (when: string) => `renovado ${when}`,
  until: (when: string) => `vale sem conexão até ${when}`,
  remove: 'Desativar',
  removeTitle: (name: string) => `Desativar ${name}`,
  removeText: 'Na próxima vez que ficar online, ele não renova mais. Sem conexão, ainda trabalha até a licença vencer.',
  removed: 'Computador desativado',
  lifetime: 'Licença vitalícia',
  lifetimeHelp:
    'Comprou uma licença vitalícia? Ela vira um ano do plano BUSINESS. Se você entrou com o e-mail da compra, não precisa da chave.',
  key: 'Chave da licença',
  keyHelp: 'Vazio: procuramos pelo seu e-mail.',
  claim: 'Resgatar',
  claimed: (product: string, when: string) => `${product} resgatada: BUSINESS até ${when}`,
};

const en: typeof pt = {
  title: 'Computers without internet',
  help: 'Computers that activated the app and go on working without a connection. Each renews its licence by itself when it is online.',
  limit: (n) =>
    n < 0
      ? 'The plan does not limit how many.'
      : n === 0
        ? 'The plan does not include work without a connection.'
        : n === 1
          ? 'The plan allows 1 computer.'
          : `The plan allows ${n} computers.`,
  none: 'No computer is activated.',
  apps: { desktop: 'app', cli: 'terminal' },
  status: { active: 'active', expired: 'expired', revoked: 'taken off' },
  seen: (when) => `renewed ${when}`,
  until: (when) => `good without a connection until ${when}`,
  remove: 'Take off',
  removeTitle: (name) => `Take ${name} off`,
  removeText:
    'The next time it is online it is not renewed any more. Without a connection it works until its licence expires.',
  removed: 'The computer was taken off',
  lifetime: 'Licence for life',
  lifetimeHelp:
    'Did you buy a licence for life? It becomes a year of the plan BUSINESS. If you signed in with the address that bought it, the key is not needed.',
  key: 'Key of the licence',
  keyHelp: 'Empty: we look by your e-mail.',
  claim: 'Claim',
  claimed: (product, when) => `${product} claimed: BUSINESS until ${when}`,
};

export const useLicencesTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
