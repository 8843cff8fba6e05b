import { openApproval } from '#domain/approvals/open-approval.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { bury } from '#domain/dead-letters/bury.ts';
import { newId, parseId } from '#domain/ids.ts';
import { addNotification } from '#domain/notifications/add-notification.ts';
import { createEndpoint } from '#domain/outbound/write-endpoint.ts';
import { beginImport } from '#domain/privacy/import/import-jobs.ts';
import { readTrigger } from '#flow/admission.ts';
import { type Account, type ApiFixture, deploy } from '#tests/integration/api/api-fixture.ts';
import { askOf, stepOf } from '#tests/integration/data/data-fixture.ts';

/** What stands in everything that a tenant says (`canary`), and in the names that it gives (`mark`), which others may guess. */
export interface Signs {
  canary: string;
  mark: string;
}

const flowOf = ({ canary, mark }: Signs, n: number): Record<string, unknown> => ({
  language: 'trama/1',
  name: `${mark} ${n}`,
  trigger: n === 2 ? { type: 'webhook', config: { path: `${mark}-hook` } } : { type: 'api', config: {} },
  nodes: [
    { id: 'a', type: 'set', config: { values: { v: canary } } },
    { id: 'fim', type: 'stop', config: { output: '{{ steps.a.v }}' } },
  ],
  edges: [
    { from: 'trigger', to: 'a' },
    { from: 'a', to: 'fim' },
  ],
});

const daily = ({ canary, mark }: Signs) => ({
  ...{
    language: 'trama/1',
    name: `${mark} agenda`,
    nodes: [{ id: 'a', type: 'set', config: { values: { v: canary } } }],
  },
  trigger: { type: 'schedule', config: { cron: '0 3 * * *', timezone: 'America/Sao_Paulo' } },
  edges: [{ from: 'trigger', to: 'a' }],
});

