import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDialer, type Dialer } from '#connectors/dialer.ts';
import type { WebhookRetry } from '#domain/dispatch/start-webhook-retry.ts';
import { newId, parseId } from '#domain/ids.ts';
import type { Letter } from '#domain/mail/mailer.ts';
import { forgetEndpoint } from '#domain/outbound/forget-endpoint.ts';
import { listDeliveries } from '#domain/outbound/list-deliveries.ts';
import { loadDeliveries, putOff } from '#domain/outbound/load-deliveries.ts';
import { pruneWebhooks } from '#domain/outbound/prune-webhooks.ts';
import { getEndpoint } from '#domain/outbound/read-endpoint.ts';
import { enableEndpoint, replayDelivery } from '#domain/outbound/replay.ts';
import type { SignatureKind } from '#domain/outbound/sign.ts';
import { type Fact, tellEndpoints } from '#domain/outbound/tell-endpoints.ts';
import {
  createEndpoint,
  deleteEndpoint,
  disableByHand,
  type EndpointFields,
  endPreviousSecret,
  rotateSecret,
  updateEndpoint,
} from '#domain/outbound/write-endpoint.ts';
import { WebhookReceiver } from '#tests/simulators/webhook-receiver.ts';
import { Webhooks } from '#workers/webhooks.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, db, tenantId } = await oneTenant();
let dial: Dialer;
let receiver: WebhookReceiver;
let webhooks: Webhooks;
/** What Temporal was asked to go on with. */
const retries: WebhookRetry[] = [];
const letters: Letter[] = [];

const startWebhooks = (): Webhooks => {
  const start = (_type: string, { args }: { args: WebhookRetry[] }) => {
    retries.push(...args);
    return Promise.resolve();
  };
  // As much of Temporal's client as the loop uses.
  const client = { workflow: { start } } as unknown as ConstructorParameters<typeof Webhooks>[0]['client'];
  const log = pino({ level: 'silent' });
  const mail = { sendLater: (letter: Letter) => void letters.push(letter) };
  return new Webhooks({ database: fixture.database, client, dial, noticesUrl: fixture.urls.admin, mail, log });
};

beforeAll(() => {
  dial = createDialer({ allowPrivateHosts: ['localhost'] });
  webhooks = startWebhooks();
});
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  retries.length = 0;
  return async () => await receiver.stop();
});
afterAll(async () => {
  await webhooks.stop();
  await dial.close();
});

const endpoint = async (more: Partial<EndpointFields> & { signature?: SignatureKind } = {}) => {
  const fields = { description: '', eventTypes: [], flowIds: [], inOrder: false, ratePerMinute: null, headers: {} };
  const made = await db((tenant) =>
    createEndpoint(tenant, {
      ...fields,
      url: receiver.url,
      secretHeaders: {},
      signature: 'hmac',
      by: 'test',
      ...more,
    }),
  );
  receiver.keys = [made.secret ?? made.endpoint.publicKey ?? ''];
  return made.endpoint.id;
};
const forget = (id: string) => db((tenant) => deleteEndpoint(tenant, id, { revision: null, by: 'test' }));
const published = (version: number, flowId = newId('flw')): Fact => ({
  type: 'flow.published',
  flowId,
  data: { flowId, version, note: null, publishedBy: 'test' },
});
const tell = (...facts: Fact[]) => db((tenant) => tellEndpoints(tenant, facts));
const deliveries = async (id: string) =>
  (await db((tenant) => listDeliveries(tenant, { endpoint: id }, { limit: 100 }))).data;
const versions = () => receiver.taken.map(({ data }) => data.version);
const message = (): Fact => ({
  type: 'message.received',
  flowId: null,
  data: { messageId: newId('msg'), conversationId: newId('cnv'), connectionId: newId('con'), channel: 'x' },
});
const within = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 10_000, interval: 20 });

