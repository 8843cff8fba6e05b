import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { afterAll, inject } from 'vitest';
import type { ApiDeps } from '#api/deps.ts';
import { LiveCallers } from '#api/live/live-callers.ts';
import { openInviteTries } from '#api/routes/people/accept-invite.ts';
import { type RunningApi, startApi } from '#api/server.ts';
import { localMaster } from '#config/master-key.ts';
import { actionCatalogue } from '#connectors/actions.ts';
import { createBreakers } from '#connectors/breaker.ts';
import { createCodeSandbox } from '#connectors/code/sandbox.ts';
import { createDialer } from '#connectors/dialer.ts';
import { inMemoryState } from '#connectors/store/in-memory-state.ts';
import { createStripeBilling } from '#connectors/stripe/billing/stripe-billing.ts';
import { createAiLedger } from '#domain/ai/ledger.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { createChatStore } from '#domain/conversations/chat-store.ts';
import { createDataTables } from '#domain/data-tables/data-tables.ts';
import type { Dispatch, LiveRun, RunAnswer } from '#domain/dispatch/dispatch.ts';
import { createEntitlements } from '#domain/entitlements/entitlements.ts';
import { createFileLinks } from '#domain/files/file-links.ts';
import { createFileStore } from '#domain/files/file-store.ts';
import { createFlags } from '#domain/flags/flags.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { openIdentity } from '#domain/identity/auth/open-identity.ts';
import type { Providers } from '#domain/identity/auth/providers.ts';
import { createTokenSigner } from '#domain/identity/tokens/token-signer.ts';
import { createUser } from '#domain/identity/users.ts';
import { parseId } from '#domain/ids.ts';
import { createKeyOperations } from '#domain/keys/key-operations.ts';
import type { Letter } from '#domain/mail/mailer.ts';
import { createNotifications } from '#domain/notifications/notification-store.ts';
import { postgresObjects } from '#domain/payloads/object-store.ts';
import { createOperatorCodec } from '#domain/payloads/operator-codec.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { createConsents } from '#domain/privacy/consents.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { eraseTenant } from '#domain/tenants/erase-tenant.ts';
import { createReceiptSigner } from '#domain/tenants/receipt-signer.ts';
import { readTrigger } from '#flow/admission.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { type DataFixture, dataFixture, recordFor, SECRET } from '../data/data-fixture.ts';

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // Erasure: what the API answers is looked at by path, test by test.
  // oxlint-disable-next-line no-explicit-any
  body: any;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answered>;

export interface Account {
  tenantId: string;
  slug: string;
  key: string;
  email: string;
  password: string;
  /** Calls with the tenant's key. */
  call: Call;
}

/** Stands for Temporal and its workers: tests say what a run answers and when it ends. */
export interface FakeDispatch extends Dispatch {
  started: { runId: string; outboxId: bigint }[];
  told: bigint[];
  answers: Map<string, RunAnswer>;
  live: Map<string, LiveRun>;
  changed(): void;
  healthy: boolean;
}

const ENDED = ['succeeded', 'failed', 'cancelled'];

