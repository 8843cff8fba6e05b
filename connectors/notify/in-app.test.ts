import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import { contextFor } from '../context-for.ts';
import { notifyInApp } from './in-app.ts';
import { inMemoryNotifications } from './in-memory-notifications.ts';

const people = [
  { email: 'ana@example.com', role: 'owner' },
  { email: 'bia@example.com', role: 'operator' },
];

test.each([
  ['Ana@Example.com', ['ana@example.com']],
  [['operator', 'bia@example.com'], ['bia@example.com']],
  ['all', ['ana@example.com', 'bia@example.com']],
])('%j reaches %j', async (to, reached) => {
  const notifications = inMemoryNotifications(people);
  expect(await notifyInApp.run({ to, title: 'Pago' }, contextFor({ notifications }))).toEqual({ to: reached });
});

test('a repeat under the same key is no second notice', async () => {
  const notifications = inMemoryNotifications(people);
  const config = { to: 'owner', title: 'Pago', body: 'Pedido 7', level: 'success', link: '/approvals' };
  await notifyInApp.run(config, contextFor({ notifications }));
  await notifyInApp.run(config, contextFor({ notifications }));
  expect([...notifications.notes.values()]).toMatchObject([
    { email: 'ana@example.com', link: '/approvals', level: 'success' },
  ]);
});

test('nobody fits: the node fails, and says whom it looked for', async () => {
  const notifications = inMemoryNotifications(people);
  await expect(notifyInApp.run({ to: 'x@y.z', title: 't' }, contextFor({ notifications }))).rejects.toMatchObject({
    code: 'bad_value',
    message: expect.stringContaining('x@y.z'),
  });
});

test.each(['javascript:alert(1)', '//evil.example', '/\\evil.example', 'http://x.example', '/a b', 'data:text/html,x'])(
  'the link %j is refused',
  async (link) => {
    const config: Json = { to: 'all', title: 't', link };
    await expect(notifyInApp.run(config, contextFor())).rejects.toMatchObject({ code: 'bad_config' });
  },
);
