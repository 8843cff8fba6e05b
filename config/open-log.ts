import { type DestinationStream, type Logger, pino } from 'pino';

/** What stands in place of a secret. */
const HIDDEN = '[redacted]';

/** Where texts of errors carry what opens something: drivers and servers repeat addresses and headers. */
const PATTERNS: readonly [RegExp, string][] = [
  [/([?&#][\w.-]*(?:token|key|secret|sig|signature|code|state|password)[\w.-]*=)[^&#\s"'<>]+/gi, `$1${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{4,}/gi, `$1 ${HIDDEN}`],
  [/\btrm_[\w-]{8,}/g, HIDDEN],
  [/\/bot\d+:[\w-]+/g, `/bot${HIDDEN}`],
  [/(\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${HIDDEN}@`],
];

/** The text without what is known to open something. */
export const withoutCredentials = (text: string): string =>
  PATTERNS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);

/** Properties of errors that say what kind they are. Others carry queries, bodies, headers, details of customers. */
const TOLD = ['code', 'status', 'statusCode', 'constraint', 'table', 'syscall', 'severity', 'retry'] as const;
const DEEPEST = 4;

/** An error as logs and reports of crashes hold it. */
const errorForLog = (thrown: unknown, depth = 0): Record<string, unknown> => {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: withoutCredentials(String(thrown)) };
  const told = TOLD.flatMap((name) => {
    const value: unknown = Reflect.get(thrown, name);
    return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
  });
  return {
    type: thrown.name,
    message: withoutCredentials(thrown.message),
    ...Object.fromEntries(told),
    stack: withoutCredentials(thrown.stack ?? ''),
    ...(thrown.cause !== undefined && depth < DEEPEST && { cause: errorForLog(thrown.cause, depth + 1) }),
  };
};

/** The same for people, where there is no log: what a process ends with. */
export const crashText = (error: Error, depth = 0): string => {
  const { cause } = error;
  const more = cause instanceof Error && depth < DEEPEST ? `\n[cause]: ${crashText(cause, depth + 1)}` : '';
  return withoutCredentials(error.stack ?? error.message) + more;
};

const NAMES = ['authorization', 'cookie', 'set-cookie', 'password', 'secret', 'token', 'accessToken', 'refreshToken'];

/** The log of a process: JSON lines without headers that sign in, and with errors told as far as they help. */
export const openLog = (level: string, to?: DestinationStream): Logger =>
  pino(
    {
      level,
      serializers: { err: (error: unknown) => errorForLog(error), error: (error: unknown) => errorForLog(error) },
      redact: {
        paths: NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
        censor: HIDDEN,
      },
    },
    to,
  );
