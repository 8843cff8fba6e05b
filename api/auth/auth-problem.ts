import { fail } from '#api/frame/fail.ts';
import type { ErrorCode, TramaError } from '#flow/errors.ts';
import type { AuthAnswer } from './ask-auth.ts';

interface Told {
  code: ErrorCode;
  pt: string;
  en: string;
  /** Which field of the body it is about. */
  pointer?: string;
}

const wrongPassword: Told = {
  code: 'invalid',
  pt: 'A senha atual não confere.',
  en: 'The current password does not match.',
  pointer: '/password',
};
const wrongCode: Told = {
  code: 'invalid',
  pt: 'O código não confere. Veja o atual no aplicativo.',
  en: 'The code does not match. Look at the current one in the app.',
  pointer: '/code',
};
const overLink: Told = {
  code: 'unauthorized',
  pt: 'O link não vale mais: ele já foi usado ou venceu. Peça outro.',
  en: 'The link is good no more: it was used or is over. Ask for another.',
};
const startAgain: Told = {
  code: 'unauthorized',
  pt: 'Demorou demais. Entre de novo.',
  en: 'It took too long. Sign in again.',
};
const passkeyFailed: Told = {
  code: 'unauthorized',
  pt: 'A chave de acesso não foi aceita.',
  en: 'The passkey was not accepted.',
};
const notVerified: Told = {
  code: 'unauthorized',
  pt: 'O aparelho não confirmou que é você. Use um que peça digital, rosto ou PIN.',
  en: 'The device did not confirm that it is you. Use one that asks for a finger, a face or a PIN.',
};
const locked: Told = {
  code: 'rate_limited',
  pt: 'Códigos errados demais. Espere 15 minutos.',
  en: 'Too many wrong codes. Wait 15 minutes.',
};

/** What better-auth says by its codes, in our words. */
const TOLD: Record<string, Told> = {
  INVALID_EMAIL_OR_PASSWORD: {
    code: 'unauthorized',
    pt: 'E-mail ou senha não conferem.',
    en: 'E-mail or password do not match.',
  },
  NO_WORKSPACE: {
    code: 'unauthorized',
    pt: 'E-mail ou senha não conferem.',
    en: 'E-mail or password do not match.',
  },
  INVALID_EMAIL: {
    code: 'unauthorized',
    pt: 'E-mail ou senha não conferem.',
    en: 'E-mail or password do not match.',
  },
  INVALID_PASSWORD: wrongPassword,
  INVALID_CODE: wrongCode,
  INVALID_BACKUP_CODE: {
    ...wrongCode,
    pt: 'O código de recuperação não confere.',
    en: 'There is no such recovery code.',
  },
  INVALID_TWO_FACTOR_COOKIE: startAgain,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: startAgain,
  ACCOUNT_TEMPORARILY_LOCKED: locked,
  TOTP_ALREADY_ENABLED: { code: 'conflict', pt: 'As duas etapas já estão ligadas.', en: 'Two steps are on already.' },
  TOTP_NOT_ENABLED: { code: 'conflict', pt: 'As duas etapas não estão ligadas.', en: 'Two steps are not on.' },
  INVALID_TOKEN: overLink,
  CHALLENGE_NOT_FOUND: startAgain,
  NOT_VERIFIED: notVerified,
  PASSKEY_NOT_FOUND: passkeyFailed,
  AUTHENTICATION_FAILED: passkeyFailed,
  FAILED_TO_VERIFY_REGISTRATION: { ...passkeyFailed, code: 'invalid' },
  PREVIOUSLY_REGISTERED: {
    code: 'conflict',
    pt: 'Este aparelho já tem uma chave sua.',
    en: 'This device has a passkey of yours already.',
  },
  PROVIDER_AWAY: {
    code: 'unavailable',
    pt: 'O provedor não respondeu. Tente de novo, ou entre de outro modo.',
    en: 'The provider did not answer. Try again, or sign in another way.',
  },
  SESSION_NOT_FRESH: {
    code: 'forbidden',
    pt: 'Faz tempo que você entrou. Saia e entre de novo para fazer isto.',
    en: 'You signed in a while ago. Sign out and in again to do this.',
  },
};

const BY_STATUS: Record<number, Told> = {
  401: { code: 'unauthorized', pt: 'Entre na sua conta.', en: 'Sign in.' },
  403: { code: 'forbidden', pt: 'Isto não é permitido.', en: 'This is not allowed.' },
  404: { code: 'not_found', pt: 'Não existe, ou não é seu.', en: 'It does not exist, or it is not yours.' },
  429: { code: 'rate_limited', pt: 'Tentativas demais. Espere um pouco.', en: 'Too many tries. Wait a little.' },
};
const MALFORMED: Told = { code: 'malformed', pt: 'O pedido não pôde ser lido.', en: 'The request could not be read.' };
const OURS: Told = { code: 'internal', pt: 'Algo falhou do nosso lado.', en: 'Something failed on our side.' };

/** The error that a refusal of better-auth is to callers. */
export function authProblem({ status, body }: AuthAnswer): TramaError {
  const code = body && 'code' in body ? String(body.code) : '';
  const told = TOLD[code] ?? BY_STATUS[status] ?? (status < 500 ? MALFORMED : OURS);
  const { pt, en, pointer } = told;
  const errors = pointer ? [{ pointer, code: code.toLowerCase(), message: { pt, en } }] : undefined;
  return fail(told.code, pt, en, errors ? { errors } : {});
}
