import { expect, test } from 'vitest';
import { createConnection } from '#domain/connections/write-connection.ts';
import { createChatStore } from '#domain/conversations/chat-store.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import { newId, parseId } from '#domain/ids.ts';
import { readTrigger } from '#flow/admission.ts';
import { type Account, deploy, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { database } = fixture.deps;
const chats = createChatStore(database);
let updates = 0;

const newBot = (account: Account, name = 'Loja') =>
  database.withTenant(account.tenantId, (db) =>
    createConnection(db, {
      ...{ connector: 'telegram', name, by: 'test', secret: { token: '1:TOKEN-that-nobody-may-see' } },
      ...{ config: { receive: 'polling' }, hosts: ['api.telegram.org'] },
    }),
  );

const says = (account: Account, bot: { id: string; name: string }, chat: string, text: string) =>
  database.withTenant(account.tenantId, (db) =>
    receiveMessage(
      db,
      { id: bot.id, name: bot.name, channel: 'telegram' },
      {
        externalId: String(++updates),
        raw: {},
        message: {
          ...{ chat, title: `Cliente ${chat}`, contact: { firstName: 'Bia' }, press: null },
          data: { id: String(updates), kind: 'text', text },
        },
      },
      readTrigger,
    ),
  );

const listening = (account: Account) =>
  deploy(account, {
    ...{ language: 'trama/1', name: 'Atende', trigger: { type: 'message', config: { channel: 'telegram' } } },
    nodes: [{ id: 'a', type: 'set', config: { values: {} } }],
    edges: [{ from: 'trigger', to: 'a' }],
  });

const flow = await listening(one);
const bot = await newBot(one);
await says(one, bot, '1', 'Oi');
await says(one, bot, '2', 'Bom dia');
const [second, first] = (await one.call('GET', '/v1/conversations')).body.data;

test('chats come with the newest words first, page by page, and are found by name', async () => {
  expect([first.title, second.title]).toEqual(['Cliente 1', 'Cliente 2']);
  expect(second).toMatchObject({
    ...{ channel: 'telegram', state: 'idle', contact: { firstName: 'Bia' }, lastError: null },
    account: { id: bot.id, name: 'Loja', error: null },
    lastMessage: { direction: 'in', text: 'Bom dia', status: 'received' },
  });
  const page = (await one.call('GET', '/v1/conversations?limit=1')).body;
  expect(page.data).toEqual([second]);
  const rest = (await one.call('GET', `/v1/conversations?limit=1&cursor=${page.nextCursor}`)).body;
  expect(rest).toEqual({ data: [first], nextCursor: null });
  expect((await one.call('GET', '/v1/conversations?q=CLIENTE%201')).body.data).toEqual([first]);
});

test('a chat shows who was said what, by which run, and what waits for an answer', async () => {
  const [run] = (await one.call('GET', `/v1/runs?flow=${flow}&limit=1`)).body.data;
  const question = { tag: 'a'.repeat(16), replyKey: second.id, until: null };
  await chats.ask(one.tenantId, run.id, second.id, question);
  const sent = { tenantId: one.tenantId, effectKey: `${run.id}/ask/1`, runId: run.id, connection: bot.id };
  await chats.claim({ ...sent, chat: second.id, content: { kind: 'text', text: 'Qual peça?', options: ['Vela'] } });
  await chats.sent(one.tenantId, sent.effectKey, { messageId: 9 });
  const shown = (await one.call('GET', `/v1/conversations/${second.id}`)).body;
  expect(shown).toMatchObject({ state: 'waiting', questions: [{ runId: run.id, flowId: flow, flowName: 'Atende' }] });
  const messages = (await one.call('GET', `/v1/conversations/${second.id}/messages`)).body.data;
  expect(messages).toMatchObject([
    { direction: 'out', text: 'Qual peça?', options: ['Vela'], status: 'sent', runId: run.id },
    { direction: 'in', text: 'Bom dia', runId: run.id, error: null },
  ]);
  const older = (await one.call('GET', `/v1/conversations/${second.id}/messages?limit=1`)).body;
  const rest = await one.call('GET', `/v1/conversations/${second.id}/messages?limit=1&cursor=${older.nextCursor}`);
  expect([older.data[0].text, rest.body.data[0].text, rest.body.nextCursor]).toEqual(['Qual peça?', 'Bom dia', null]);
  await says(one, bot, '2', 'Vela');
  expect((await one.call('GET', `/v1/conversations/${second.id}`)).body).toMatchObject({
    state: 'idle',
    questions: [],
  });
});

test('the last error is the failed message’s, or the words of the run that failed', async () => {
  const run = (await one.call('GET', `/v1/conversations/${first.id}/messages`)).body.data[0].runId;
  const lost = { tenantId: one.tenantId, effectKey: `${newId('run')}/n/1`, runId: newId('run'), connection: bot.id };
  await chats.claim({ ...lost, chat: first.id, content: { kind: 'text', text: 'Pronto' } });
  await chats.failed(one.tenantId, lost.effectKey, { code: 'http_403', unreachable: true });
  const blocked = (await one.call('GET', `/v1/conversations/${first.id}`)).body;
  expect(blocked).toMatchObject({ state: 'unreachable', lastError: { code: 'http_403', runId: lost.runId } });
  await chats.sent(one.tenantId, lost.effectKey, { messageId: 1 });
  await database.withTenant(
    one.tenantId,
    (db) => db.sql`
      update runs set status = 'failed', ended_at = now(), error = ${JSON.stringify({ code: 'http_500', message: 'O ERP caiu' })}::json
      where id = ${parseId('run', run)}`,
  );
  await database.withTenant(one.tenantId, (db) => db.sql`delete from messages where effect_key = ${lost.effectKey}`);
  const failed = (await one.call('GET', `/v1/conversations/${first.id}`)).body;
  expect(failed.lastError).toMatchObject({ code: 'http_500', message: 'O ERP caiu', runId: run });
});

test('another tenant sees none of it, and it is no secret’s place', async () => {
  await newBot(other, 'Outra');
  expect((await other.call('GET', '/v1/conversations')).body).toEqual({ data: [], nextCursor: null });
  for (const path of [`/v1/conversations/${first.id}`, `/v1/conversations/${first.id}/messages`])
    expect((await other.call('GET', path)).status).toBe(404);
  const page = (await one.call('GET', '/v1/conversations?limit=1')).body;
  expect((await other.call('GET', `/v1/conversations?limit=1&cursor=${page.nextCursor}`)).status).toBe(400);
  const { key } = (await one.call('POST', '/v1/api-keys', { name: 'k', scopes: ['flows:read'] })).body;
  expect((await one.call('GET', '/v1/conversations', undefined, { authorization: `Bearer ${key}` })).status).toBe(403);
  expect((await one.call('GET', `/v1/conversations/${first.id}`)).text).not.toContain('TOKEN');
});

test('a message that did not go out gives its room back, and takes it again before another try', async () => {
  const [row] = await database.withTenant(
    one.tenantId,
    (db) => db.sql<{ n: bigint }>`
      select used + held as n from usage_totals where tenant_id = ${db.tenant} and feature = 'messages'`,
  );
  // Room for one more.
  await database.admin.sql`
    insert into entitlement_overrides (tenant_id, feature, limit_n, reason, by)
    values (${parseId('ten', one.tenantId)}, 'messages', ${Number(row?.n ?? 0) + 1}, 'test', 'test')`;
  const content = { kind: 'text', text: 'Pronto' };
  const of = (n: number) => {
    const runId = newId('run');
    return { tenantId: one.tenantId, effectKey: `${runId}/n/${n}`, runId, connection: bot.id, chat: first.id, content };
  };
  const [early, late] = [of(1), of(2)];
  await chats.claim(early);
  await chats.claim(early); // a repeat of a try that nobody heard the end of
  await chats.failed(one.tenantId, early.effectKey, { code: 'http_503', unreachable: false });
  await chats.claim(late);
  await chats.sent(one.tenantId, late.effectKey, { messageId: 2 });
  await expect(chats.claim(early)).rejects.toMatchObject({ code: 'limit_exceeded' });
});
