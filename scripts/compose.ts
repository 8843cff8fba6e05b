import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ApiDeps, ApiSettings } from '#api/deps.ts';
import { openInviteTries } from '#api/routes/people/accept-invite.ts';
import { startApi } from '#api/server.ts';
import { type Env, mailFolder, signUpIsOpen } from '#config/env.ts';
import type { MasterKey } from '#config/master-key.ts';
import { openLog } from '#config/open-log.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { createDispatch } from '#domain/dispatch/temporal-dispatch.ts';
import { storageRoom } from '#domain/entitlements/require-room.ts';
import { createFileLinks } from '#domain/files/file-links.ts';
import { createFileStore, type FileDeps } from '#domain/files/file-store.ts';
import { createTokenSigner } from '#domain/identity/tokens/token-signer.ts';
import { createKeyOperations } from '#domain/keys/key-operations.ts';
import { type ObjectStores, postgresObjects } from '#domain/payloads/object-store.ts';
import { createOperatorCodec } from '#domain/payloads/operator-codec.ts';
import { createPayloadKeys, type PayloadKeys } from '#domain/payloads/payload-keys.ts';
import { s3Objects } from '#domain/payloads/s3-objects.ts';
import { publishSystemFlows } from '#domain/platform/publish-system-flows.ts';
import { noteMachines, openMachines, requireMachines } from '#domain/runs/open-machines.ts';
import { eraseTenant } from '#domain/tenants/erase-tenant.ts';
import { createReceiptSigner, type ReceiptSigner } from '#domain/tenants/receipt-signer.ts';
import { seedDemo } from '#domain/tenants/seed-demo.ts';
import { createDatabase, type Database } from '#prisma/with-tenant.ts';
import { machinesHere } from '#workers/bundle.ts';
import { holdMasters } from '#workers/key-holder.ts';
import { openEngine, startWorkers } from '#workers/start.ts';
import { billingOf } from './billing-of.ts';
import { catalogue, systemCatalogue } from './catalogues.ts';
import { hearOthers } from './hear-others.ts';
import { identityOf, mailerOf } from './identity-of.ts';
import { openActions } from './open-actions.ts';
import type { Demo } from './run.ts';
import type { Servers } from './servers.ts';
import type { Shutdown } from './shutdown.ts';
import { temporalOf, temporalPages, temporalUiOrigins } from './temporal-of.ts';

interface Parts {
  env: Env;
  /** The installation's root. */
  secret: string;
  masters: readonly MasterKey[];
  servers: Servers;
  builderFolder: string | null;
  shutdown: Shutdown;
}

const POOL = 20;

/** Builds what API and workers are made of, once, and starts what this process is for. Each part says how it ends. */
export async function startProduct({ env, secret, masters, servers, builderFolder, shutdown }: Parts): Promise<Demo> {
  const log = openLog(env.LOG_LEVEL);
  installRuntime(log);
  const { admin: adminUrl } = servers.database;
  const database = await openData({ secret, masters, servers, shutdown }, log);
  const machines = await machinesToServe(env, database, log);
  const keys = createPayloadKeys(database);
  const stores = storesOf(env, database);
  const files = filesOf(env, { stores, keys, room: storageRoom(database) });
  const receipts = createReceiptSigner(secret);
  const [demo, engine] = await Promise.all([
    seedDemo({ database, secret }),
    openEngine(temporalOf(env, servers), { database, keys, stores, log, eager: isEager(env) }),
    seedPlans(database),
    publishSystemFlows({ database, catalogue: systemCatalogue() }),
  ]);
  shutdown.defer('Temporal client', 2_000, () => engine.close());
  const heard = hearOthers(adminUrl, { database, hub: engine.hub, shutdown }, log);
  const billing = billingOf(env, { database, shutdown, log });
  const { hub } = engine;
  const actions = openActions({ env, secret, servers, shutdown, database, files, hub, billing: billing.desk });
  const mail = openMail(env, shutdown, log);
  if (env.TRAMA_ROLE !== 'api') {
    const workers = await startWorkers(engine, {
      database,
      masters,
      log,
      machines,
      deployment: deploymentOf(env),
      onLost: () => void shutdown.begin(1),
      services: actions,
      publicUrl: env.HOOKS_URL ?? env.PUBLIC_URL ?? null,
      pagesUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
      tenantWork: { keys, stores, signer: receipts, catalogue: catalogue(), mail },
      payments: billing.work,
      noticesUrl: adminUrl,
      mail,
      openConnection: (tenantId, name) => database.withTenant(tenantId, (db) => openConnection(db, name)),
    });
    shutdown.defer('workers', 8_000, () => workers.stop());
  }
  const api = await startApi({
    settings: apiSettings(env, builderFolder),
    database,
    log,
    catalogue: catalogue(),
    dispatch: createDispatch({ ...engine, database }),
    actions,
    files,
    operations: operationsOf({ database, masters, keys, stores, receipts, client: engine.client }),
    ...heard,
    ...billing.api,
    inviteTries: openInviteTries(),
    tokens: createTokenSigner(database.key),
    identity: identityOf(env, { database, secret, dial: actions.dial, mail, log }),
    now: () => Date.now(),
  });
  shutdown.defer('API', 6_000, () => api.close());
  return { ...demoAt(api.port, servers, demo), production: env.NODE_ENV === 'production', payments: billing.asks };
}

const demoAt = (
  port: number,
  servers: Servers,
  { slug, email, password, apiKey }: Awaited<ReturnType<typeof seedDemo>>,
) => ({
  ...{ url: `http://localhost:${port}`, temporalUi: servers.temporal.ui },
  ...{ tenant: slug, email, password, apiKey },
});

