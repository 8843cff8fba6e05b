import { expect, test } from 'vitest';
import { actionsById } from '#connectors/actions.ts';
import { contextFor } from '#connectors/context-for.ts';
import { telegramConnection } from '#connectors/telegram/connection.ts';
import { telegramFixture } from './telegram-fixture.ts';

const { server, newBot, act, db, services, tenantId } = await telegramFixture();
const send = 'telegram.sendMessage';

const thrown = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (error: unknown) => error as { code: string; retry: string; waitUntil?: number; message: string; details: object },
  );

test('a message goes out with its buttons, and its answer names the conversation', async () => {
  const bot = await newBot();
  const config = {
    chat: 11,
    text: 'Oi',
    parseMode: 'HTML',
    buttons: [['Sim', 'Não'], { text: 'Site', url: 'https://x.example' }],
    replyTo: 5,
  };
  const answer = await act(send, bot, config);
  expect(answer).toMatchObject({
    messageId: expect.any(Number),
    chat: '11',
    conversation: expect.stringMatching(/^cnv_/),
  });
  expect(server.of('sendMessage').at(-1)).toEqual({
    ...{ chat_id: '11', text: 'Oi', parse_mode: 'HTML' },
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Sim', callback_data: 'Sim' },
          { text: 'Não', callback_data: 'Não' },
        ],
        [{ text: 'Site', url: 'https://x.example' }],
      ],
    },
    reply_parameters: { message_id: 5, allow_sending_without_reply: true },
  });
  const again = await act(send, bot, { chat: answer.conversation ?? null, text: 'De novo', keyboard: ['A', 'B'] });
  expect(again.conversation).toBe(answer.conversation);
  expect(server.of('sendMessage').at(-1)).toMatchObject({ chat_id: '11', reply_markup: { one_time_keyboard: true } });
});

test('a repeat of an effect whose answer was kept sends nothing', async () => {
  const bot = await newBot();
  const first = await act(send, bot, { chat: 12, text: 'uma vez' }, { key: 'run_a/n/1' });
  const second = await act(send, bot, { chat: 12, text: 'uma vez' }, { key: 'run_a/n/1' });
  expect([second, server.said(12)]).toEqual([first, ['uma vez']]);
});

test('an attempt whose answer was lost is an error that is retried, and sends again', async () => {
  const bot = await newBot();
  server.trouble('sendMessage', 'lost');
  const error = await thrown(act(send, bot, { chat: 13, text: 'x' }, { key: 'run_b/n/1' }));
  expect([error.code, error.retry]).toEqual(['connection_failed', 'retry']);
  await act(send, bot, { chat: 13, text: 'x' }, { key: 'run_b/n/1' });
  expect(server.said(13)).toEqual(['x', 'x']);
});

test('429 parks until the time that Telegram names, for every message of the bot', async () => {
  const bot = await newBot();
  server.trouble('sendMessage', {
    status: 429,
    body: { description: 'Too Many Requests', parameters: { retry_after: 20 } },
  });
  const before = Date.now();
  for (const chat of [14, 15]) {
    const error = await thrown(act(send, bot, { chat, text: 'x' }, { key: `run_c/${chat}/1` }));
    expect([error.code, error.retry]).toEqual(['rate_limited', 'wait']);
    expect(error.waitUntil).toBeGreaterThanOrEqual(before + 19_900);
    expect(error.waitUntil).toBeLessThanOrEqual(Date.now() + 20_000);
  }
  expect(server.said(15)).toEqual([]);
  await act(send, await newBot(), { chat: 15, text: 'de outro bot' });
  expect(server.said(15)).toEqual(['de outro bot']);
});

