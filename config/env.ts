import path from 'node:path';
import { z } from 'zod';
import { BILLING_SETTINGS, PAID_TOGETHER } from './billing-env.ts';
import { hostList, originList, planList, proxyList } from './lists.ts';
import { says } from './says.ts';

/** A setting that is wrong, or missing where it is needed. Its message is one line and names the setting. */
export class SettingError extends Error {
  readonly setting: string;

  constructor(setting: string, pt: string, en: string) {
    super(`${setting}: ${pt} · ${en}`);
    this.name = 'SettingError';
    this.setting = setting;
  }
}

const PORT_TEXT = says('use um número de porta, de 1 a 65535', 'use a port number from 1 to 65535');
const SECRET_TEXT = says('use pelo menos 32 caracteres', 'use at least 32 characters');
const URL_TEXT = says('use um endereço http:// ou https://', 'use an http:// or https:// address');
/** The last two: of private accounts, by name and by id. */
const OF_ALL_DIRECTORIES = /\/(common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(\/|$)/i;
const DIRECTORY_TEXT = says('use o endereço de um diretório só', 'use the address of one directory');
const DATABASE_TEXT = says('use um endereço postgres://', 'use a postgres:// address');

const port = (fallback: number, lowest = 1) =>
  z.coerce.number(PORT_TEXT).int(PORT_TEXT).min(lowest, PORT_TEXT).max(65535, PORT_TEXT).default(fallback);
const httpUrl = z.url({ protocol: /^https?$/, ...URL_TEXT }).transform((address) => address.replace(/\/+$/, ''));
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, ...DATABASE_TEXT });
const flag = z
  .enum(['true', 'false', '1', '0'], says('use true ou false', 'use true or false'))
  .transform((text) => text === 'true' || text === '1');
/** Addresses of the outside world, one a connector, so that tests and self-hosted gateways can stand in for it. */
const EXTERNAL_ADDRESSES = {
  OPENAI_BASE_URL: httpUrl.default('https://api.openai.com/v1'),
  ANTHROPIC_BASE_URL: httpUrl.default('https://api.anthropic.com'),
  STRIPE_API_BASE: httpUrl.default('https://api.stripe.com'),
  MERCADOPAGO_API_BASE: httpUrl.default('https://api.mercadopago.com'),
  TELEGRAM_API_ROOT: httpUrl.default('https://api.telegram.org'),
  WHATSAPP_GRAPH_BASE: httpUrl.default('https://graph.facebook.com'),
};

