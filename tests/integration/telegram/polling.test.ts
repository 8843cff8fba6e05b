import pg from 'pg';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { newId, parseId } from '#domain/ids.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import { planOf, publishedFlow } from '#tests/integration/data/data-fixture.ts';
import { Telegram } from '#workers/telegram.ts';
import { telegramFixture } from './telegram-fixture.ts';

const { fixture, db, newBot, server, services } = await telegramFixture();
const open = new Set<Telegram>();

/** One process that receives. */
const receiver = (publicUrl: string | null = null): Telegram => {
  const carrier = { soon: (_rows: readonly OutboxRef[]) => {} };
  const made = new Telegram({
    database: fixture.database,
    services,
    carrier,
    log: pino({ level: 'silent' }),
    publicUrl,
  });
  open.add(made);
  return made;
};
const stop = async (one: Telegram) => {
  open.delete(one);
  await one.stop();
};
afterEach(async () => {
  await Promise.all([...open].map(stop));
  await db((tx) => tx.sql`delete from connections where tenant_id = ${tx.tenant}`);
});

const listen = (config: Record<string, Json> = {}) =>
  db((tx) =>
    publishedFlow(
      tx,
      planOf({ key: null }, { type: 'message', config: { channel: 'telegram', ...config } }),
      newId('flw'),
    ),
  );
const heardBy = (flow: string): Promise<string[]> =>
  db(async (tx) => {
    const rows = await tx.sql<{ trigger: Trigger }>`
      select trigger from runs where flow_id = ${parseId('flw', flow)} order by queue_seq`;
    return rows.map(({ trigger }) => String((trigger.data as JsonObject).text));
  });
const soon = { timeout: 15_000 };

test('what is written to a bot begins runs, in the order in which it was written', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  receiver();
  const texts = Array.from({ length: 30 }, (_, n) => `m${n}`);
  for (const text of texts) server.says(bot.token, 51, text);
  await expect.poll(() => heardBy(flow), soon).toEqual(texts);
  // The next question confirms them: Telegram has nothing more to repeat.
  await expect.poll(() => server.bot(bot.token).updates.length, soon).toBe(0);
});

test('one process polls a bot at a time; another takes over what it leaves, and loses and doubles nothing', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  const first = receiver();
  await expect.poll(() => server.bot(bot.token).waiting.size, soon).toBe(1);
  const second = receiver();
  server.says(bot.token, 52, 'um');
  await expect.poll(() => heardBy(flow), soon).toEqual(['um']);
  expect(server.bot(bot.token).waiting.size).toBeLessThanOrEqual(1);
  await stop(first);
  server.says(bot.token, 52, 'dois');
  await expect.poll(() => heardBy(flow), soon).toEqual(['um', 'dois']);
  await stop(second);
});

test('a process that dies without a word is followed by another after its lease, and nothing is lost or doubled', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  // As kill -9 leaves it: held by somebody who is gone, and an update taken in whose confirmation never reached Telegram.
  await db(
    (tx) => tx.sql`
      insert into telegram_bots (tenant_id, connection_id, lease_owner, lease_until)
      values (${tx.tenant}, ${parseId('con', bot.id)}, ${parseId('msg', newId('msg'))}, now() + interval '3 seconds')`,
  );
  receiver();
  server.says(bot.token, 53, 'durante');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await heardBy(flow)).toEqual([]);
  await expect.poll(() => heardBy(flow), soon).toEqual(['durante']);
});

test('updates that Telegram repeats, or gives out of order, count once each', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  const state = server.bot(bot.token);
  server.says(bot.token, 54, 'a');
  server.says(bot.token, 54, 'b');
  state.updates = [...state.updates.toReversed(), ...state.updates];
  receiver();
  await expect.poll(async () => (await heardBy(flow)).toSorted(), soon).toEqual(['a', 'b']);
});

test('trouble of the server delays and loses nothing', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  server.trouble(
    'getUpdates',
    { status: 502 },
    'lost',
    { status: 429, body: { parameters: { retry_after: 1 } } },
    { status: 409 },
  );
  receiver();
  server.says(bot.token, 55, 'afinal');
  await expect.poll(() => heardBy(flow), { timeout: 20_000 }).toEqual(['afinal']);
});

test('an update that can never be taken in is set aside, and those behind it come through', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  // Stands in for a bug of ours that one message meets each time.
  const owner = new pg.Client({ connectionString: fixture.urls.owner });
  await owner.connect();
  await owner.query(`alter table messages add constraint bug check (content ->> 'text' is distinct from 'veneno')`);
  server.says(bot.token, 56, 'veneno');
  server.says(bot.token, 56, 'depois');
  receiver();
  await expect.poll(() => heardBy(flow), soon).toEqual(['depois']);
  const [aside] = await db((tx) => tx.sql<{ raw: JsonObject }>`select raw from inbound_events where error is not null`);
  expect(aside?.raw).toMatchObject({ message: { text: 'veneno' } });
  await owner.query('alter table messages drop constraint bug');
  await owner.end();
});

test('a bot that only sends is not polled, and one that is switched to a webhook is registered with a secret', async () => {
  await newBot({ receive: 'off' });
  const bot = await newBot({ receive: 'webhook' });
  const from = server.calls.length;
  receiver('https://trama.example');
  await expect.poll(() => server.webhookOf(bot.token), soon).not.toBe(null);
  const { url, secret_token, max_connections } = server.webhookOf(bot.token) as Record<string, string>;
  expect(url).toMatch(new RegExp(`^https://trama\\.example/telegram/${bot.id}/[0-9a-f]{40}$`));
  expect([secret_token, max_connections]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 1]);
  expect(server.calls.slice(from).map(({ method }) => method)).toEqual(['setWebhook']);
  await db(
    (
      tx,
    ) => tx.sql`update connections set config = ${JSON.stringify({ receive: 'polling' })}::json, updated_at = now() + interval '1 second'
      where tenant_id = ${tx.tenant} and id = ${parseId('con', bot.id)}`,
  );
  await expect.poll(() => server.bot(bot.token).waiting.size, soon).toBe(1);
  expect(server.webhookOf(bot.token)).toBe(null);
});

test('the button of a question stops spinning', async () => {
  const bot = await newBot();
  const flow = await listen({ account: bot.id });
  receiver();
  const stale = {
    id: 'cb-stale',
    from: { id: 57 },
    data: `ask/${'e'.repeat(16)}/1`,
    message: { message_id: 3, chat: { id: 57, type: 'private' } },
  };
  server.put(bot.token, { callback_query: stale });
  await expect
    .poll(() => server.of('answerCallbackQuery'), soon)
    .toContainEqual({ callback_query_id: 'cb-stale', text: expect.any(String) });
  expect(await heardBy(flow)).toEqual([]);
});
