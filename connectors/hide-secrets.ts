import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { ActionContext } from './action-context.ts';

/** What stands in place of a secret that came back. */
const HIDDEN = '[redacted]';
/** A shorter text is found by chance; it is hidden only in the forms in which it is sent. */
const SHORTEST = 8;

const textsIn = (value: Json): string[] => {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A secret as it may come back: as it is, as addresses and JSON write it, and as headers do. */
const formsOf = (secret: string, usernames: readonly string[]): string[] => [
  ...[secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64(secret)].filter(
    (form) => form.length >= SHORTEST,
  ),
  `Bearer ${secret}`,
  ...usernames.map((name) => base64(`${name}:${secret}`)),
];

export interface SecretGuard {
  /** The same context, through which every connection and token that is opened is heard of. */
  context: ActionContext;
  /** The value without any of them. */
  hide(value: Json): Json;
  /** What was thrown, its texts without any of them. */
  hidden(thrown: unknown): unknown;
}

/** Takes them out of texts and values; it sees also what is added later. */
const hiderOf = (forms: ReadonlySet<string>) => {
  // The longest first: `Bearer x` goes before `x`, which would leave half of it.
  let sorted: readonly string[] = [];
  const longestFirst = (): readonly string[] => {
    if (sorted.length !== forms.size) sorted = [...forms].toSorted((a, b) => b.length - a.length);
    return sorted;
  };
  const hideText = (text: string): string => {
    let clean = text;
    for (const form of longestFirst()) if (clean.includes(form)) clean = clean.replaceAll(form, HIDDEN);
    return clean;
  };
  const hide = (value: Json): Json => {
    if (forms.size === 0) return value;
    if (typeof value === 'string') return hideText(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(hide);
    const keys = hideKeys(Object.keys(value));
    return Object.fromEntries(Object.values(value).map((one, n) => [keys[n], hide(one)]));
  };
  /** Two names that differ in what was hidden alone stay two: a number tells them apart. */
  const hideKeys = (keys: readonly string[]): string[] => {
    const taken = new Set(keys);
    return keys.map((key) => {
      const clean = hideText(key);
      if (clean === key) return key;
      let free = clean;
      for (let n = 2; taken.has(free); n += 1) free = `${clean} (${n})`;
      taken.add(free);
      return free;
    });
  };
  return { hideText, hide };
};

/**
 * Keeps secrets out of what an action says. Servers send back what they were sent: in echoes, in complaints, in addresses. So
 * whatever of a connection that the action opened appears in its answer or error is replaced before it reaches a run
 * (docs/secrets.md, "What comes back").
 */
export const guardSecrets = (context: ActionContext): SecretGuard => {
  const forms = new Set<string>();
  const hear = (secret: string, usernames: readonly string[] = []): void => {
    for (const form of formsOf(secret, usernames)) forms.add(form);
  };
  const heard = (connection: ConnectionValue): ConnectionValue => {
    const usernames = textsIn(connection.config);
    for (const secret of textsIn(connection.secret)) hear(secret, usernames);
    return connection;
  };
  if (context.connection) heard(context.connection);
  const { services } = context;
  const through: ActionContext = {
    ...context,
    services: {
      ...services,
      connections: { open: async (...of) => heard(await services.connections.open(...of)) },
      tokens: {
        token: async (...of) => {
          const token = await services.tokens.token(...of);
          hear(token);
          return token;
        },
      },
    },
  };

  const { hideText, hide } = hiderOf(forms);
  const hidden = (thrown: unknown): unknown => {
    if (forms.size === 0 || !(thrown instanceof Error)) return thrown;
    if (!(thrown instanceof TramaError)) {
      const clean = hideText(thrown.message);
      return clean === thrown.message ? thrown : new Error(clean);
    }
    const { code, message, retry, details, text, errors, waitUntil } = thrown;
    const said = JSON.stringify([message, details, text, errors]);
    const cause = thrown.cause instanceof Error ? thrown.cause.message : '';
    if (hideText(said) === said && hideText(cause) === cause) return thrown;
    return new TramaError(code, hideText(message), {
      retry,
      details: hide(details),
      ...(text && { text: { pt: hideText(text.pt), en: hideText(text.en) } }),
      ...(errors && { errors: hide(errors as unknown as Json) as unknown as NonNullable<typeof errors> }),
      ...(waitUntil !== undefined && { waitUntil }),
    });
  };
  return { context: through, hide, hidden };
};