test('what Telegram refuses is for good, and a contact who blocked the bot is noted', async () => {
  const bot = await newBot();
  server.trouble('sendMessage', { status: 400, body: { description: 'Bad Request: chat not found' } });
  const bad = await thrown(act(send, bot, { chat: 16, text: 'x' }));
  expect(bad).toMatchObject({
    code: 'telegram_400',
    retry: 'never',
    details: { description: 'Bad Request: chat not found' },
  });
  server.trouble('sendMessage', { status: 403, body: { description: 'Forbidden: bot was blocked by the user' } });
  expect(await thrown(act(send, bot, { chat: 17, text: 'x' }))).toMatchObject({ code: 'telegram_403', retry: 'never' });
  const [row] = await db(
    (tx) => tx.sql<{ at: Date | null }>`select unreachable_at as at from conversations where external_id = '17'`,
  );
  expect(row?.at).toBeInstanceOf(Date);
  server.trouble('sendMessage', { status: 502, body: {} });
  expect(await thrown(act(send, bot, { chat: 18, text: 'x' }))).toMatchObject({ code: 'telegram_502', retry: 'retry' });
});

test('a group that became a supergroup is followed', async () => {
  const bot = await newBot();
  const moved = {
    status: 400,
    body: { description: 'Bad Request: group chat was upgraded', parameters: { migrate_to_chat_id: -1009 } },
  };
  server.trouble('sendMessage', moved);
  expect(await act(send, bot, { chat: -9, text: 'oi' })).toMatchObject({ chat: '-1009' });
  await act(send, bot, { chat: -1009, text: 'de novo' });
  const rows = await db((tx) => tx.sql`select id from conversations where external_id in ('-9', '-1009')`);
  expect([server.said(-1009), rows.length]).toEqual([['oi', 'de novo'], 1]);
});

test('one chat gets a message a second, after a short burst; another chat does not wait for it', async () => {
  const bot = await newBot();
  const from = server.calls.length;
  await Promise.all(
    [1, 2, 3, 4]
      .map((n) => act(send, bot, { chat: 20, text: String(n) }))
      .concat(act(send, bot, { chat: 21, text: 'x' })),
  );
  const at = (chat: string) =>
    server.calls.slice(from).flatMap(({ params, atMs }) => (params.chat_id === chat ? [atMs] : []));
  const [first = 0, , third = 0, fourth = 0] = at('20');
  expect(third - first).toBeLessThan(900);
  expect(fourth - first).toBeGreaterThan(900);
  expect((at('21')[0] ?? 0) - first).toBeLessThan(900);
});

test('a place in line that is far off parks the node, and stays its own', async () => {
  const bot = await newBot();
  const many = await Promise.allSettled(
    Array.from({ length: 9 }, (_, n) =>
      act(send, bot, { chat: 22, text: String(n) }, { key: `run_d/${n}/1`, timeoutMs: 1_000 }),
    ),
  );
  const parked = many
    .flatMap((one) => (one.status === 'rejected' ? [Number(one.reason.waitUntil)] : []))
    .toSorted((a, b) => a - b);
  expect(parked.length).toBeGreaterThanOrEqual(5);
  expect((parked.at(-1) ?? 0) - (parked[0] ?? 0)).toBeGreaterThan((parked.length - 1) * 900);
});

test('a file goes up by its bytes, an address by itself', async () => {
  const bot = await newBot();
  await act('telegram.sendMedia', bot, { chat: 23, kind: 'photo', media: 'https://x.example/a.jpg', caption: 'Foto' });
  expect(server.of('sendPhoto')).toEqual([{ chat_id: '23', photo: 'https://x.example/a.jpg', caption: 'Foto' }]);
  const file = { file: 'f1', name: 'nota.txt', type: 'text/plain', size: 3, sha256: 'x' };
  const files = { put: async () => file, read: async () => new TextEncoder().encode('abc') };
  const connection = {
    id: bot.id,
    connector: 'telegram',
    name: bot.name,
    config: {},
    secret: { token: bot.token },
    hosts: ['api.telegram.org'],
  };
  const context = contextFor(
    { ...services, files },
    {
      connection,
      idempotencyKey: 'run_e/n/1',
      tenant: { id: tenantId, slug: 'x' },
      run: { id: `run_${'0'.repeat(32)}`, test: false },
    },
  );
  await actionsById.get('telegram.sendMedia')?.run({ chat: 23, kind: 'document', media: file }, context);
  expect(server.of('sendDocument')).toEqual([
    { chat_id: '23', document: { name: 'nota.txt', type: 'text/plain', text: 'abc' } },
  ]);
});

