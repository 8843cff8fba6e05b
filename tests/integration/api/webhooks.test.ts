import { createHmac } from 'node:crypto';
import { Validator } from '@cfworker/json-schema';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDialer } from '#connectors/dialer.ts';
import { parseId } from '#domain/ids.ts';
import { WebhookReceiver } from '#tests/simulators/webhook-receiver.ts';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
let receiver: WebhookReceiver;
const refused = fixture.deps.actions.dial;
const dial = createDialer({ allowPrivateHosts: ['localhost'] });

beforeAll(async () => {
  fixture.deps.actions.dial = dial;
  receiver = await WebhookReceiver.start();
});
beforeEach(() => {
  receiver.got.length = 0;
  receiver.keys = [];
  receiver.always = { status: 204 };
});
afterAll(async () => {
  await receiver.stop();
  await dial.close();
});

const make = async (body: Record<string, unknown> = {}, account: Account = one) => {
  const made = await account.call('POST', '/v1/webhook-endpoints', { url: receiver.url, ...body });
  expect(made.status, made.text).toBe(201);
  return made;
};
const failedOf = async (endpoint: string) => {
  const { body } = await one.call('GET', `/v1/webhook-deliveries?endpoint=${endpoint}&state=failed`);
  return body.data as { id: string; messageId: string; state: string; reason: string; type: string }[];
};

