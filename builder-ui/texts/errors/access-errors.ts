import type { Explained } from './explained.ts';

/** Who is kept out, and by whose rule. */
export const ACCESS_ERRORS: Record<string, Explained> = {
  tenant_suspended: {
    remedy: 'none',
    pt: [
      'A conta está suspensa.',
      'Enquanto isso, nada novo começa e ninguém entra.',
      'Fale com o suporte; depois, rode de novo.',
    ],
    en: [
      'The account is suspended.',
      'Meanwhile nothing new begins, and nobody comes in.',
      'Talk to support; then run it again.',
    ],
  },
  hooks_suspended: {
    remedy: 'none',
    pt: [
      'A conta não recebe chamadas agora.',
      'Ela está suspensa, ou vai ser apagada.',
      'Quem chama pode tentar de novo depois; fale com o suporte.',
    ],
    en: [
      'The account takes no calls now.',
      'It is suspended, or about to be deleted.',
      'Whoever calls may try again later; talk to support.',
    ],
  },
  address_barred: {
    remedy: 'none',
    pt: [
      'Este endereço não é aceito.',
      'A conta só deixa entrar a partir de certos endereços IP.',
      'Use uma rede permitida, ou peça a um administrador para incluir esta em Ajustes, Acesso.',
    ],
    en: [
      'This address is not accepted.',
      'The account lets nobody in but from certain IP addresses.',
      'Use a network that is allowed, or ask an administrator to add this one under Settings, Access.',
    ],
  },
  two_step_required: {
    remedy: 'none',
    pt: [
      'Falta a verificação em duas etapas.',
      'A conta exige uma segunda etapa de quem entra.',
      'Ligue a verificação em duas etapas na sua conta.',
    ],
    en: [
      'Two-step sign-in is missing.',
      'The account asks everybody for a second step.',
      'Turn on two-step sign-in in your account.',
    ],
  },
  sso_required: {
    remedy: 'none',
    pt: [
      'Falta entrar pelo login único.',
      'A conta só aceita quem entra pelo provedor da empresa.',
      'Saia e entre de novo pelo login único da empresa.',
    ],
    en: [
      'Single sign-on is missing.',
      'The account takes only who signs in by the company’s provider.',
      'Sign out, and in again by the company’s single sign-on.',
    ],
  },
  sign_in_again: {
    remedy: 'none',
    pt: ['É preciso entrar de novo.', 'Isto pede um acesso recente.', 'Saia, entre de novo e repita.'],
    en: ['You have to sign in again.', 'This asks for a recent sign-in.', 'Sign out, sign in again, and repeat it.'],
  },
  consent_withdrawn: {
    remedy: 'node',
    pt: [
      'O contato não quer receber isto.',
      'A pessoa retirou o consentimento para esta finalidade, e {node} não enviou nada.',
      'Trate a saída de erro do passo, ou escolha a finalidade certa.',
    ],
    en: [
      'The contact does not want to get this.',
      'The person withdrew the consent for this purpose, and {node} sent nothing.',
      'Handle the error port of the step, or choose the right purpose.',
    ],
  },
};
