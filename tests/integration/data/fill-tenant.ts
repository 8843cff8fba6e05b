import { createAiLedger } from '#domain/ai/ledger.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { saveBillingProfile } from '#domain/billing/profile/billing-profile.ts';
import { createTokenKeeper } from '#domain/connections/token-keeper.ts';
import { createConnection } from '#domain/connections/write-connection.ts';
import { hushBot } from '#domain/conversations/pace.ts';
import { writeQuestion } from '#domain/conversations/questions.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { addRows } from '#domain/data-tables/rows-of-people.ts';
import { createTable } from '#domain/data-tables/write-table.ts';
import { publishEvent } from '#domain/events/publish-event.ts';
import { subscribe } from '#domain/events/subscribe.ts';
import { beThere } from '#domain/flows/presence.ts';
import { beginIdempotent } from '#domain/idempotency/idempotency.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { addNotification } from '#domain/notifications/add-notification.ts';
import { keepSubscription } from '#domain/notifications/push-subscriptions.ts';
import { keepTest, testMessage } from '#domain/outbound/test-endpoint.ts';
import { createEndpoint } from '#domain/outbound/write-endpoint.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { putPayload } from '#domain/payloads/payloads.ts';
import { admit } from '#domain/runs/admit.ts';
import { appendTracePage } from '#domain/runs/trace-pages.ts';
import { saveView } from '#domain/saved-views/saved-views.ts';
import { createStateStore } from '#domain/state/state-store.ts';
import { takeReceipt } from '#domain/webhooks/receipts.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { askOf, planOf, publishedFlow, requestFor } from './data-fixture.ts';

/** A bot, a conversation, a question, and what waits to be taken together. */
const fillChat = async (db: TenantDb, runId: string): Promise<void> => {
  const bot = { connector: 'telegram', name: 'b', config: {}, secret: { token: 't' }, hosts: [], by: 'test' };
  const { id } = await createConnection(db, bot);
  await publishedFlow(db, planOf({}, { type: 'message', config: { channel: 'telegram', collect: 'PT1H' } }));
  await hushBot(db, parseId('con', id), Date.now());
  const message = { chat: '1', title: null, contact: null, data: { id: '1', text: 'x' }, press: null };
  const inbound = { externalId: '1', raw: {}, message };
  await receiveMessage(db, { id, name: 'b', channel: 'telegram' }, inbound, () => ({ kind: 'pass' }));
  const [row] = await db.sql<{ id: string }>`select id from conversations where tenant_id = ${db.tenant}`;
  const question = { tag: 'a', replyKey: 'b', until: null };
  await writeQuestion(db, runId, formatId('cnv', row?.id ?? ''), question);
};

/** A call of a model that is under way, and an access token. */
const fillOutside = async (database: Database, tenantId: string): Promise<void> => {
  const given = { connector: 'http', name: 'oauth', config: {}, secret: {}, hosts: [], by: 'test' };
  const { id } = await database.withTenant(tenantId, (db) => createConnection(db, given));
  const grant = { tenantId, connectionId: id, hash: 'h', refreshToken: null };
  const token = { accessToken: 't', refreshToken: null, expiresIn: 60 };
  await createTokenKeeper(database).token(grant, () => Promise.resolve(token));
  const call = {
    tenantId,
    key: 'k',
    runId: 'r',
    flowId: 'f',
    action: 'a',
    connectionId: id,
    provider: 'p',
    model: 'm',
  };
  const atMost = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costNanoUsd: 1 };
  await createAiLedger(database).reserve(call, atMost);
};

/** A role of its own, an invite, a policy, a domain, and one of ours in somebody's place. */
const fillPeople = async (db: TenantDb, user: string): Promise<void> => {
  await db.sql`insert into roles (tenant_id, id, name, scopes, created_by) values (${db.tenant}, ${user}, 'r', '{}', 't')`;
  await db.sql`insert into invites (tenant_id, id, email, role, token_hash, invited_by, expires_at)
    values (${db.tenant}, ${user}, 'a@x.example', 'viewer', ${Buffer.from(user)}, 't', now())`;
  await db.sql`insert into access_policies (tenant_id) values (${db.tenant})`;
  await db.sql`insert into verified_domains (tenant_id, domain, token) values (${db.tenant}, 'x.example', 't')`;
};