test('an endpoint is made, read, changed by its state, and forgotten; its secret is shown once', async () => {
  const made = await make({ eventTypes: ['run.failed'], secretHeaders: { Authorization: 'Bearer x' } });
  expect(made.body).toMatchObject({ eventTypes: ['run.failed'], secretHeaders: ['Authorization'], enabled: true });
  expect(made.body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
  const path = `/v1/webhook-endpoints/${made.body.id}`;
  const read = await one.call('GET', path);
  expect(read.text).not.toContain(made.body.secret);
  expect(read.text).not.toContain('Bearer x');
  const tag = read.headers.get('etag') ?? '';
  const changed = await one.call('PATCH', path, { description: 'ERP', inOrder: true }, { 'if-match': tag });
  expect(changed.body).toMatchObject({ description: 'ERP', inOrder: true, secretHeaders: ['Authorization'] });
  expect((await one.call('PATCH', path, { description: 'x' }, { 'if-match': tag })).status).toBe(412);
  const elsewhere = await one.call('PATCH', path, { url: 'http://127.0.0.1:9/x' });
  expect(elsewhere.status).toBe(422);
  expect((await one.call('DELETE', path)).status).toBe(204);
  expect((await one.call('GET', path)).status).toBe(404);
});

/** Somebody takes an invite up. @returns who */
const joinAs = async (email: string): Promise<string> => {
  expect((await one.call('POST', '/v1/invites', { email, role: 'viewer' })).status).toBe(201);
  const letter = fixture.letters.findLast(({ to }) => to === email);
  const token = /\/invite#(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  const body = JSON.stringify({ token, name: 'Bia', password: 'gaveta azul 47 trovoada' });
  const headers = { 'content-type': 'application/json' };
  expect((await fixture.fetch('/v1/invites/accept', { method: 'POST', headers, body })).status).toBe(200);
  const { data } = (await one.call('GET', '/v1/members')).body;
  return data.find((member: { id: string; email: string }) => member.email === email).id;
};

test('receivers hear of connections, and of people who come, change and go; of nothing secret', async () => {
  const { body: endpoint } = await make({ description: 'access' });
  const secret = 'canary-4f1d';
  const name = `erp-${Date.now()}`;
  const given = { connector: 'http', name, auth: 'bearer', token: secret, hosts: ['erp.example'] };
  const { body: connection } = await one.call('POST', '/v1/connections', given);
  const path = `/v1/connections/${connection.id}`;
  await one.call('PATCH', path, { name: `${name}-2` });
  await one.call('DELETE', path);
  const userId = await joinAs(`${name}@example.com`);
  await one.call('PATCH', `/v1/members/${userId}`, { role: 'editor' });
  await one.call('DELETE', `/v1/members/${userId}`);

  const { body } = await one.call('GET', `/v1/webhook-deliveries?endpoint=${endpoint.id}&limit=100`);
  const told = await Promise.all(
    body.data
      .toReversed()
      .map(async ({ id }: { id: string }) => (await one.call('GET', `/v1/webhook-deliveries/${id}`)).text),
  );
  const types = body.data.map(({ type }: { type: string }) => type).toReversed();
  expect(types).toEqual([
    ...['connection.created', 'connection.changed', 'connection.deleted'],
    ...['member.joined', 'member.changed', 'member.left'],
  ]);
  expect(told.join()).toContain(connection.id);
  expect(told.join()).toContain(userId);
  for (const hidden of [secret, `${name}@example.com`]) expect(told.join()).not.toContain(hidden);
  await one.call('DELETE', `/v1/webhook-endpoints/${endpoint.id}`);
});

test('the values of secret headers never move to another host', async () => {
  const { body } = await make({ secretHeaders: { Authorization: 'Bearer x' } });
  const path = `/v1/webhook-endpoints/${body.id}`;
  const second = await WebhookReceiver.start();
  expect((await one.call('PATCH', path, { url: second.url })).body.errors[0].pointer).toBe(
    '/secretHeaders/Authorization',
  );
  const asked = await one.call('PATCH', path, { url: second.url, secretHeaders: { Authorization: 'Bearer y' } });
  expect(asked.status).toBe(200);
  await second.stop();
});

test.each([
  ['a private address', { url: 'http://10.0.0.1/x' }, '/url'],
  ['our own machine', { url: 'http://127.0.0.1/x' }, '/url'],
  ['a password in the address', { url: 'http://a:b@localhost/x' }, '/url'],
  ['another scheme', { url: 'ftp://localhost/x' }, '/url'],
  ['a header of ours', { headers: { 'webhook-id': 'x' } }, '/headers/webhook-id'],
  ['a header with a line break', { headers: { 'x-a': 'a\r\nb: c' } }, '/headers/x-a'],
  ['an unknown type', { eventTypes: ['run.flew'] }, '/eventTypes/0'],
  ['a flow that is not there', { flowIds: [`flw_${'0'.repeat(32)}`] }, '/flowIds/0'],
])('%s is refused', async (_, body, pointer) => {
  const answer = await one.call('POST', '/v1/webhook-endpoints', { url: receiver.url, ...body });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
});

test('in a plan with few endpoints one more asks for another plan', async () => {
  const small = await fixture.account();
  await fixture.deps.database.admin.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', small.tenantId)}`;
  for (let i = 0; i < 3; i++) await make({}, small);
  const { status, body } = await small.call('POST', '/v1/webhook-endpoints', { url: receiver.url });
  expect([status, body.code, body.requiredPlan]).toEqual([402, 'plan_required', 'STARTER']);
  expect(body.upgradeUrl).toMatch(/^http.*\/plan\?choose=STARTER$/);
  // A fourth, that came with an archive, which no plan holds up.
  const [{ id: brought } = { id: '' }] = (await small.call('GET', '/v1/webhook-endpoints')).body.data;
  await fixture.deps.database.withTenant(
    small.tenantId,
    (db) =>
      db.sql`update webhook_endpoints set enabled = false, disabled_reason = 'by_hand', disabled_at = now()
      where tenant_id = ${db.tenant} and id = ${parseId('whe', brought)}`,
  );
  await fixture.deps.database.admin
    .sql`update tenants set plan = 'STARTER' where id = ${parseId('ten', small.tenantId)}`;
  await make({}, small);
  await fixture.deps.database.admin.sql`update tenants set plan = 'FREE' where id = ${parseId('ten', small.tenantId)}`;
  const on = await small.call('POST', `/v1/webhook-endpoints/${brought}/enable`, {});
  expect([on.status, on.body.code, on.body.current]).toEqual([402, 'plan_required', 3]);
  // Nor is one enabled that may not be made.
  await fixture.deps.database.withTenant(
    small.tenantId,
    (db) =>
      db.sql`update webhook_endpoints set url = 'http://10.0.0.1/x' where tenant_id = ${db.tenant}
      and id = ${parseId('whe', brought)}`,
  );
  expect((await small.call('POST', `/v1/webhook-endpoints/${brought}/enable`, {})).status).toBe(422);
});

test('a test shows what the receiver answered at once, is signed, and is in the log', async () => {
  const { body } = await make({ secretHeaders: { Authorization: 'Bearer x' } });
  receiver.keys = [body.secret];
  receiver.always = { status: 418, body: 'short and stout', headers: { 'x-pot': 'tea' } };
  const tried = await one.call('POST', `/v1/webhook-endpoints/${body.id}/test`, { type: 'run.failed' });
  expect(tried.body).toMatchObject({ state: 'failed', lastStatus: 418, test: true, type: 'run.failed' });
  const [attempt] = tried.body.tries;
  expect(attempt).toMatchObject({ status: 418, responseBody: 'short and stout', n: 1 });
  expect(attempt.responseHeaders['x-pot']).toBe('tea');
  expect(attempt.requestHeaders.authorization).toBe('••••');
  expect(receiver.got[0]?.headers.authorization).toBe('Bearer x');
  // What a receiver without the library would compute.
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = attempt.requestHeaders;
  const key = Buffer.from(body.secret.slice('whsec_'.length), 'base64');
  const mine = createHmac('sha256', key).update(`${id}.${at}.${tried.body.body}`).digest('base64');
  expect(signature).toBe(`v1,${mine}`);
  receiver.always = { status: 302, headers: { location: 'http://localhost/' } };
  const led = await one.call('POST', `/v1/webhook-endpoints/${body.id}/test`, { type: 'run.failed' });
  expect([led.body.state, led.body.lastStatus, receiver.got.length]).toEqual(['failed', 302, 2]);
  fixture.deps.actions.dial = refused;
  const blocked = await one.call('POST', `/v1/webhook-endpoints/${body.id}/test`, { type: 'run.failed' });
  fixture.deps.actions.dial = dial;
  expect([blocked.body.lastStatus, blocked.body.lastError]).toEqual([null, 'address_refused']);
});

test('every type is listed with its schema, which its example fits', async () => {
  const { body } = await one.call('GET', '/v1/webhook-event-types');
  expect(body.data.length).toBeGreaterThan(5);
  for (const { type, schema, example } of body.data)
    expect(new Validator(schema).validate(example).valid, type).toBe(true);
});

test('facts of a run and of its flow are in the log; what failed is sent again in its order, and by hand', async () => {
  const { body: made } = await make();
  const path = `/v1/webhook-endpoints/${made.id}`;
  expect((await one.call('POST', `${path}/disable`, {})).body.disabledReason).toBe('by_hand');
  const flow = await deploy(one);
  const run = await one.call('POST', `/v1/flows/${flow}/runs`, { data: {} });
  await fixture.end(one, run.body.id);
  const missed = await failedOf(made.id);
  expect(missed.map(({ type, reason }) => [type, reason])).toEqual([
    ['run.succeeded', 'endpoint_disabled'],
    ['flow.published', 'endpoint_disabled'],
  ]);
  const first = missed[0]?.id ?? '';
  const shown = await one.call('GET', `/v1/webhook-deliveries/${first}`);
  expect(JSON.parse(shown.body.body)).toMatchObject({
    type: 'run.succeeded',
    data: { runId: run.body.id, flowId: flow },
  });
  expect((await one.call('POST', `/v1/webhook-deliveries/${first}/replay`, {})).status).toBe(409);
  expect((await one.call('POST', `${path}/enable`, { replay: true })).body.replayed).toBe(2);
  expect(await failedOf(made.id)).toEqual([]);
  expect((await one.call('POST', `/v1/webhook-deliveries/${first}/replay`, {})).body.state).toBe('due');
  expect((await one.call('POST', `${path}/replay`, { from: '2026-01-01T00:00:00Z' })).body.replayed).toBe(0);
  const { body: second } = await make({ eventTypes: ['run.failed'] });
  const sent = await one.call('POST', `/v1/webhook-endpoints/${second.id}/send`, { messageId: missed[0]?.messageId });
  expect((await one.call('GET', `/v1/webhook-deliveries/${sent.body.deliveryId}`)).body.type).toBe('run.succeeded');
  const both = await one.call('GET', `/v1/webhook-deliveries?message=${missed[0]?.messageId}&limit=1`);
  const next = await one.call(
    'GET',
    `/v1/webhook-deliveries?message=${missed[0]?.messageId}&limit=1&cursor=${both.body.nextCursor}`,
  );
  expect([both.body.data[0].endpointId, next.body.data[0].endpointId]).toEqual([second.id, made.id]);
});

test('what belongs to another tenant is not there, on any route', async () => {
  const { body: made } = await make();
  const { body: tried } = await one.call('POST', `/v1/webhook-endpoints/${made.id}/test`, { type: 'run.failed' });
  const mine = await make({}, other);
  const endpoint = `/v1/webhook-endpoints/${made.id}`;
  const attacks: [string, string, unknown?][] = [
    ['GET', endpoint],
    ['PATCH', endpoint, { description: 'x' }],
    ['DELETE', endpoint],
    ...['rotate-secret', 'end-previous-secret', 'enable', 'disable'].map((deed): [string, string, unknown] => [
      'POST',
      `${endpoint}/${deed}`,
      {},
    ]),
    ['POST', `${endpoint}/replay`, { from: '2026-01-01T00:00:00Z' }],
    ['POST', `${endpoint}/send`, { messageId: tried.messageId }],
    ['POST', `/v1/webhook-endpoints/${mine.body.id}/send`, { messageId: tried.messageId }],
    ['POST', `${endpoint}/test`, { type: 'run.failed' }],
    ['GET', `/v1/webhook-deliveries/${tried.id}`],
    ['POST', `/v1/webhook-deliveries/${tried.id}/replay`, {}],
  ];
  for (const [method, path, body] of attacks)
    expect((await other.call(method, path, body)).status, `${method} ${path}`).toBe(404);
  const listed = await other.call('GET', `/v1/webhook-deliveries?endpoint=${made.id}`);
  expect(listed.body.data).toEqual([]);
  expect((await one.call('GET', endpoint)).status).toBe(200);
  expect((await other.call('GET', '/v1/webhook-endpoints')).body.data).toHaveLength(1);
});

test('a new secret signs beside the one before it, and rotating twice under one key is rotating once', async () => {
  const { body: made } = await make();
  const path = `/v1/webhook-endpoints/${made.id}`;
  const headers = { 'idempotency-key': 'rotate-1' };
  const first = await one.call('POST', `${path}/rotate-secret`, {}, headers);
  const again = await one.call('POST', `${path}/rotate-secret`, {}, headers);
  expect([again.body.secret, again.headers.get('idempotency-replayed')]).toEqual([first.body.secret, 'true']);
  const { body: tried } = await one.call('POST', `${path}/test`, { type: 'run.waiting' });
  expect(tried.tries[0].requestHeaders['webhook-signature'].split(' ')).toHaveLength(2);
  expect((await one.call('POST', `${path}/end-previous-secret`, {})).body.previousUntil).toBeNull();
});
