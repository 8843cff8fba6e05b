import { expect, test } from 'vitest';
import { hookSecrets } from '#domain/conversations/bots.ts';
import { deploy, smallFlow, twoAccounts } from '#tests/integration/api/api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
let numbers = 0;

const newBot = async (account = one) => {
  const body = { connector: 'telegram', name: `bot ${++numbers}`, token: `${numbers}:T`, receive: 'webhook' };
  const { id } = (await account.call('POST', '/v1/connections', body)).body;
  const secrets = await fixture.data.database.withTenant(account.tenantId, async (db) => hookSecrets(db, id));
  const flow = await deploy(
    account,
    smallFlow({ trigger: { type: 'message', config: { channel: 'telegram', account: id } }, settings: { key: null } }),
  );
  return { id, flow, ...secrets };
};
type Bot = Awaited<ReturnType<typeof newBot>>;

const update = (id: number, text = 'oi') => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1_700_000_000,
    chat: { id: 5, type: 'private' },
    from: { id: 5, first_name: 'Ana' },
    text,
  },
});
const deliver = (bot: Bot, body: unknown, { path = bot.path, header = bot.header, connection = bot.id } = {}) =>
  fixture.fetch(`/telegram/${connection}/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': header },
  });
const runsOf = async (bot: Bot, account = one) => (await account.call('GET', `/v1/runs?flow=${bot.flow}`)).body.data;

test('what Telegram delivers is there when it is acknowledged, once', async () => {
  const bot = await newBot();
  const answers = await Promise.all([
    deliver(bot, update(1)),
    deliver(bot, update(1)),
    deliver(bot, update(2, 'outra')),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await runsOf(bot)).length).toBe(2);
  expect((await deliver(bot, update(1))).status).toBe(200);
  expect((await runsOf(bot)).length).toBe(2);
});

test('who does not know address and header is turned away, and learns nothing', async () => {
  const [bot, theirs] = [await newBot(), await newBot(other)];
  const statuses = await Promise.all(
    [
      { path: 'x'.repeat(40) },
      { header: '' },
      { header: theirs.header },
      { path: theirs.path, header: theirs.header },
      { connection: theirs.id },
      { connection: `con_${'0'.repeat(32)}` },
      { connection: 'nada' },
    ].map(async (wrong) => (await deliver(bot, update(7), wrong)).status),
  );
  expect(statuses).toEqual([404, 401, 401, 404, 404, 404, 404]);
  expect([await runsOf(bot), await runsOf(theirs, other)]).toEqual([[], []]);
  expect(theirs.path).not.toBe(bot.path);
});

test('what is no update is refused, and one of another kind is taken', async () => {
  const bot = await newBot();
  expect((await deliver(bot, '{')).status).toBe(400);
  expect((await deliver(bot, { hello: 1 })).status).toBe(400);
  expect((await deliver(bot, { update_id: 3, poll: {} })).status).toBe(200);
  expect((await fixture.fetch(`/telegram/${bot.id}/${bot.path}`, { method: 'GET' })).status).toBe(404);
  expect(await runsOf(bot)).toEqual([]);
});

test('a connection that a flow listens by stays while the flow is published', async () => {
  const bot = await newBot();
  const refused = await one.call('DELETE', `/v1/connections/${bot.id}`);
  expect(refused.status).toBe(409);
  await one.call('DELETE', `/v1/flows/${bot.flow}`);
  expect((await one.call('DELETE', `/v1/connections/${bot.id}`)).status).toBe(204);
});