/** Fails where a call that fills does, for an attack on nothing proves nothing. */
const made = async (account: Account, path: string, body: unknown, headers?: Record<string, string>) => {
  const answer = await account.call('POST', path, body, headers);
  if (answer.status >= 300) throw new Error(`filling: POST ${path} ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer.body as { id: string; runId: string };
};

const openAsk = (fixture: ApiFixture, account: Account, runId: string, { canary, mark }: Signs) =>
  fixture.data.database.withTenant(account.tenantId, (db) =>
    openApproval(db, {
      ...{ runId, visit: 'v', call: 1, node: 'ok', path: [], expiresAt: null },
      request: askOf({ title: `${mark}?`, details: { total: canary } }),
    }),
  );

const chat = async ({ data }: ApiFixture, account: Account, { canary, mark }: Signs): Promise<void> => {
  await data.database.withTenant(account.tenantId, async (db) => {
    const given = { connector: 'telegram', name: `${mark}-bot`, config: { receive: 'polling' }, by: 'test' };
    const bot = await createConnection(db, { ...given, secret: { token: canary }, hosts: ['api.telegram.org'] });
    for (const n of [1, 2]) {
      const message = { chat: `${mark}-${n}`, title: canary, contact: { firstName: canary }, press: null };
      const inbound = { externalId: String(n), raw: {}, message: { ...message, data: { id: `${n}`, text: canary } } };
      await receiveMessage(db, { id: bot.id, name: bot.name, channel: 'telegram' }, inbound, readTrigger);
    }
  });
};

/** What the tenant was charged, made out to whom it says. */
const charge = async ({ data }: ApiFixture, account: Account, { canary }: Signs): Promise<void> => {
  const { status } = await account.call('PUT', '/v1/subscription/profile', { legalName: canary });
  if (status !== 200) throw new Error(`filling: the billing profile ${status}`);
  const issuer = { name: 'Trama', taxId: null, address: null, email: null };
  const { issueInvoice } = createInvoices({ issuer, fiscal: NO_FISCAL_ISSUER });
  for (let n = 0; n < 2; n++) {
    const period = { periodStart: null, periodEnd: null, paidAt: '2026-11-22T12:00:00Z' };
    const payment = { id: newId('pay'), provider: 'manual' as const, method: null, amount: 100, ...period };
    const lines = [{ name: canary, amount: 100 }];
    await data.database.withTenant(account.tenantId, (db) => issueInvoice(db, { payment, lines }));
  }
  await seedPlans(data.database);
  const ask = {
    kind: 'refund' as const,
    by: 'operator:token',
    data: { payment: newId('pay'), reason: canary },
    source: 'fill',
  };
  await data.database.withTenant(account.tenantId, (db) => askRequest(db, ask));
};

/** Computers that may work without a connection, by what an operator gave the account. */
const licence = async ({ data }: ApiFixture, account: Account, { canary, mark }: Signs): Promise<void> => {
  await data.database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, value, reason, by)
    values (${parseId('ten', account.tenantId)}, 'offline', '"full"', ${canary}, 'operator:token')`;
  for (const n of [1, 2]) await made(account, '/v1/licences', { machine: `${mark}-machine-${n}`, name: canary });
};

/** Tells the owner something, and what the owner's flow does not write by itself. */
const tell = ({ data }: ApiFixture, account: Account, runId: string, flowId: string, { canary }: Signs) =>
  data.database.withTenant(account.tenantId, (db) =>
    addNotification(db, {
      ...{ to: ['owner'], title: canary, body: canary, level: 'info', link: null, effectKey: 'e' },
      ...{ runId, flowId },
    }),
  );

/** At least two of each thing that a tenant may have, every text of them with the canary. */
export async function fill(fixture: ApiFixture, account: Account, signs: Signs): Promise<void> {
  const { canary, mark } = signs;
  // Before all else: only an empty account takes one in.
  const archive = { size: 100, sha256: null, invitePeople: false, by: `user:${account.tenantId}` };
  await fixture.data.database.withTenant(account.tenantId, (db) => beginImport(db, archive));
  // Then these, so that what follows is told to it.
  for (const n of [1, 2]) {
    const lost = { kind: 'message' as const, ref: `${mark}/${n}`, title: canary, reason: canary, tries: 1 };
    await fixture.data.database.withTenant(account.tenantId, (db) => bury(db, { ...lost, payload: { text: canary } }));
    const told = {
      url: `https://hooks.example/${mark}-${n}`,
      description: canary,
      eventTypes: [],
      flowIds: [],
      by: 'test',
    };
    const how = { inOrder: false, ratePerMinute: null, headers: {}, secretHeaders: {}, signature: 'hmac' as const };
    // Not by its call, which looks the name up.
    await fixture.data.database.withTenant(account.tenantId, (db) => createEndpoint(db, { ...told, ...how }));
    await made(account, '/v1/invites', { email: `${mark}-${n}-${account.slug}@example.com`, role: 'viewer' });
  }
  const flows = [await deploy(account, flowOf(signs, 1)), await deploy(account, flowOf(signs, 2))];
  for (const flow of flows) {
    for (const n of [1, 2]) {
      const key = { 'idempotency-key': `${mark}-run-${n}` };
      const { runId } = await made(account, `/v1/flows/${flow}/runs`, { data: { secret: canary, n } }, key);
      if (n === 1) await openAsk(fixture, account, runId, signs);
      else {
        const step = stepOf(1, 'a', { input: canary, output: { v: canary } });
        await fixture.end(account, runId, { output: { v: canary }, steps: [step] });
      }
      await tell(fixture, account, runId, flow, signs);
    }
    await made(account, '/v1/events', { name: `${mark}.paid`, key: mark, data: { secret: canary }, id: flow });
  }
  for (const n of [1, 2]) {
    const connection = {
      connector: 'http',
      name: `${mark}-c${n}`,
      auth: 'bearer',
      token: canary,
      hosts: ['127.0.0.1'],
    };
    await made(account, '/v1/connections', connection);
    await made(account, '/v1/api-keys', { name: `${mark}-k${n}`, scopes: ['runs:read'] });
    const columns = [{ name: 'nome', type: 'text', unique: true }];
    const table = await made(account, '/v1/data-tables', { name: `${mark}_${n}`.replaceAll('-', '_'), columns });
    for (const row of [1, 2])
      await made(account, `/v1/data-tables/${table.id}/rows`, { values: { nome: `${canary} ${row}` } });
  }
  await made(account, '/v1/flows', { definition: flowOf(signs, 3) }, { 'idempotency-key': `${mark}-flow` });
  await deploy(account, daily(signs));
  await chat(fixture, account, signs);
  await charge(fixture, account, signs);
  await licence(fixture, account, signs);
  const file = await fixture.deps.files.store.put(account.tenantId, {
    ...{ bytes: Buffer.from(canary), name: `${mark}.txt`, type: 'text/plain' },
  });
  await made(account, '/v1/events', { name: `${mark}.file`, data: { file } });
}
