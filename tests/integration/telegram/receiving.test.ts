import { expect, test } from 'vitest';
import { readUpdate } from '#connectors/telegram/read-update.ts';
import { fireCollections } from '#domain/conversations/collections.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { readTrigger } from '#flow/admission.ts';
import type { FlowSettings } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import { planOf, publishedFlow, runsOf } from '#tests/integration/data/data-fixture.ts';
import { telegramFixture } from './telegram-fixture.ts';

const { fixture, db, newBot, server, chats, tenantId, end } = await telegramFixture();
type Bot = Awaited<ReturnType<typeof newBot>>;

const listen = (bot: Bot, config: Record<string, Json> = {}, settings: FlowSettings = {}) =>
  db((tx) => {
    const trigger = { type: 'message', config: { channel: 'telegram', account: bot.name, ...config } };
    return publishedFlow(tx, planOf(settings, trigger), newId('flw'));
  });

const receive = (bot: Bot, update: JsonObject) =>
  db((tx) => receiveMessage(tx, { id: bot.id, name: bot.name, channel: 'telegram' }, readUpdate(update), readTrigger));

const says = (bot: Bot, chat: number, text: string, more: JsonObject = {}) =>
  receive(bot, server.says(bot.token, chat, text, more));

/** The triggers that became runs, or events of open ones, in order. */
const heardBy = (flow: string): Promise<string[]> =>
  db(async (tx) => {
    const rows = await tx.sql<{ trigger: Trigger }>`
      select trigger from runs where flow_id = ${parseId('flw', flow)}
      union all select data from events e join runs r on r.id = e.run_id and r.flow_id = ${parseId('flw', flow)} where e.name = 'trigger'`;
    return rows.map(({ trigger }) => String((trigger.data as JsonObject).text)).toSorted();
  });

/** What a run was told as the event `message`. */
const answersOf = (run: string) =>
  db(
    (tx) => tx.sql<{ data: JsonObject; key: string }>`
    select data, key from events where run_id = ${parseId('run', run)} and name = 'message' order by seq`,
  );

const conversationOf = (bot: Bot, chat: number): Promise<string> =>
  db(async (tx) => {
    const [row] = await tx.sql<{ id: string }>`
      select id from conversations where connection_id = ${parseId('con', bot.id)} and external_id = ${String(chat)}`;
    return formatId('cnv', row?.id ?? '');
  });

const countOf = async (flow: string): Promise<number> => (await db((tx) => runsOf(tx, flow))).length;

const onlyRun = async (flow: string): Promise<string> => (await db((tx) => runsOf(tx, flow)))[0]?.id ?? '';

test('a message begins the flows that listen to the bot, with all that it says', async () => {
  const [bot, other] = [await newBot(), await newBot()];
  const [mine, any, theirs] = [await listen(bot), await listen(bot, { account: '' }), await listen(other)];
  const { kind, outbox } = await says(bot, 31, 'Oi, tudo bem?', { reply_to_message: { message_id: 4 } });
  expect([kind, outbox.length]).toEqual(['heard', 2]);
  expect([await heardBy(mine), await heardBy(any), await heardBy(theirs)]).toEqual([
    ['Oi, tudo bem?'],
    ['Oi, tudo bem?'],
    [],
  ]);
  const [run] = await db(
    (tx) => tx.sql<{ trigger: Trigger }>`select trigger from runs where flow_id = ${parseId('flw', mine)}`,
  );
  expect(run?.trigger).toMatchObject({
    type: 'message',
    data: {
      ...{ channel: 'telegram', account: bot.id, kind: 'text', text: 'Oi, tudo bem?', media: null, replyTo: '4' },
      conversation: await conversationOf(bot, 31),
      from: { id: '31', name: 'Ana Lima', username: null, language: 'pt-br' },
      chat: { id: '31', type: 'private', title: 'Ana' },
    },
  });
});

test('an update that comes again, at the same time or later, counts once', async () => {
  const bot = await newBot();
  const flow = await listen(bot);
  const update = server.says(bot.token, 32, 'uma vez');
  const kinds = await Promise.all([1, 2, 3, 4].map(async () => (await receive(bot, update)).kind));
  expect(kinds.toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'heard']);
  expect((await receive(bot, update)).kind).toBe('duplicate');
  expect(await heardBy(flow)).toEqual(['uma vez']);
});

