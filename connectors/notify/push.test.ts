import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PushTarget } from '#flow/contracts/notifications.ts';
import type { JsonObject } from '#flow/json.ts';
import { pushService } from '#tests/simulators/push-service.ts';
import { testCertificate } from '#tests/simulators/test-certificate.ts';
import type { ActionContext } from '../action.ts';
import { contextFor } from '../context-for.ts';
import { createDialer, type Dialer } from '../dialer.ts';
import { inMemoryNotifications } from './in-memory-notifications.ts';
import { notifyPush } from './push.ts';

let service: Awaited<ReturnType<typeof pushService>>;
let dial: Dialer;
beforeAll(async () => {
  service = await pushService();
  dial = createDialer({ ca: testCertificate.cert, allowPrivateHosts: ['localhost'] });
});
beforeEach(() => {
  service.pushed.length = 0;
});
afterAll(async () => {
  await dial.close();
  await service.close();
});

const target = (name: string): PushTarget => ({ id: name, ...service.subscribe(name) });
const push = (targets: PushTarget[], config: JsonObject = {}, more: Partial<ActionContext> = {}) => {
  const notifications = inMemoryNotifications([], targets);
  const context = contextFor({ dial, notifications }, more);
  return { notifications, done: notifyPush.run({ to: 'all', title: 'Pedido pago', ...config }, context) };
};

test('a message reaches each browser, encrypted for it and signed by this installation', async () => {
  const { notifications, done } = push([target('celular'), target('mesa')], {
    body: 'R$ 10 – ação',
    link: '/approvals',
  });
  expect(await done).toEqual({ sent: 2, removed: 0, failed: 0 });
  expect(service.faults).toEqual([]);
  expect(service.pushed.map(({ device }) => device).sort()).toEqual(['celular', 'mesa']);
  const [first] = service.pushed;
  expect(JSON.parse(first?.text ?? '')).toMatchObject({
    title: 'Pedido pago',
    body: 'R$ 10 – ação',
    link: '/approvals',
  });
  expect(first?.publicKey).toBe(notifications.vapid().publicKey);
  expect(first?.claims).toMatchObject({ aud: service.origin, sub: 'mailto:ops@example.com' });
});

test('a repeat takes the place of the first: the same topic and tag; another call has its own', async () => {
  const targets = [target('a')];
  await push(targets).done;
  await push(targets).done;
  await push(targets, {}, { idempotencyKey: 'run_1//n/2' }).done;
  const topics = service.pushed.map(({ headers, text }) => [headers.topic, (JSON.parse(text) as JsonObject).tag]);
  expect(topics[0]).toEqual(topics[1]);
  expect(topics[0]?.[0]).toBe(topics[0]?.[1]);
  expect(topics[2]).not.toEqual(topics[0]);
});

test('a browser that is gone is forgotten, and the others get it', async () => {
  const targets = [target('velho'), target('novo')];
  service.forget('velho');
  const { notifications, done } = push(targets);
  expect(await done).toEqual({ sent: 1, removed: 1, failed: 0 });
  expect(notifications.targets.map(({ id }) => id)).toEqual(['novo']);
});

test.each([
  [503, { code: 'http_503', retry: 'retry' }],
  [429, { code: 'http_429', retry: 'wait', waitUntil: expect.any(Number) }],
])('a %i is tried again, and nothing of the endpoint is said', async (status, expected) => {
  const targets = [target('bem'), target('ocupado-secreto')];
  service.answer('ocupado-secreto', status, { 'retry-after': '30' });
  const error: unknown = await push(targets).done.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject(expected);
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('secreto');
  expect(service.pushed).toHaveLength(1);
});

test('keys that are none, a refusal, and a private endpoint count as failed', async () => {
  const refused = target('recusa');
  service.answer('recusa', 403);
  const broken = { id: 'x', endpoint: `${service.origin}/x`, keys: { p256dh: 'AAAA', auth: 'AAAA' } };
  const inside = { ...target('dentro'), endpoint: 'https://127.0.0.1:1/x' };
  expect(await push([refused, broken, inside]).done).toEqual({ sent: 0, removed: 0, failed: 3 });
});

test('nobody has turned it on: nothing is sent, and nothing fails', async () => {
  expect(await push([]).done).toEqual({ sent: 0, removed: 0, failed: 0 });
});
