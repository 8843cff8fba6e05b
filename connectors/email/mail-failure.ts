import { failure, TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { Stored } from './stored.ts';

/** As nodemailer's errors look. */
interface Thrown {
  code?: unknown;
  responseCode?: unknown;
  response?: unknown;
  command?: unknown;
  message?: unknown;
  rejected?: unknown;
}

const MOST_TEXT = 500;
/** RFC 4954: sign in first, another way, with another password, encrypted. */
const UNSIGNED: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * What went wrong in the words of the error table. A 4xx of the server means "later": retried. A 5xx is for good. A refused
 * password is for an operator: no attempt would change it. The server's words are shown, the password never is.
 */
export const mailFailure = (cause: unknown, stored: Stored, signal: AbortSignal): unknown => {
  if (cause instanceof TramaError) return cause;
  if (signal.aborted) return signal.reason;
  const thrown = cause as Thrown;
  const where = `${stored.host}:${stored.port}`;
  const said = clean(thrown.response ?? thrown.message, stored);
  const status = typeof thrown.responseCode === 'number' ? thrown.responseCode : null;
  const details: Json = { server: where, ...(status !== null && { status }), said };
  const options = { details, cause: undefined };
  const unsigned = thrown.code === 'EAUTH' && (status === null || status >= 500);
  if (unsigned || UNSIGNED.has(status ?? 0))
    return failure(
      'smtp_auth',
      `${where} recusou usuário e senha: ${said}`,
      `${where} refused user and password: ${said}`,
      {
        ...options,
        retry: 'operator',
      },
    );
  if (status !== null)
    return failure(`smtp_${status}`, `${where} respondeu: ${said}`, `${where} answered: ${said}`, {
      ...options,
      retry: status >= 500 ? 'never' : 'retry',
    });
  if (thrown.code === 'ETIMEDOUT')
    return failure('timeout', `${where} não respondeu a tempo.`, `${where} did not answer in time.`, options);
  if (thrown.code === 'ETLS' || thrown.code === 'EENVELOPE' || thrown.code === 'EMESSAGE')
    return failure('connection_failed', `${where}: ${said}`, `${where}: ${said}`, {
      ...options,
      // A server without encryption, or one that takes no message of this size, will be the same in a minute.
      retry: 'never',
    });
  return failure(
    'connection_failed',
    `Sem conexão com ${where}: ${said}`,
    `No connection to ${where}: ${said}`,
    options,
  );
};

/** The server's own words, cut, without what is secret: some repeat what they were told. */
const clean = (text: unknown, { user, password }: Stored): string => {
  let said = String(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  const secrets = password === undefined ? [] : [password, base64(password), base64(`\0${user ?? ''}\0${password}`)];
  for (const secret of secrets) if (secret !== '') said = said.replaceAll(secret, '***');
  return said.slice(0, MOST_TEXT);
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');