const Schema = z.object({
  NODE_ENV: z
    .enum(
      ['development', 'test', 'production'],
      says('use development, test ou production', 'use development, test or production'),
    )
    .default('development'),
  /** What this process does: everything, the API alone, or workers alone (health and metrics answer in each). */
  TRAMA_ROLE: z.enum(['all', 'api', 'worker'], says('use all, api ou worker', 'use all, api or worker')).default('all'),
  /** Names this release's workers: its runs stay with them (Temporal's worker versioning). */
  TRAMA_DEPLOYMENT_VERSION: z
    .string()
    .regex(
      /^[A-Za-z0-9][\w.-]{0,99}$/,
      says('use até 100 letras, algarismos, pontos e traços', 'use up to 100 letters, digits, dots and dashes'),
    )
    .optional(),
  /** The first process of a version makes it the one that gets new runs. */
  TRAMA_DEPLOYMENT_PROMOTE: flag.default(true),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      says(
        'use trace, debug, info, warn, error, fatal ou silent',
        'use trace, debug, info, warn, error, fatal or silent',
      ),
    )
    .default('info'),

  PORT: port(3000),
  /** Where callers reach the API; `http://localhost:PORT` where it is not given. */
  PUBLIC_URL: httpUrl.optional(),
  /** A host of its own for webhook answers; in production it keeps tenants' content off the builder's origin. */
  HOOKS_URL: httpUrl.optional(),

  /** The server for mail of the product itself: sign-in links, invites, notices. `smtp://` or `smtps://`. */
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, ...says('use um endereço smtp:// ou smtps://', 'use an smtp:// or smtps:// address') })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, says('use um endereço de e-mail', 'use an e-mail address'))
    .default('Trama <no-reply@trama.invalid>'),
  /** Whether visitors may make an account of their own; missing: `signUpIsOpen`. */
  TRAMA_SIGN_UP: z.enum(['open', 'closed'], says('use open ou closed', 'use open or closed')).optional(),
  /** A service of the form of https://api.pwnedpasswords.com, asked whether a new password was in a leak. */
  PWNED_PASSWORDS_URL: httpUrl.optional(),
  /** Sign-in by a provider is on where it has an id and a secret; the addresses are for gateways and tests. */
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: httpUrl.default('https://accounts.google.com'),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  /** `https://login.microsoftonline.com/<directory>/v2.0`: of one directory, never of all. */
  MICROSOFT_ISSUER: httpUrl.refine((address) => !OF_ALL_DIRECTORIES.test(address), DIRECTORY_TEXT).optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_BASE: httpUrl.default('https://github.com'),
  GITHUB_API_BASE: httpUrl.default('https://api.github.com'),

  /** Pages of these origins may call the API with a key; a session is for our own. */
  TRAMA_CORS_ORIGINS: originList.default([]),
  TRAMA_TRUSTED_PROXIES: proxyList.default(['loopback']),

  /** Absolute after reading. All that the embedded servers keep lives here. */
  TRAMA_DATA: z
    .string()
    .default('.trama')
    .transform((folder) => path.resolve(folder)),
  /** The master key; see `masterKeys`. */
  TRAMA_SECRET: z.string().min(32, SECRET_TEXT).optional(),
  /** A file with master keys, one a line, the current one first; nobody but owner and group may read it. */
  TRAMA_SECRET_FILE: z.string().optional(),
  /** Comma list of master keys from before, until nothing is closed with them any more. */
  TRAMA_SECRET_PREVIOUS: z
    .string()
    .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
    .pipe(z.array(z.string().min(32, SECRET_TEXT)))
    .default([]),
  /** A key service of the form of Vault's transit engine; its key closes in place of TRAMA_SECRET. */
  TRAMA_KMS_URL: httpUrl.optional(),
  TRAMA_KMS_KEY: z
    .string()
    .regex(/^[\w.-]{1,100}$/, says('use o nome da chave', 'use the name of the key'))
    .optional(),
  TRAMA_KMS_TOKEN: z.string().optional(),
  /** `host` or `host:port`, lower case, that flows of all tenants may reach though they are private. */
  TRAMA_ALLOW_PRIVATE_HOSTS: hostList.default([]),

  /** Days in which the deletion of a tenant can be taken back. */
  TRAMA_DELETION_DAYS: z.coerce
    .number(says('use de 0 a 90 dias', 'use 0 to 90 days'))
    .int(says('use de 0 a 90 dias', 'use 0 to 90 days'))
    .min(0, says('use de 0 a 90 dias', 'use 0 to 90 days'))
    .max(90, says('use de 0 a 90 dias', 'use 0 to 90 days'))
    .default(14),

  /** Opens `/codec` and `/operator` to whoever has it. */
  TRAMA_OPERATOR_TOKEN: z
    .string()
    .min(32, says('use pelo menos 32 caracteres', 'use at least 32 characters'))
    .optional(),
  /** Comma list of e-mails of users who are operators once signed in. */
  TRAMA_OPERATORS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((one) => one !== ''),
    ),
  /** Comma list of plans whose new tenants begin in a schema of their own (docs/tenancy.md). */
  TRAMA_OWN_SCHEMA_PLANS: planList.default([]),
  /** Where Temporal's pages are, if they are not the embedded server's. */
  TEMPORAL_UI_URL: httpUrl.optional(),

  /** A server of OpenAI's API for the builder's AI help, where a tenant has none of its own. */
  AI_HELP_BASE_URL: httpUrl.optional(),
  AI_HELP_KEY: z.string().optional(),
  AI_HELP_MODEL: z.string().optional(),

  /** An S3-compatible service for large values and files; without it they stand in PostgreSQL. */
  TRAMA_S3_ENDPOINT: httpUrl.optional(),
  TRAMA_S3_BUCKET: z.string().optional(),
  TRAMA_S3_REGION: z.string().default('us-east-1'),
  TRAMA_S3_KEY: z.string().optional(),
  TRAMA_S3_SECRET: z.string().optional(),

  /** The owner of the schema: migrations run as it. Given: no embedded PostgreSQL. */
  DATABASE_URL: postgresUrl.optional(),
  /** The role without rights to bypass the policies; made from DATABASE_URL where it is not given. */
  DATABASE_APP_URL: postgresUrl.optional(),
  /** The role that enumerates across tenants (outbox, sweep, sign-in); made like the former. */
  DATABASE_ADMIN_URL: postgresUrl.optional(),
  /** 0 = any free port. */
  TRAMA_PG_PORT: port(0, 0),

  /** `host:port`. Given: no embedded Temporal. */
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d{1,5}$/, says('use host:porta', 'use host:port'))
    .optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_CERT_PATH: z.string().optional(),
  TEMPORAL_TLS_CLIENT_KEY_PATH: z.string().optional(),
  TRAMA_TEMPORAL_PORT: port(7233),
  TRAMA_TEMPORAL_UI_PORT: port(8233),
  /** An existing `temporal` program for the embedded server. */
  TEMPORAL_CLI_PATH: z.string().optional(),

  ...BILLING_SETTINGS,
  ...EXTERNAL_ADDRESSES,
});

export type Env = z.infer<typeof Schema>;

