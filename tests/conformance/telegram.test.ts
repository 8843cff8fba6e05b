import { readFileSync } from 'node:fs';
import telegramTestApi from 'telegram-test-api';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '#scripts/embedded/ports.ts';
import { fencesOf } from '#tests/docs/fences.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';
import { demo, unique, until } from './client.ts';
import { flowOf, set, type TestFlow } from './flow-of.ts';

// Erasure: its types tell of a default export, its code exports the class itself.
const TelegramServer = telegramTestApi as unknown as typeof telegramTestApi.default;
const api = demo();
const server = await TelegramSimulator.start();
afterAll(() => server.stop());
let bots = 0;

/** Keeps a bot on a server, and gives its name, id and token. */
const newBot = async (apiRoot = server.url, more: Record<string, unknown> = {}) => {
  const token = `${process.pid}${++bots}:SECRET-of-a-bot`;
  const name = unique('bot');
  const { id } = await api.made('POST', '/v1/connections', { connector: 'telegram', name, token, apiRoot, ...more });
  return { id, name, token };
};
const onMessage = (bot: { name: string }, config: Record<string, unknown> = {}) => ({
  type: 'message',
  config: { channel: 'telegram', account: bot.name, ...config },
});
const send = (bot: { name: string }, text: string, more: Record<string, unknown> = {}) => ({
  type: 'telegram.sendMessage',
  connection: bot.name,
  config: { chat: '{{ trigger.data.conversation }}', text, ...more },
});
const bot = await newBot();
const deploy = (flow: TestFlow): Promise<string> => api.deploy(flowOf(flow));
const said = (chat: number, texts: string[]) =>
  expect.poll(() => server.said(chat), { timeout: 20_000 }).toEqual(texts);