test('a fact reaches its receiver signed, and is gone with its transaction where that fails', async () => {
  const id = await endpoint({ headers: { 'X-Shop': 'centro' }, secretHeaders: { Authorization: 'Bearer s3cret' } });
  const undone = db(async (tenant) => {
    await tellEndpoints(tenant, [published(1)]);
    throw new Error('the fact failed');
  });
  await expect(undone).rejects.toThrow('the fact failed');
  await tell(published(2));
  await within(versions).toEqual([2]);
  expect(receiver.got[0]?.headers).toMatchObject({ 'x-shop': 'centro', authorization: 'Bearer s3cret' });
  await within(async () => (await deliveries(id))[0]?.state).toBe('succeeded');
  expect(receiver.forged).toEqual([]);
  await forget(id);
});

test('both secrets sign while one replaces the other, and one alone from when that is ended', async () => {
  const id = await endpoint();
  const before = receiver.keys;
  const { secret } = await db((tenant) => rotateSecret(tenant, id, 'test'));
  await tell(published(1));
  await within(versions).toEqual([1]);
  receiver.keys = [secret ?? ''];
  await tell(published(2));
  await within(versions).toEqual([1, 2]);
  await db((tenant) => endPreviousSecret(tenant, id, 'test'));
  receiver.keys = before;
  await tell(published(3));
  await within(() => receiver.forged.length).toBe(1);
  await forget(id);
});

test('a key pair signs what anybody can check', async () => {
  const id = await endpoint({ signature: 'ed25519' });
  await tell(published(1));
  await within(versions).toEqual([1]);
  await forget(id);
});

test('only what an endpoint asked for goes to it', async () => {
  const flow = newId('flw');
  const id = await endpoint({ eventTypes: ['flow.published'] });
  await db((tenant) => tenant.sql`update webhook_endpoints set flow_ids = array[${flow.slice(4)}::uuid]`);
  const message = { messageId: newId('msg'), conversationId: newId('cnv'), connectionId: newId('con'), channel: 'x' };
  await tell(published(1), { type: 'message.received', flowId: null, data: message }, published(2, flow));
  await within(versions).toEqual([2]);
  expect(await deliveries(id)).toHaveLength(1);
  await forget(id);
});

test('with an order what comes later waits for what failed, and others do not', async () => {
  const inOrder = await endpoint({ inOrder: true });
  receiver.moods.push({ status: 500 });
  await tell(published(1), published(2), published(3));
  await within(() => retries.length).toBe(1);
  expect(retries[0]).toMatchObject({ round: 1, tries: 1 });
  expect(versions()).toEqual([]);
  expect((await deliveries(inOrder)).map(({ state }) => state)).toEqual(['due', 'due', 'retrying']);
  // The workflow's next attempt, as its activity makes it.
  await db(
    (tenant) => tenant.sql`update webhook_deliveries set state = 'due', next_at = now() where state = 'retrying'`,
  );
  webhooks.look();
  await within(versions).toEqual([1, 2, 3]);
  await forget(inOrder);
  const free = await endpoint();
  receiver.moods.push({ status: 500 });
  await tell(published(4), published(5));
  await within(() => receiver.taken.length).toBe(4);
  await forget(free);
});

test('what is a month old is forgotten, but not what is on its way', async () => {
  const id = await endpoint();
  await tell(published(1));
  await within(async () => (await deliveries(id))[0]?.state).toBe('succeeded');
  receiver.always = { status: 500 };
  await tell(published(2));
  await within(async () => (await deliveries(id))[0]?.state).toBe('retrying');
  await db((tenant) => tenant.sql`update webhook_messages set created_at = now() - interval '31 days'`);
  await db((tenant) => pruneWebhooks(tenant));
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(['retrying']);
  await forget(id);
});

