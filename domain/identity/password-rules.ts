import { createHash } from 'node:crypto';
import { failure, type TramaError } from '#flow/errors.ts';

/** What a password must not be made of: the person's own words and their company's. */
export interface PasswordContext {
  email: string;
  name?: string;
  /** Names of the person's workspaces. */
  tenants?: readonly string[];
  /** Characters; a tenant may ask for more. */
  minLength?: number;
}

export const MIN_PASSWORD = 10;
const MAX_PASSWORD = 200;

/** Asks a service of the form of api.pwnedpasswords.com for a range; null: it did not answer, and nobody waits for it. */
export type AskRange = (prefix: string) => Promise<string | null>;

let common: Promise<ReadonlySet<string>> | undefined;
/** Fetched once it is needed: some 30,000 words. */
const commonPasswords = (): Promise<ReadonlySet<string>> => {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']));
  return common;
};

const wordsOf = ({ email, name = '', tenants = [] }: PasswordContext): string[] =>
  [...email.split(/[@.+_-]/), ...name.split(/\s+/), ...tenants.flatMap((tenant) => tenant.split(/\s+/))]
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4);

/** What is left of it without what people append: digits, years, an exclamation mark. */
const core = (password: string): string => password.toLowerCase().replace(/[^\p{L}]+$/u, '');

const isCommon = (password: string, known: ReadonlySet<string>): boolean =>
  known.has(password.toLowerCase()) || known.has(core(password)) || /^(.)\1*$/u.test(password);

/** Little is left of it without the person's own words. */
const isOwn = (password: string, context: PasswordContext): boolean => {
  const given = password.toLowerCase();
  const words = wordsOf(context).filter((word) => given.includes(word));
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), given);
  return words.length > 0 && rest.replace(/[^\p{L}]/gu, '').length < 4;
};

const refused = (pt: string, en: string): TramaError =>
  failure('invalid', pt, en, { errors: [{ pointer: '/password', code: 'weak_password', message: { pt, en } }] });

/** Only the first five characters of the SHA-1 leave; the answer is padded, so its length tells nothing either. */
const wasLeaked = async (password: string, ask: AskRange): Promise<boolean> => {
  const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase();
  const answer = await ask(sha1.slice(0, 5));
  const line = answer?.split(/\r?\n/).find((one) => one.toUpperCase().startsWith(`${sha1.slice(5)}:`));
  return Number(line?.split(':')[1] ?? 0) > 0;
};

/**
 * Refuses a password that is short, that everybody tries first, that is the person's own name, or that was in a leak.
 * `ask`: null where the operator asks nobody outside.
 * @throws `invalid` with the pointer `/password` and the code `weak_password`
 */
export const checkNewPassword = async (
  password: string,
  context: PasswordContext,
  ask: AskRange | null = null,
): Promise<void> => {
  const least = Math.max(MIN_PASSWORD, context.minLength ?? 0);
  if (Array.from(password).length < least)
    throw refused(`Use pelo menos ${least} caracteres.`, `Use at least ${least} characters.`);
  if (password.length > MAX_PASSWORD)
    throw refused(`Use no máximo ${MAX_PASSWORD} caracteres.`, `Use at most ${MAX_PASSWORD} characters.`);
  if (isOwn(password, context))
    throw refused(
      'Esta senha é quase só o seu nome, o e-mail ou a empresa.',
      'This password is little more than your name, e-mail or company.',
    );
  if (isCommon(password, await commonPasswords()))
    throw refused('Esta senha é das primeiras que se tentam.', 'This password is among the first that are tried.');
  if (ask && (await wasLeaked(password, ask)))
    throw refused(
      'Esta senha apareceu em um vazamento. Escolha outra.',
      'This password was in a leak. Choose another.',
    );
};