function openMail(env: Env, shutdown: Shutdown, log: Logger) {
  const mail = mailerOf(env, log);
  shutdown.defer('mail', 5_000, () => mail.close());
  return mail;
}

/** The pools, and the master keys that this process says it holds. */
async function openData(
  { secret, masters, servers, shutdown }: Pick<Parts, 'secret' | 'masters' | 'servers' | 'shutdown'>,
  log: Logger,
): Promise<Database> {
  const { app: appUrl, admin: adminUrl } = servers.database;
  const onError = (err: Error): void => log.warn({ err }, 'PostgreSQL');
  const database = createDatabase({ appUrl, adminUrl, secret, masters, poolMax: POOL, onError });
  await database.ready();
  shutdown.defer('database', 3_000, () => database.close());
  const holder = await holdMasters(database, masters, log);
  shutdown.defer('master keys', 1_000, () => holder.stop());
  return database;
}

/** A start is carried out by this process itself; a version's runs are for Temporal to hand out. */
const isEager = (env: Env): boolean => env.TRAMA_ROLE === 'all' && env.TRAMA_DEPLOYMENT_VERSION === undefined;

const deploymentOf = ({ TRAMA_DEPLOYMENT_VERSION: version, TRAMA_DEPLOYMENT_PROMOTE: promote }: Env) =>
  version === undefined ? null : { version, promote };

/** Before anything is served: what open runs need must be here. The API alone carries out none. */
async function machinesToServe(env: Env, { admin }: Database, log: Logger): Promise<number[]> {
  if (env.TRAMA_ROLE === 'api') return [];
  const here = machinesHere();
  await noteMachines(admin, here, versionOf());
  const open = await openMachines(admin);
  try {
    requireMachines(open, here);
  } catch (error) {
    // Runs stay with the workers of their own version: those of another one may have the machine.
    if (env.TRAMA_DEPLOYMENT_VERSION === undefined) throw error;
    log.warn({ err: error }, 'runs of other versions');
  }
  // A version takes over all queues of the one before.
  return env.TRAMA_DEPLOYMENT_VERSION === undefined ? open.map(({ machine }) => machine) : here;
}

const apiSettings = (env: Env, builderFolder: string | null): ApiSettings => ({
  production: env.NODE_ENV === 'production',
  port: env.PORT,
  publicUrl: env.PUBLIC_URL ?? null,
  hooksUrl: env.HOOKS_URL ?? null,
  builderFolder,
  corsOrigins: env.TRAMA_CORS_ORIGINS,
  trustedProxies: env.TRAMA_TRUSTED_PROXIES,
  version: versionOf(),
  signUp: signUpIsOpen(env),
  mailKept: mailFolder(env) !== null,
  salesEmail: env.BILLING_ISSUER_EMAIL ?? null,
  deletionDays: env.TRAMA_DELETION_DAYS,
  operators: { token: env.TRAMA_OPERATOR_TOKEN ?? null, emails: env.TRAMA_OPERATORS },
  ownSchemaPlans: env.TRAMA_OWN_SCHEMA_PLANS,
  temporalUiOrigins: temporalUiOrigins(env),
  temporalPages: temporalPages(env),
  healthOnly: env.TRAMA_ROLE === 'worker',
  aiHelp: aiHelpOf(env),
});

/** All three settings, or none: half of it would fail at the first question. */
const aiHelpOf = ({ AI_HELP_BASE_URL: baseUrl, AI_HELP_KEY: key, AI_HELP_MODEL: model }: Env) =>
  baseUrl && key && model ? { baseUrl, key, model } : null;

/**
 * Temporal's native part is one a process. By default its workers stop at a Ctrl-C by themselves, at the same time as
 * everything else: here they stop when their turn comes. What it has to say goes where all else does.
 */
function installRuntime(log: Logger): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // Meant so: it has the queue of this process's own actions.
      if (message.startsWith('No workflows registered')) return;
      log[level === 'ERROR' ? 'error' : 'warn'](meta ?? {}, `Temporal: ${message}`);
    }),
  });
}

/** New bytes go to S3 where it is set; what PostgreSQL holds from before stays readable. */
function storesOf(env: Env, database: Database): ObjectStores {
  const own = postgresObjects(database);
  const { TRAMA_S3_ENDPOINT: endpoint, TRAMA_S3_BUCKET: bucket, TRAMA_S3_KEY: key, TRAMA_S3_SECRET: secret } = env;
  if (!endpoint || !bucket || !key || !secret) return { all: [own] };
  return { all: [s3Objects({ endpoint, bucket, key, secret, region: env.TRAMA_S3_REGION }), own] };
}

const filesOf = (env: Env, deps: FileDeps): ApiDeps['files'] => ({
  store: createFileStore(deps),
  links: createFileLinks({
    keys: deps.keys,
    origin: env.HOOKS_URL ?? env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  }),
});

/** What operators do across tenants. */
const operationsOf = ({ keys, masters, stores, receipts, ...rest }: OperationParts): ApiDeps['operations'] => ({
  keys,
  stores,
  receipts,
  masterKeys: createKeyOperations(rest.database, masters),
  codec: createOperatorCodec(keys, stores),
  eraseTenant: (tenantId, by) => eraseTenant({ ...rest, keys }, tenantId, by),
});

interface OperationParts {
  database: Database;
  masters: readonly MasterKey[];
  client: Client;
  keys: PayloadKeys;
  stores: ObjectStores;
  receipts: ReceiptSigner;
}

const versionOf = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
