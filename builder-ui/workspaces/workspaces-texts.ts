import { useLocale } from '../texts/texts.ts';

const pt = {
  switch: 'Trocar de conta',
  current: (name: string) => `Conta: ${name}. Trocar`,
  title: 'Suas contas',
  find: 'Procurar conta',
  none: 'Nenhuma conta com esse nome.',
  here: 'você está aqui',
  suspended: 'suspensa',
  create: 'Criar outra conta',
  name: 'Nome da empresa',
  make: 'Criar e entrar',
  acting: (who: string) => `Você está no lugar de ${who}. Tudo fica na auditoria.`,
  leave: 'Sair deste lugar',
  barred: {
    tenant_suspended: 'Conta suspensa',
    address_barred: 'Acesso bloqueado neste endereço',
    two_step_required: 'Falta a verificação em duas etapas',
    sso_required: 'Entre pelo login único da empresa',
    other: 'Esta conta não deixa você entrar agora',
  },
  enrol: 'Ativar duas etapas',
  bySso: 'Entrar pelo login único',
  noWay: 'O login único desta conta está desligado, ou não vale para o seu e-mail. Fale com quem administra a conta.',
  signOut: 'Sair',
};

const en: typeof pt = {
  switch: 'Switch account',
  current: (name) => `Account: ${name}. Switch`,
  title: 'Your accounts',
  find: 'Find an account',
  none: 'No account with that name.',
  here: 'you are here',
  suspended: 'suspended',
  create: 'Make another account',
  name: 'Name of the company',
  make: 'Make and enter',
  acting: (who) => `You are in the place of ${who}. Everything stands in the audit.`,
  leave: 'Leave this place',
  barred: {
    tenant_suspended: 'Account suspended',
    address_barred: 'No entry from this address',
    two_step_required: 'Two-step verification is missing',
    sso_required: 'Sign in by the company’s single sign-on',
    other: 'This account does not let you in just now',
  },
  enrol: 'Turn on two-step verification',
  bySso: 'Sign in by single sign-on',
  noWay: 'The single sign-on of this account is off, or not for your address. Ask whoever administers the account.',
  signOut: 'Sign out',
};

export const useWorkspacesTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