test('the flow of the documentation talks with a contact to the end', async () => {
  const [fence] = fencesOf(readFileSync('docs/actions/telegram.md', 'utf8')).filter(({ words }) =>
    words.includes('workshop'),
  );
  const oficina = await newBot();
  const flow = await api.deploy(JSON.parse((fence?.text ?? '').replaceAll('"oficina"', JSON.stringify(oficina.name))));
  server.says(oficina.token, 61, 'Bom dia, quero um ORÇAMENTO');
  await said(61, ['O que vamos fazer?']);
  server.presses(oficina.token, 61, 'Freios');
  await said(61, ['O que vamos fazer?', 'Qual é a placa?']);
  server.says(oficina.token, 61, 'a do gol');
  await said(61, ['O que vamos fazer?', 'Qual é a placa?', 'Não entendi. A placa, como ABC1D23?']);
  server.says(oficina.token, 61, 'abc 1d23');
  await expect.poll(() => server.said(61).at(-1), { timeout: 20_000 }).toBe('Anotado: Freios, placa ABC1D23.');
  const [run, ...others] = await api.runsOf(flow);
  expect(others).toEqual([]);
  expect(await api.ended(run.id)).toMatchObject({ status: 'succeeded' });
  expect(await api.step(run.id, 'service')).toMatchObject({
    output: { answer: 'Freios', message: { kind: 'button' } },
  });
  await expect.poll(() => server.of('answerCallbackQuery').length).toBeGreaterThan(0);
  // A button of a question that is over answers nothing.
  server.presses(oficina.token, 61, 'Óleo');
  await expect.poll(() => server.of('answerCallbackQuery').some(({ text }) => text !== undefined)).toBe(true);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('one bot serves many flows, each by its words, and the contact gets what each says', async () => {
  const shop = await newBot();
  await deploy({
    trigger: onMessage(shop, { keywords: ['preço'] }),
    nodes: { a: send(shop, 'R$ 10') },
    edges: 'trigger > a',
  });
  await deploy({
    trigger: onMessage(shop, { match: "{{ trigger.data.text.endsWith('?') }}" }),
    nodes: { a: send(shop, 'Boa pergunta, {{ trigger.data.from.name }}') },
    edges: 'trigger > a',
  });
  server.says(shop.token, 62, 'Qual é o preco?');
  await expect.poll(() => server.said(62).toSorted(), { timeout: 20_000 }).toEqual(['Boa pergunta, Ana Lima', 'R$ 10']);
});

test('who is asked by a flow that no message began answers that run, and begins no other', async () => {
  const general = await deploy({
    trigger: onMessage(bot),
    nodes: { a: set({ t: '{{ trigger.data.text }}' }) },
    edges: 'trigger > a',
  });
  const survey = await deploy({
    nodes: {
      q: {
        type: 'ask',
        config: { to: `telegram/${bot.name}/63`, text: 'De 0 a 10?', expect: 'number', timeout: 'PT1M' },
      },
    },
    edges: 'trigger > q',
  });
  const run = await api.start(survey);
  await said(63, ['De 0 a 10?']);
  server.says(bot.token, 63, '9');
  expect(await api.ended(run)).toMatchObject({ status: 'succeeded', output: { answer: 9, tries: 1 } });
  server.says(bot.token, 63, 'tchau');
  await until(async () => (await api.runsOf(general)).length === 1, 'one run');
  expect((await api.ended((await api.runsOf(general))[0].id)).output).toEqual({ t: 'tchau' });
  await api.delete(`/v1/flows/${general}`);
});

test('quick messages of a chat are answered in their order', async () => {
  const echo = await newBot();
  await deploy({ trigger: onMessage(echo), nodes: { a: set({ t: '{{ trigger.data.text }}' }) }, edges: 'trigger > a' });
  const flow = await deploy({
    trigger: onMessage(echo),
    nodes: { a: send(echo, '{{ trigger.data.text }}') },
    edges: 'trigger > a',
  });
  const texts = Array.from({ length: 6 }, (_, n) => `m${n}`);
  for (const text of texts) server.says(echo.token, 64, text);
  await expect.poll(() => server.said(64), { timeout: 30_000 }).toEqual(texts);
  expect((await api.runsOf(flow)).length).toBe(6);
});

test('429 parks the node, and the message goes out once when its time is over', async () => {
  const flow = await deploy({
    nodes: { a: { ...send(bot, 'depois'), config: { chat: 65, text: 'depois' } } },
    edges: 'trigger > a',
  });
  server.trouble('sendMessage', { status: 429, body: { parameters: { retry_after: 2 } } });
  const run = await api.start(flow);
  expect(await api.ended(run)).toMatchObject({ status: 'succeeded' });
  expect([server.said(65), (await api.step(run, 'a')).attempts]).toEqual([['depois', 'depois'], 1]);
});

test('a message that cannot be delivered leaves by error, and nothing shows the token', async () => {
  const flow = await deploy({
    nodes: {
      a: { ...send(bot, 'x'), config: { chat: 66, text: 'x' } },
      e: set({ code: '{{ error.code }}', said: '{{ error.details.description }}' }),
    },
    edges: 'trigger > a.error > e',
  });
  server.trouble('sendMessage', { status: 403, body: { description: 'Forbidden: bot was blocked by the user' } });
  const run = await api.through(flow);
  expect(run.output).toEqual({ code: 'telegram_403', said: 'Forbidden: bot was blocked by the user' });
  server.trouble('sendMessage', 'lost', 'lost', 'lost');
  const lost = await api.through(flow);
  expect(lost.output.code).toBe('connection_failed');
  const everything = JSON.stringify([
    await api.steps(run.id),
    await api.steps(lost.id),
    await api.get(`/v1/connections/${bot.id}`),
  ]);
  expect(everything).not.toContain('SECRET');
});

test('a connection says who is missing, and its test asks Telegram', async () => {
  const tried = await api.made('POST', `/v1/connections/${bot.id}/test`, {});
  expect(tried).toMatchObject({ testError: null, testedAt: expect.any(String) });
  server.trouble('getMe', { status: 401, body: { description: 'Unauthorized' } });
  expect((await api.made('POST', `/v1/connections/${bot.id}/test`, {})).testError).toContain('telegram_401');
  const elsewhere = await api.call('PATCH', `/v1/connections/${bot.id}`, { apiRoot: 'https://evil.example' });
  expect([elsewhere.status, elsewhere.body.errors[0].pointer]).toEqual([422, '/secret']);
  const missing = flowOf({
    trigger: { type: 'message', config: { channel: 'telegram', account: 'nobody' } },
    nodes: { a: set({ a: 1 }) },
    edges: 'trigger > a',
  });
  const { body } = await api.post('/v1/flows/validate', { definition: missing });
  expect(body.problems).toEqual([
    expect.objectContaining({ code: 'missing_connection', field: '/trigger/config/account' }),
  ]);
});

test("somebody else's Bot API server: texts, buttons, edits and deletions", async () => {
  const theirs = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
  await theirs.start();
  try {
    const real = await newBot(theirs.config.apiURL);
    await deploy({
      trigger: onMessage(real, { keywords: ['oi'] }),
      nodes: {
        q: { type: 'ask', config: { text: 'Sim ou não?', expect: 'choice', options: ['Sim', 'Não'] } },
        m: send(real, 'Você disse {{ steps.q.answer }}'),
        e: {
          type: 'telegram.editMessage',
          connection: real.name,
          config: {
            chat: '{{ trigger.data.chat.id }}',
            messageId: '{{ steps.m.messageId }}',
            text: 'Você disse {{ steps.q.answer }}.',
          },
        },
      },
      edges: 'trigger > q > m > e',
    });
    const client = theirs.getClient(real.token, { chatId: 71, userId: 71, firstName: 'Bia', timeout: 20_000 });
    await client.sendMessage(client.makeMessage('oi'));
    const first = await client.getUpdates();
    const [question] = first.result;
    const markup = question?.message.reply_markup as { inline_keyboard: { text: string; callback_data: string }[][] };
    expect(markup.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Sim', 'Não']);
    const press = markup.inline_keyboard.flat()[1]?.callback_data ?? '';
    await client.sendCallback(client.makeCallbackQuery(press));
    await until(
      async () => (await client.getUpdatesHistory()).some((one) => JSON.stringify(one).includes('Você disse Não.')),
      'the edited message',
    );
  } finally {
    await theirs.stop();
  }
});
