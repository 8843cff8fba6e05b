import type { Logger } from 'pino';
import { type Env, mailFolder } from '#config/env.ts';
import { outside } from '#config/outside-calls.ts';
import type { Dialer } from '#connectors/dialer.ts';
import { type Identity, openIdentity } from '#domain/identity/auth/open-identity.ts';
import type { Providers } from '#domain/identity/auth/providers.ts';
import type { AskRange } from '#domain/identity/password-rules.ts';
import { createMailer, type Mailer } from '#domain/mail/mailer.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** Mail of the product itself. Without a server letters lie in a folder, but in production, where they would be secrets. */
export const mailerOf = (env: Env, log: Logger): Mailer =>
  createMailer({
    smtpUrl: env.SMTP_URL ?? null,
    from: env.MAIL_FROM,
    folder: mailFolder(env),
    onLost: (err) => log.error({ err }, 'a letter of the product was not sent'),
    onKept: (file) => log.info({ file }, 'no mail server is set: a letter is kept'),
  });

/** Asks for a range of leaked passwords; what takes over two seconds, or fails, is no answer. */
const askRangeOf = (address: string, dial: Dialer): AskRange => {
  const guarded = outside.breaker('leaked_passwords');
  return async (prefix) => {
    const url = `${address}/range/${prefix}`;
    const headers = { 'Add-Padding': 'true' };
    const ask = async (): Promise<Uint8Array | null> => {
      const { status, body } = await dial.request({ url, method: 'GET', headers, timeoutMs: 2_000 });
      if (status >= 500) throw new Error(String(status));
      return status === 200 ? body : null;
    };
    const body = await guarded(ask).catch(() => null);
    return body && new TextDecoder().decode(body);
  };
};

/** A provider is on where it has all that it needs. */
const providersOf = (env: Env): Providers => {
  const of = (clientId: string | undefined, clientSecret: string | undefined) =>
    clientId && clientSecret ? { clientId, clientSecret } : null;
  const google = of(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET);
  const microsoft = of(env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET);
  const github = of(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET);
  return {
    ...(google ? { google: { ...google, issuer: env.GOOGLE_ISSUER } } : {}),
    ...(microsoft && env.MICROSOFT_ISSUER ? { microsoft: { ...microsoft, issuer: env.MICROSOFT_ISSUER } } : {}),
    ...(github ? { github: { ...github, site: env.GITHUB_BASE, api: env.GITHUB_API_BASE } } : {}),
  };
};

export const identityOf = (
  env: Env,
  deps: { database: Database; secret: string; dial: Dialer; mail: Mailer; log: Logger },
): Identity =>
  openIdentity({
    admin: deps.database.admin,
    mail: deps.mail,
    secret: deps.secret,
    pagesUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    providers: providersOf(env),
    askRange: env.PWNED_PASSWORDS_URL ? askRangeOf(env.PWNED_PASSWORDS_URL, deps.dial) : null,
    onTrouble: (message, err) => deps.log.error({ err }, `sign-in: ${message}`),
  });
