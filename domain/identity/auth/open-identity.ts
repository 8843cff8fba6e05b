import type { Mailer } from '../../mail/mailer.ts';
import type { AskRange } from '../password-rules.ts';
import { type Auth, type AuthOptions, authSecret, createAuth } from './create-auth.ts';
import { providerNames } from './providers.ts';

/** What sign-in is made of, for the API. */
export interface Identity {
  auth: Auth;
  mail: Mailer;
  /** Where people reach our pages, no slash at the end: what a request says of itself leads nobody there. */
  pagesUrl: string;
  /** `google`, `microsoft`, `github`: those that are switched on. */
  providers: readonly string[];
  /** The key of better-auth's signed cookies. */
  cookieSecret: string;
  /** Its cookies carry `__Secure-` before their names. */
  secureCookies: boolean;
  /** Asks whether a password was in a leak; null: nobody outside is asked. */
  askRange: AskRange | null;
}

export const openIdentity = ({ askRange, ...options }: AuthOptions & { askRange: AskRange | null }): Identity => ({
  auth: createAuth(options),
  mail: options.mail,
  pagesUrl: options.pagesUrl,
  providers: providerNames(options.providers),
  cookieSecret: authSecret(options.secret),
  secureCookies: options.pagesUrl.startsWith('https:'),
  askRange,
});
