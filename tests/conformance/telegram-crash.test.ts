import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';
import { Client } from './client.ts';
import { flowOf, set } from './flow-of.ts';

// A product of its own: it is killed.
const home = mkdtempSync(path.join(tmpdir(), 'trama-telegram-'));
const token = '1:SECRET';
let product: Product;
let server: TelegramSimulator;
let api: Client;

beforeAll(async () => {
  server = await TelegramSimulator.start();
  // The operator's own server: it needs no place in TRAMA_ALLOW_PRIVATE_HOSTS.
  product = new Product(path.join(home, 'data'), { ...(await freeSettings()), TELEGRAM_API_ROOT: server.url });
  api = new Client(await product.start());
});
afterAll(async () => {
  await product.stop();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function crash(): Promise<void> {
  product.signal('SIGKILL');
  await product.gone(10_000);
  await product.start();
}

const CHATS = [81, 82, 83];
const EACH = 20;

test('kill -9 while messages come: each begins one run, in the order of its chat, and a question keeps its answer', async () => {
  await api.made('POST', '/v1/connections', { connector: 'telegram', name: 'bot', token });
  const trigger = {
    type: 'message',
    config: { channel: 'telegram', account: 'bot', match: "{{ trigger.data.text.startsWith('m') }}" },
  };
  const flow = await api.deploy(
    flowOf({
      trigger,
      nodes: { a: set({ t: '{{ trigger.data.text }}', c: '{{ trigger.data.chat.id }}' }) },
      edges: 'trigger > a',
    }),
  );
  const asking = await api.deploy(
    flowOf({
      nodes: { q: { type: 'ask', config: { to: 'telegram/bot/80', text: 'Nome?', expect: 'text' } } },
      edges: 'trigger > q',
    }),
  );
  const asked = await api.start(asking);
  await expect.poll(() => server.said(80), { timeout: 20_000 }).toEqual(['Nome?']);
  const talking = (async () => {
    for (let n = 0; n < EACH; n++) {
      for (const chat of CHATS) server.says(token, chat, `m${n}`);
      await sleep(250);
    }
  })();
  await sleep(1_200);
  await crash();
  server.says(token, 80, 'Ana');
  await sleep(900);
  await crash();
  await talking;
  const total = CHATS.length * EACH;
  await expect.poll(async () => (await api.runsOf(flow)).length, { timeout: 100_000, interval: 500 }).toBe(total);
  await expect
    .poll(async () => (await api.runsOf(flow)).every(({ status }) => status === 'succeeded'), {
      timeout: 60_000,
      interval: 500,
    })
    .toBe(true);
  const outputs = await Promise.all(
    (await api.runsOf(flow)).toReversed().map(async ({ id }) => (await api.run(id)).output),
  );
  const inOrder = Array.from({ length: EACH }, (_, n) => `m${n}`);
  for (const chat of CHATS) {
    const texts = outputs.filter(({ c }) => c === String(chat)).map(({ t }) => t);
    expect(texts, `chat ${chat}`).toEqual(inOrder);
  }
  expect(await api.ended(asked)).toMatchObject({ status: 'succeeded', output: { answer: 'Ana' } });
  expect(server.said(80)).toEqual(['Nome?']);
  // The sweep may have to find what a kill left: within two minutes.
}, 200_000);