test('410 disables an endpoint, its people hear of it, and what comes meanwhile is kept for later', async () => {
  const id = await endpoint();
  const [user, tenantUuid] = [parseId('usr', newId('usr')), parseId('ten', tenantId)];
  const { admin } = fixture.database;
  await admin.sql`insert into users (id, email, name) values (${user}, 'ana@loja.example', 'Ana')`;
  await admin.sql`insert into memberships (tenant_id, user_id, role) values (${tenantUuid}, ${user}, 'owner')`;
  receiver.always = { status: 410 };
  await tell(published(1));
  await within(async () => (await db((tenant) => getEndpoint(tenant, id))).disabledReason).toBe('gone');
  await tell(published(2));
  expect((await deliveries(id)).map(({ state, reason }) => [state, reason])).toEqual([
    ['failed', 'endpoint_disabled'],
    ['failed', 'gave_up'],
  ]);
  await within(() => letters.map(({ to }) => to)).toEqual(['ana@loja.example']);
  const notices = await db((tenant) => tenant.sql`select link from notifications where tenant_id = ${tenant.tenant}`);
  expect(notices).toEqual([{ link: `/developers/webhooks/${id}` }]);
  await forget(id);
});

test('a receiver that asks for patience gets it', async () => {
  const id = await endpoint();
  receiver.moods.push({ status: 429, headers: { 'retry-after': '120' } });
  await tell(published(1));
  await within(() => retries.length).toBe(1);
  expect(retries[0]?.pauseMs).toBe(120_000);
  await tell(published(2));
  await within(async () => (await deliveries(id))[0]?.nextAt).toSatisfy(
    (at: string | null) => Date.parse(at ?? '') - Date.now() > 60_000,
  );
  expect(receiver.got).toHaveLength(1);
  await forget(id);
});

test('an endpoint with a pace is not asked faster than that', async () => {
  const id = await endpoint({ ratePerMinute: 120 });
  await tell(...[1, 2, 3, 4, 5].map((version) => published(version)));
  await within(() => receiver.taken.length).toBe(5);
  const [first = 0, ...others] = receiver.got.map(({ at }) => at);
  // A second's worth, two, goes ahead; the others follow at two a second.
  expect((others.at(-1) ?? 0) - first).toBeGreaterThan(900);
  await forget(id);
});

test('what a killed process was sending is sent again under the same id', async () => {
  const id = await endpoint();
  receiver.moods.push('hang');
  await tell(published(1));
  await within(() => receiver.got.length).toBe(1);
  await webhooks.stop();
  // Its lease ends.
  await db((tenant) => tenant.sql`update webhook_deliveries set next_at = now() where state = 'due'`);
  webhooks = startWebhooks();
  await within(() => receiver.taken.length).toBe(1);
  expect(new Set(receiver.got.map((one) => one.id)).size).toBe(1);
  await forget(id);
});

test('what failed with an order is sent again without one, where the order was switched off', async () => {
  const id = await endpoint({ inOrder: true });
  receiver.moods.push({ status: 500 });
  await tell(published(1));
  await within(() => retries.length).toBe(1);
  await db((tenant) => disableByHand(tenant, id, 'test'));
  await db((tenant) => updateEndpoint(tenant, id, { inOrder: false }, { revision: null, by: 'test' }));
  await db((tenant) => enableEndpoint(tenant, id, { replay: false, by: 'test' }));
  const [failed] = await deliveries(id);
  await db((tenant) => replayDelivery(tenant, failed?.id ?? '', 'test'));
  await within(versions).toEqual([1]);
  await db((tenant) => tenant.sql`update webhook_messages set test = true`);
  await expect(db((tenant) => replayDelivery(tenant, failed?.id ?? '', 'test'))).rejects.toMatchObject({
    code: 'conflict',
  });
  await forget(id);
});

test('an endpoint that asked for patience does not keep the others waiting, however much is due there', async () => {
  const held = await endpoint({ eventTypes: ['flow.published'] });
  await db((tenant) => tenant.sql`update webhook_endpoints set free_at = now() + interval '1 minute'`);
  await tell(...Array.from({ length: 1_500 }, (_, n) => published(n)));
  const free = await endpoint({ eventTypes: ['message.received'] });
  await tell(message());
  await expect.poll(() => receiver.taken.length, { timeout: 5_000, interval: 20 }).toBe(1);
  await forget(held);
  await forget(free);
});