/** An invoice, whom it is made out to, what is told of it, and whoever makes its fiscal document. */
const fillInvoices = async (db: TenantDb): Promise<void> => {
  const profile = { legalName: 'L', taxId: null, email: 'b@x.example', address: null };
  await saveBillingProfile(db, profile, { revision: null, by: 'test' });
  const fiscal = { name: 'double', issue: () => Promise.reject(new Error('nobody asks')) };
  const { issueInvoice } = createInvoices({ issuer: { name: 'I', taxId: null, address: null, email: null }, fiscal });
  const at = new Date().toISOString();
  const period = { periodStart: null, periodEnd: null, paidAt: at };
  const payment = { id: newId('pay'), provider: 'manual' as const, method: null, amount: 1, ...period };
  await issueInvoice(db, { payment, lines: [{ name: 'l', amount: 1 }] });
};

/** Somebody who is told of what happens, and an example that was sent. */
const fillOutbound = async (db: TenantDb): Promise<void> => {
  const fields = { description: '', eventTypes: [], flowIds: [], inOrder: false, ratePerMinute: null, headers: {} };
  const given = { ...fields, url: 'https://x.example', secretHeaders: {}, signature: 'hmac' as const, by: 'test' };
  const { endpoint } = await createEndpoint(db, given);
  const answer = { status: 204, error: null, responseHeaders: {}, responseBody: '', ms: 1 };
  const attempt = { at: new Date().toISOString(), url: endpoint.url, requestHeaders: {}, ...answer };
  await keepTest(db, endpoint.id, await testMessage(db, endpoint.id, 'run.failed'), attempt);
};

/** One row or more in every table of a tenant. */
export const fillTenant = async (database: Database, tenantId: string): Promise<void> => {
  const user = parseId('usr', newId('usr'));
  const tenant = parseId('ten', tenantId);
  await database.admin.sql`insert into users (id, email, name) values (${user}, ${`${user}@x.example`}, 'U')`;
  await database.admin.sql`insert into memberships (tenant_id, user_id, role) values (${tenant}, ${user}, 'owner')`;
  await database.withTenant(tenantId, async (db) => {
    const flowId = await publishedFlow(db);
    const { runId } = await admit(db, requestFor(flowId));
    await appendTracePage(db, runId, 0, []);
    await subscribe(db, runId, [{ name: 'paid', key: null }]);
    await publishEvent(db, { name: 'x', key: null, data: 1, externalId: null, source: 'api' }, () => ({
      kind: 'pass',
    }));
    const request = { ...askOf(), via: [{ channel: 'email', to: 'x@y.example' }] };
    await openApproval(db, { runId, visit: 'v', call: 1, node: 'a', path: [], request, expiresAt: null });
    await createConnection(db, { connector: 'http', name: 'c', config: {}, secret: { a: 'b' }, hosts: [], by: 'test' });
    await createApiKey(db, { name: 'k', scopes: [], by: 'test' });
    await beginIdempotent(db, { principal: 'p', route: 'r', key: 'k', bodyHash: 'h' });
    await takeReceipt(db, flowId, 'd');
    await fillChat(db, runId);
    await putPayload(db, Buffer.from('bytes'));
    const note = {
      to: ['owner'],
      title: 't',
      body: '',
      level: 'info' as const,
      link: null,
      runId,
      flowId,
      effectKey: 'e',
    };
    await addNotification(db, note);
    await saveView(db, formatId('usr', user), { page: 'runs', name: 'v', query: '' });
    await keepSubscription(db, formatId('usr', user), {
      endpoint: 'https://push.example',
      keys: { p256dh: 'a', auth: 'b' },
    });
    await beThere(db, flowId, { client: 'p', principal: 'test', name: 't', node: null, leaving: false });
    await appendAudit(db, { actor: 'test', action: 'x', target: 'y', data: {} });
    await fillPeople(db, user);
    await fillOutbound(db);
    await fillInvoices(db);
    const columns = [{ name: 'a', type: 'text' as const, unique: true }];
    const table = await createTable(db, { name: 't', description: '', columns, by: 'test' });
    await addRows(db, table.id, { values: { a: 'x' }, effectKey: null });
  });
  await database.admin.sql`insert into impersonations (tenant_id, id, user_id, operator, reason, expires_at)
    values (${tenant}, ${user}, ${user}, ${user}, 'r', now())`;
  await createPayloadKeys(database).newest(tenantId);
  await fillOutside(database, tenantId);
  const context = { tenantId, scope: 'tenant' as const, effectKey: 'e', nowMs: Date.now() };
  await createStateStore(database).put(context, 'k', 1, null);
};