test('what fails in the middle leaves nothing behind, and comes again', async () => {
  const bot = await newBot();
  const flow = await listen(bot);
  const update = server.says(bot.token, 33, 'de novo');
  const account = { id: bot.id, name: bot.name, channel: 'telegram' as const };
  const broken = db(async (tx) => {
    await receiveMessage(tx, account, readUpdate(update), readTrigger);
    throw new Error('the process dies here');
  });
  await expect(broken).rejects.toThrow('dies here');
  expect(await heardBy(flow)).toEqual([]);
  expect((await receive(bot, update)).kind).toBe('heard');
  expect(await heardBy(flow)).toEqual(['de novo']);
});

test('keywords and match say which messages a flow hears', async () => {
  const bot = await newBot();
  const words = await listen(bot, { keywords: ['orçamento', '/start'] });
  const match = await listen(bot, { match: "{{ trigger.data.chat.type == 'group' }}" });
  await says(bot, 34, 'Um ORCAMENTO por favor');
  await says(bot, 35, '/start abc');
  await says(bot, 36, 'bom dia');
  await says(bot, -37, 'do grupo');
  expect([await heardBy(words), await heardBy(match)]).toEqual([
    ['/start abc', 'Um ORCAMENTO por favor'],
    ['do grupo'],
  ]);
});

test('messages of one chat go to its open run, in order; what that leaves unread begins the next', async () => {
  const bot = await newBot();
  const flow = await listen(bot);
  for (const text of ['um', 'dois', 'três']) await says(bot, 38, text);
  await says(bot, 39, 'outra pessoa');
  const runs = await db((tx) => runsOf(tx, flow));
  expect(runs.length).toBe(2);
  const [first] = runs;
  await end(flow, first?.id ?? '');
  const [next] = (await db((tx) => runsOf(tx, flow))).slice(2);
  const [row] = await db(
    (tx) => tx.sql<{ trigger: Trigger }>`select trigger from runs where id = ${parseId('run', next?.id ?? '')}`,
  );
  expect(row?.trigger.data).toMatchObject({ text: 'dois' });
});

test('a flow with "key": null begins a run for each message', async () => {
  const bot = await newBot();
  const flow = await listen(bot, {}, { key: null });
  for (const text of ['um', 'dois']) await says(bot, 40, text);
  expect(await countOf(flow)).toBe(2);
});

const ask = async (run: string, conversation: string, tag = 'a'.repeat(16), until: string | null = null) =>
  chats.ask(tenantId, run, conversation, { tag, replyKey: conversation, until });

test('who asked gets the next message of the chat, before anybody else, and only that one', async () => {
  const bot = await newBot();
  const asking = await listen(bot, { keywords: ['pesquisa'] });
  await says(bot, 41, 'pesquisa');
  const general = await listen(bot);
  const run = await onlyRun(asking);
  const conversation = await conversationOf(bot, 41);
  await ask(run, conversation);
  expect((await says(bot, 41, 'nove')).kind).toBe('answered');
  expect((await answersOf(run)).map(({ data, key }) => [data.text, key])).toEqual([['nove', conversation]]);
  expect(await heardBy(general)).toEqual([]);
  expect((await says(bot, 41, 'obrigado')).kind).toBe('heard');
  expect(await heardBy(general)).toEqual(['obrigado']);
});

test('the answer to a run that its own messages lead to is an event of it, and is handed back unread', async () => {
  const bot = await newBot();
  const flow = await listen(bot);
  await says(bot, 42, 'oi');
  const run = await onlyRun(flow);
  await ask(run, await conversationOf(bot, 42));
  expect((await says(bot, 42, 'resposta')).kind).toBe('answered');
  expect([await answersOf(run), await heardBy(flow)]).toEqual([[], ['oi', 'resposta']]);
  await end(flow, run);
  expect(await countOf(flow)).toBe(2);
});