/**
 * Reads and checks every setting at once; an empty value counts as not given.
 * @throws {SettingError} for the first wrong one, by name; a value is never shown, for it may be a secret.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const [pt = 'valor inválido', en = 'invalid value'] = (issue?.message ?? '').split(' · ');
    throw new SettingError(String(issue?.path[0] ?? 'environment'), pt, en);
  }
  checkTogether(parsed.data);
  return parsed.data;
}

/** Rules that no single setting can show. */
function checkTogether(env: Env): void {
  const kms = ['TRAMA_KMS_URL', 'TRAMA_KMS_KEY', 'TRAMA_KMS_TOKEN'] as const;
  for (const name of kms) {
    if (env[name] || kms.every((other) => !env[other])) continue;
    throw new SettingError(name, 'os três de TRAMA_KMS_ vêm juntos', 'the three of TRAMA_KMS_ come together');
  }
  if (env.NODE_ENV === 'production' && !env.TRAMA_SECRET && !env.TRAMA_SECRET_FILE && !env.TRAMA_KMS_URL) {
    throw new SettingError('TRAMA_SECRET', 'é obrigatório em produção', 'is required in production');
  }
  if (env.NODE_ENV === 'production' && env.TRAMA_SIGN_UP === 'open' && !env.SMTP_URL)
    throw new SettingError('SMTP_URL', 'é preciso para TRAMA_SIGN_UP=open', 'is needed for TRAMA_SIGN_UP=open');
  for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS'] as const) {
    if (env.TRAMA_ROLE === 'all' || env[name]) continue;
    throw new SettingError(
      name,
      'é preciso onde TRAMA_ROLE divide o trabalho',
      'is needed where TRAMA_ROLE divides the work',
    );
  }
  for (const name of ['DATABASE_APP_URL', 'DATABASE_ADMIN_URL'] as const) {
    if (!env[name] || env.DATABASE_URL) continue;
    throw new SettingError(name, 'só vale junto de DATABASE_URL', 'is of use only with DATABASE_URL');
  }
  if (Boolean(env.TEMPORAL_TLS_CLIENT_CERT_PATH) !== Boolean(env.TEMPORAL_TLS_CLIENT_KEY_PATH)) {
    const missing = env.TEMPORAL_TLS_CLIENT_CERT_PATH
      ? 'TEMPORAL_TLS_CLIENT_KEY_PATH'
      : 'TEMPORAL_TLS_CLIENT_CERT_PATH';
    throw new SettingError(missing, 'certificado e chave vêm juntos', 'certificate and key come together');
  }
  const s3 = ['TRAMA_S3_ENDPOINT', 'TRAMA_S3_BUCKET', 'TRAMA_S3_KEY', 'TRAMA_S3_SECRET'] as const;
  for (const name of s3) {
    if (env[name] || s3.every((other) => !env[other])) continue;
    throw new SettingError(name, 'os quatro de TRAMA_S3_ vêm juntos', 'the four of TRAMA_S3_ come together');
  }
  // With one alone nobody could pay, and nobody would be told why.
  for (const names of PAID_TOGETHER)
    for (const name of names) {
      const given = names.find((other) => env[other]);
      if (given && !env[name]) throw new SettingError(name, `é preciso junto de ${given}`, `is needed with ${given}`);
    }
  const seen = new Map<number, string>();
  for (const name of listeningPorts(env)) {
    const other = seen.get(env[name]);
    if (other) throw new SettingError(name, `usa a mesma porta que ${other}`, `uses the same port as ${other}`);
    seen.set(env[name], name);
  }
}

/** Visitors may make an account: where it says so, and where nobody is kept out of anything, in development. */
export const signUpIsOpen = ({ TRAMA_SIGN_UP: said, NODE_ENV }: Env): boolean =>
  said === undefined ? NODE_ENV !== 'production' : said === 'open';

/** Where letters of the product lie while no mail server is set; null: one is, or they would be secrets on a disk (production). */
export const mailFolder = ({ SMTP_URL: server, NODE_ENV, TRAMA_DATA: data }: Env): string | null =>
  server !== undefined || NODE_ENV === 'production' ? null : path.join(data, 'mail');

type PortSetting = 'PORT' | 'TRAMA_TEMPORAL_PORT' | 'TRAMA_TEMPORAL_UI_PORT' | 'TRAMA_PG_PORT';

/** The settings whose port this process will listen on: those of a server that is given elsewhere are not. */
export function listeningPorts(env: Env): PortSetting[] {
  const names: PortSetting[] = ['PORT'];
  if (!env.TEMPORAL_ADDRESS) names.push('TRAMA_TEMPORAL_PORT', 'TRAMA_TEMPORAL_UI_PORT');
  if (!env.DATABASE_URL && env.TRAMA_PG_PORT !== 0) names.push('TRAMA_PG_PORT');
  return names;
}