function fakeDispatch(database: Database): FakeDispatch {
  const listeners = new Set<() => void>();
  const poll = async <T>(timeoutMs: number, signal: AbortSignal, look: () => Promise<T | null>): Promise<T | null> => {
    const end = Date.now() + timeoutMs;
    while (Date.now() < end && !signal.aborted) {
      const found = await look();
      if (found !== null) return found;
      await new Promise((done) => setTimeout(done, 20));
    }
    return null;
  };
  const ended = (tenantId: string, runId: string) => async () => {
    const run = await database.withTenant(tenantId, (db) => getRun(db, runId));
    return ENDED.includes(run.status) ? ('ended' as const) : null;
  };
  const fake: FakeDispatch = {
    started: [],
    told: [],
    answers: new Map(),
    live: new Map(),
    healthy: true,
    changed: () => {
      for (const listener of listeners) listener();
    },
    start: (_tenantId, { runId, outboxId }) => void fake.started.push({ runId, outboxId }),
    tell: ({ id }) => void fake.told.push(id),
    waitForEnd: async (tenantId, runId, timeoutMs, signal) =>
      (await poll(timeoutMs, signal, ended(tenantId, runId))) ?? 'timeout',
    waitForAnswer: async (tenantId, runId, timeoutMs, signal) =>
      (await poll<RunAnswer | { kind: 'ended' }>(timeoutMs, signal, async () => {
        const answer = fake.answers.get(runId) ?? fake.answers.get('*');
        if (answer) return answer;
        return (await ended(tenantId, runId)()) && { kind: 'ended' };
      })) ?? { kind: 'timeout' },
    liveTrace: async (workflowId) => fake.live.get(workflowId.split('/').at(-1) ?? '') ?? null,
    onPartial: () => () => {},
    watch: (_tenantId, _filter, onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    backlog: async () => ({
      queues: [{ type: 'workflow', waiting: 3, ageSeconds: 2, added: 1, taken: 0.5 }],
      outbox: 4,
    }),
    health: async () => ({ temporal: fake.healthy, workers: { flows: fake.healthy, actions: true } }),
  };
  return fake;
}

export interface ApiFixture {
  data: DataFixture;
  deps: ApiDeps;
  api: RunningApi;
  url: string;
  dispatch: FakeDispatch;
  /** Mail of the product that nobody sent further. */
  letters: Letter[];
  account(): Promise<Account>;
  /** Any request, without a credential. */
  fetch(path: string, init?: RequestInit): Promise<Answered>;
  /** Ends a run as the closing writer would. */
  end(account: Account, runId: string, more?: Partial<RunResult>): Promise<void>;
  close(): Promise<void>;
}

const catalogue = (): Catalogue =>
  new Map([...coreTypes.map((type) => [type.type, type] as const), ...actionCatalogue()]);

async function readAnswer(answer: Response): Promise<Answered> {
  const text = await answer.text();
  let body: unknown = null;
  if (/[/+]json/.test(answer.headers.get('content-type') ?? '') && text) body = JSON.parse(text);
  return { status: answer.status, headers: answer.headers, text, body };
}

const callWith =
  (url: string, auth: Record<string, string>): Call =>
  async (method, path, body, headers = {}) =>
    readAnswer(
      await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: { ...auth, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );

async function makeAccount({ database, tenant }: DataFixture, url: string): Promise<Account> {
  const tenantId = await tenant();
  const slug = `t${parseId('ten', tenantId)}`;
  const [email, password] = [`${slug}@example.com`, 'correct horse'];
  const user = await createUser(database.admin.sql, { email, name: 'Ana', password, emailVerified: true });
  await database.admin.sql`
    insert into memberships (tenant_id, user_id, role)
    values (${parseId('ten', tenantId)}, ${parseId('usr', user)}, 'owner')`;
  const { key } = await database.withTenant(tenantId, (db) =>
    createApiKey(db, { name: 'test', scopes: ['*'], by: 'test' }),
  );
  return { tenantId, slug, key, email, password, call: callWith(url, { authorization: `Bearer ${key}` }) };
}

/** Signs what Stripe delivers. */
export const HOOK_SECRET = 'whsec_fixture';

/** The API on a database of its own, without Temporal. */
export async function apiFixture(
  settings: Partial<ApiDeps['settings']> = {},
  providers: Providers = {},
  more: Partial<ApiDeps> = {},
): Promise<ApiFixture> {
  const data = await dataFixture(8);
  const { database } = data;
  const dispatch = fakeDispatch(database);
  const keys = createPayloadKeys(database);
  const stores = { all: [postgresObjects(database)] } as const;
  const files = { store: createFileStore({ stores, keys }), links: createFileLinks({ keys, origin: '' }) };
  const connection = Connection.lazy({ address: inject('temporalAddress') });
  const client = new Client({ connection });
  const letters: Letter[] = [];
  const mail = {
    send: async (letter: Letter) => void letters.push(letter),
    sendLater: (letter: Letter) => void letters.push(letter),
    close: async () => {},
  };
  const identity = openIdentity({
    admin: database.admin,
    mail,
    secret: SECRET,
    pagesUrl: 'http://localhost:3000',
    providers,
    askRange: null,
    onTrouble: () => {},
  });
  const deps: ApiDeps = {
    settings: {
      production: false,
      port: 0,
      publicUrl: null,
      hooksUrl: null,
      builderFolder: null,
      checkAnswers: true,
      version: 'test',
      operators: { token: null, emails: [] },
      temporalUiOrigins: [],
      ...settings,
    },
    database,
    log: pino({ level: 'silent' }),
    catalogue: catalogue(),
    entitlements: createEntitlements(database),
    flags: createFlags(database),
    dispatch,
    actions: {
      dial: createDialer({ allowPrivateHosts: [] }),
      breakers: createBreakers(),
      sandbox: createCodeSandbox(),
      state: inMemoryState(),
      tables: createDataTables(database),
      files: files.store,
      fileLinks: files.links,
      chats: createChatStore(database),
      consents: createConsents(database),
      notifications: createNotifications(database, { secret: SECRET, subject: 'mailto:ops@example.com' }),
      billing: null,
      telegram: { root: 'https://api.telegram.org', dial: createDialer() },
      ai: createAiLedger(database),
      live: { teller: () => null },
      tokens: createTokenKeeper(database),
      connections: {
        open: (tenantId, name) => database.withTenant(tenantId, (db) => openConnection(db, name)),
      },
    },
    files,
    operations: {
      keys,
      masterKeys: createKeyOperations(database, [localMaster(SECRET)]),
      codec: createOperatorCodec(keys, stores),
      eraseTenant: (tenantId, by) => eraseTenant({ database, client, keys }, tenantId, by),
      stores,
      receipts: createReceiptSigner(SECRET),
    },
    liveCallers: new LiveCallers(),
    inviteTries: openInviteTries(),
    tokens: createTokenSigner(database.key),
    identity,
    now: Date.now,
    // Nobody listens there: a delivery is taken in without asking anybody.
    billingProviders: {
      stripe: createStripeBilling({
        secretKey: 'sk_test_1',
        webhookSecret: HOOK_SECRET,
        apiBase: 'http://127.0.0.1:9',
      }),
    },
    billing: {
      ...{ database, providers: {}, publicUrl: 'http://localhost:3000', nowMs: Date.now, alarm: () => {} },
      invoices: createInvoices({
        issuer: { name: 'T', taxId: null, address: null, email: null },
        fiscal: NO_FISCAL_ISSUER,
      }),
      tellNotice: () => Promise.resolve({ sent: [] }),
    },
    ...more,
  };
  const api = await startApi(deps);
  const url = `http://127.0.0.1:${api.port}`;
  return {
    data,
    deps,
    api,
    url,
    dispatch,
    letters,
    account: () => makeAccount(data, url),
    fetch: async (path, init) => readAnswer(await fetch(url + path, { redirect: 'manual', ...init })),
    end: async ({ tenantId }, runId, more = {}) => {
      const { flowId } = await database.withTenant(tenantId, (db) => getRun(db, runId));
      await closeRuns(database, [recordFor(tenantId, flowId, runId, { output: null, ...more })], { readTrigger });
      dispatch.changed();
    },
    close: async () => {
      await connection.close();
      await api.close();
      await data.close();
    },
  };
}

/** The API with two tenants for all tests of a file; closed after the last one. */
export async function twoAccounts() {
  const fixture = await apiFixture();
  afterAll(() => fixture.close());
  return { fixture, one: await fixture.account(), other: await fixture.account() };
}

/** A small flow: a `set`, then `stop` with its value. */
export const smallFlow = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  language: 'trama/1',
  name: 'Pedidos',
  trigger: { type: 'api', config: {} },
  nodes: [
    { id: 'a', type: 'set', config: { values: { v: '{{ trigger.data }}' } } },
    { id: 'fim', type: 'stop', config: { output: '{{ steps.a.v }}' } },
  ],
  edges: [
    { from: 'trigger', to: 'a' },
    { from: 'a', to: 'fim' },
  ],
  ...more,
});

/** Makes and publishes a flow; gives its id. */
export async function deploy(account: Account, definition: Record<string, unknown> = smallFlow()): Promise<string> {
  const made = await account.call('POST', '/v1/flows', { definition });
  const published = await account.call('POST', `/v1/flows/${made.body.id}/publish`, {});
  if (published.status !== 200) throw new Error(`publish: ${published.status} ${published.text}`);
  return made.body.id;
}