test('a retry that may not go yet waits for as long as that takes, and its row says so', async () => {
  const id = await endpoint({ ratePerMinute: 60_000 });
  receiver.moods.push({ status: 500 });
  await tell(published(1));
  await within(() => retries.length).toBe(1);
  await db((tenant) => tenant.sql`update webhook_endpoints set free_at = now() + interval '1 hour'`);
  const deliveryId = retries[0]?.deliveryId ?? '';
  const later = await db(async (tenant) => {
    const loaded = await loadDeliveries(tenant, [deliveryId], 'retrying');
    await putOff(tenant, loaded.later, 'retrying');
    return loaded.later;
  });
  expect(later[0]?.waitMs).toBeGreaterThan(3_500_000);
  expect(Date.parse((await deliveries(id))[0]?.nextAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  await forget(id);
});

test('enabled again it gets what failed since it began to fail, though that came before', async () => {
  const id = await endpoint();
  receiver.moods.push({ status: 500 });
  await tell(published(1));
  await within(() => retries.length).toBe(1);
  await db((tenant) => tenant.sql`update webhook_deliveries set created_at = created_at - interval '1 hour'`);
  await db((tenant) => disableByHand(tenant, id, 'test'));
  const { replayed } = await db((tenant) => enableEndpoint(tenant, id, { replay: true, by: 'test' }));
  expect(replayed).toBe(1);
  await within(versions).toEqual([1]);
  await forget(id);
});

test('what waits for room keeps its pause, and goes on when there is room', async () => {
  const id = await endpoint();
  receiver.always = { status: 500 };
  await tell(...Array.from({ length: 180 }, (_, n) => published(n)));
  await within(() => receiver.got.length).toBe(180);
  const count = async (state: string) => {
    const [row] = await db(
      (tenant) => tenant.sql<{ n: number; pauses: number }>`
      select count(*)::int as n, count(next_at)::int as pauses from webhook_deliveries where state = ${state}`,
    );
    return row;
  };
  await within(async () => (await count('due'))?.n).toBe(0);
  const parked = await count('parked');
  // Those that end together do not see each other.
  expect(parked?.n).toBeGreaterThan(0);
  expect(parked?.pauses).toBe(parked?.n);
  receiver.always = { status: 204 };
  await tell(published(200));
  await within(versions).toEqual([200]);
  await within(async () => (await count('succeeded'))?.n).toBe(1);
  expect((await count('parked'))?.n).toBe(parked?.n);
  // All but ten of those that are retried are done.
  await db(
    (tenant) => tenant.sql`
    update webhook_deliveries set state = 'failed' where state = 'retrying'
      and id not in (select id from webhook_deliveries where state = 'retrying' limit 10)`,
  );
  await tell(published(201));
  await within(async () => (await count('parked'))?.n).toBe(0);
  await forget(id);
});

test('an endpoint is forgotten in pieces, and a fact beside that is told of to the others', async () => {
  const id = await endpoint();
  await tell(...[1, 2, 3, 4, 5].map((version) => published(version)));
  await within(() => receiver.taken.length).toBe(5);
  let pieces = 0;
  const counting: typeof fixture.database.withTenant = (...given) => {
    pieces += 1;
    return fixture.database.withTenant(...given);
  };
  await forgetEndpoint(counting, tenantId, id, { revision: null, by: 'test', batch: 2 });
  // It is stopped, five deliveries by twos, itself.
  expect(pieces).toBe(5);
  const left = await db((tenant) => tenant.sql`select 1 from webhook_deliveries`);
  expect(left).toEqual([]);
  const said = await db((tenant) => tenant.sql`select action from audit_entries where target = ${id} order by seq`);
  expect(said.slice(-2)).toEqual([{ action: 'webhook.disable' }, { action: 'webhook.delete' }]);

  const gone = await endpoint();
  let deleted = () => {};
  const isDeleted = new Promise<void>((done) => {
    deleted = done;
  });
  const forgetting = db(async (tenant) => {
    await deleteEndpoint(tenant, gone, { revision: null, by: 'test' });
    deleted();
    await expect.poll(() => tenant.sql`select 1 from pg_locks where not granted`, { interval: 20 }).toHaveLength(1);
  });
  await isDeleted;
  await tell(published(6));
  await forgetting;
});