test('a flow that waits for this very word comes before the run that asks', async () => {
  const bot = await newBot();
  const asking = await listen(bot, { keywords: ['pesquisa'] });
  await says(bot, 43, 'pesquisa');
  const menu = await listen(bot, { keywords: ['menu'] });
  await ask(await onlyRun(asking), await conversationOf(bot, 43));
  expect((await says(bot, 43, 'menu')).kind).toBe('heard');
  expect(await heardBy(menu)).toEqual(['menu']);
  expect((await says(bot, 43, 'dez')).kind).toBe('answered');
});

test('questions end with their time and with their run; the newest is answered first', async () => {
  const bot = await newBot();
  const flow = await listen(bot, {}, { key: null });
  for (const text of ['um', 'dois']) await says(bot, 44, text);
  const [first, second] = (await db((tx) => runsOf(tx, flow))).map(({ id }) => id) as [string, string];
  const conversation = await conversationOf(bot, 44);
  await ask(first, conversation, 'a'.repeat(16));
  await ask(second, conversation, 'b'.repeat(16), new Date(Date.now() - 1_000).toISOString());
  expect((await says(bot, 44, 'para o primeiro')).kind).toBe('answered');
  expect((await answersOf(first)).length).toBe(1);
  await ask(first, conversation, 'a'.repeat(16));
  await ask(second, conversation, 'b'.repeat(16));
  await says(bot, 44, 'para o segundo');
  expect((await answersOf(second)).length).toBe(1);
  await end(flow, first);
  await end(flow, second);
  expect((await says(bot, 44, 'para ninguém')).kind).toBe('heard');
});

test('a button answers its own question, and no other', async () => {
  const bot = await newBot();
  const flow = await listen(bot, {}, { key: null });
  await says(bot, 45, 'oi');
  const run = await onlyRun(flow);
  const conversation = await conversationOf(bot, 45);
  await ask(run, conversation, 'c'.repeat(16));
  await ask(run, conversation, 'd'.repeat(16));
  const press = (tag: string, id: string) => {
    const [label, data] = ['Óleo', `ask/${tag.repeat(16)}/1`];
    const message = {
      message_id: 9,
      chat: { id: 45, type: 'private' },
      reply_markup: { inline_keyboard: [[{ text: label, callback_data: data }]] },
    };
    return receive(bot, server.put(bot.token, { callback_query: { id, from: { id: 45 }, message, data } }));
  };
  expect([(await press('c', '1')).kind, (await press('c', '2')).kind]).toEqual(['answered', 'stale']);
  expect((await answersOf(run)).map(({ data }) => [data.text, data.kind])).toEqual([['Óleo', 'button']]);
  expect((await press('d', '3')).kind).toBe('answered');
  expect(await heardBy(flow)).toEqual(['oi']);
});

test('messages within the time that a flow collects for are one', async () => {
  const bot = await newBot();
  const flow = await listen(bot, { collect: 'PT1S', keywords: ['gol'] });
  for (const text of ['oi', 'quero peças', 'de um Gol 2014']) await says(bot, 46, text);
  await says(bot, 47, 'nada disso');
  const early = await fireCollections(fixture.database, readTrigger);
  expect([early.outbox, await heardBy(flow)]).toEqual([[], []]);
  expect(early.nextMs).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, early.nextMs ?? 0));
  await expect.poll(async () => (await fireCollections(fixture.database, readTrigger)).nextMs).toBe(null);
  expect(await heardBy(flow)).toEqual(['oi\nquero peças\nde um Gol 2014']);
});

test('updates of other kinds are kept as they came, and begin nothing', async () => {
  const bot = await newBot();
  const flow = await listen(bot);
  const odd = server.put(bot.token, { poll: { id: '1', question: 'x' } });
  expect([(await receive(bot, odd)).kind, (await receive(bot, odd)).kind]).toEqual(['kept', 'duplicate']);
  expect(await heardBy(flow)).toEqual([]);
  const [row] = await db(
    (tx) => tx.sql<{ raw: Json }>`select raw from inbound_events where source = ${`telegram/${bot.id}`}`,
  );
  expect(row?.raw).toEqual(odd);
});