test('media that came is fetched and kept, and the server cannot lead elsewhere', async () => {
  const bot = await newBot();
  const kept: { name: string; type: string; text: string }[] = [];
  const files = {
    read: async () => new Uint8Array(),
    put: async (_tenant: string, { bytes, name, type }: { bytes: Uint8Array; name: string; type: string }) => {
      kept.push({ name, type, text: new TextDecoder().decode(bytes) });
      return { file: 'f', name, type, size: bytes.length, sha256: 's' };
    },
  };
  const connection = {
    ...{ id: bot.id, connector: 'telegram', name: bot.name, config: {}, secret: { token: bot.token } },
    hosts: ['api.telegram.org'],
  };
  const fetchFile = (fileId: string) =>
    actionsById.get('telegram.getFile')?.run({ fileId }, contextFor({ ...services, files }, { connection })) ??
    Promise.reject(new Error('no such action'));
  expect(await fetchFile('photos/file_1.jpg')).toMatchObject({ name: 'file_1.jpg', type: 'image/jpeg', size: 16 });
  expect(kept).toEqual([{ name: 'file_1.jpg', type: 'image/jpeg', text: 'bytes of a photo' }]);
  for (const path of ['../../etc', 'a b', '/abs', 'x?y'])
    expect(await thrown(fetchFile(path))).toMatchObject({ code: 'bad_output' });
});

test('editing to what is there and deleting what is gone are no errors', async () => {
  const bot = await newBot();
  const message = { chat: 24, messageId: 7 };
  expect(await act('telegram.editMessage', bot, { ...message, text: 'novo' })).toEqual({ changed: true });
  server.trouble('editMessageText', { status: 400, body: { description: 'Bad Request: message is not modified: …' } });
  expect(await act('telegram.editMessage', bot, { ...message, text: 'novo' })).toEqual({ changed: false });
  expect(await act('telegram.deleteMessage', bot, message)).toEqual({ deleted: true });
  server.trouble('deleteMessage', { status: 400, body: { description: 'Bad Request: message to delete not found' } });
  expect(await act('telegram.deleteMessage', bot, message)).toEqual({ deleted: false });
  expect(await act('telegram.answerCallback', bot, { callback: 'c1', text: 'Anotado' })).toEqual({ answered: true });
  expect(server.of('answerCallbackQuery')).toEqual([{ callback_query_id: 'c1', text: 'Anotado' }]);
  expect(server.of('editMessageText').at(-1)).toEqual({ chat_id: '24', message_id: 7, text: 'novo' });
});

test('no failure shows the token', async () => {
  const bot = await newBot();
  server.trouble(
    'sendMessage',
    'lost',
    { status: 500, body: {} },
    { status: 401, body: { description: 'Unauthorized' } },
  );
  for (let n = 0; n < 3; n++) {
    const error = await thrown(act(send, bot, { chat: 25, text: 'x' }));
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('TOKEN');
  }
});

test('the connection is tried by getMe; its own server needs to be one of its hosts', async () => {
  const bot = await newBot();
  const base = { id: bot.id, connector: 'telegram', name: bot.name, secret: { token: bot.token } };
  const tryIt = (config: object, hosts: string[]) =>
    telegramConnection.test?.(contextFor(services, { connection: { ...base, config: { ...config }, hosts } })) ??
    expect.unreachable();
  await tryIt({}, ['api.telegram.org']);
  await tryIt({ apiRoot: server.url }, [server.host]);
  expect(await thrown(tryIt({ apiRoot: server.url }, ['other.example']))).toMatchObject({ code: 'address_refused' });
  server.trouble('getMe', { status: 401, body: { description: 'Unauthorized' } });
  expect(await thrown(tryIt({}, ['api.telegram.org']))).toMatchObject({ code: 'telegram_401' });
});
