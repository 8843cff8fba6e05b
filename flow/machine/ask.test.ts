import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json } from '../json.ts';
import type { NodeType } from '../node-type.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { type SimulatedRun, simulate } from '../simulator/simulator.ts';
import { flowOf, ok, shortly, testCatalogue, worldOf } from '../testing.ts';

const text = { pt: 'Mandar', en: 'Send' };
const send: NodeType = {
  ...{
    type: 'message.send',
    version: 1,
    kind: 'action',
    group: 'message',
    icon: 'message',
    title: text,
    description: text,
  },
  ...{ config: { type: 'object' }, ports: ['out'], effect: 'unsafe' },
};
const catalogue = new Map([...testCatalogue, [send.type, send]]);

const asking = (config: Record<string, Json>) =>
  flowOf({
    nodes: [{ id: 'q', type: 'ask', config: { text: 'Qual?', expect: 'text', ...config } }],
    edges: ['trigger > q'],
  });

/** Puts the question to a contact who replies with these messages, a second apart. */
function talk(config: Record<string, Json>, replies: Json[]): SimulatedRun & { sent: Json[] } {
  const { plan, problems } = compile(asking(config), catalogue, { locale: 'en' });
  if (!plan) throw new Error(JSON.stringify(problems));
  const events = replies.map((reply, i) => ({
    afterMs: 1_000 * (i + 1),
    event: {
      ...{ id: `evt_${i}`, name: 'trigger', key: null, source: 'trigger' },
      data: typeof reply === 'string' ? { text: reply } : reply,
      receivedAt: new Date(Date.parse('2026-11-21T12:00:00.000Z') + 1_000 * (i + 1)).toISOString(),
    },
  }));
  const run = simulate(plan, sampleStart({ conversation: 'c1' }), worldOf({ q: ok(null) }, { events }));
  const sent = run.commands.flatMap((command) => (command.kind === 'call' ? [command.config] : []));
  return { ...run, sent };
}

const outcome = ({ steps, end }: SimulatedRun): [string | null | undefined, Json | undefined] => [
  steps.find((step) => step.node === 'q')?.port,
  end?.output,
];

test.each<[string, string, Json]>([
  ['text', ' azul ', 'azul'],
  ['number', '1.234,5', 1234.5],
  ['money', 'R$ 10,50', { amount: 1050, currency: 'BRL' }],
  ['cpf', '529.982.247-25', '52998224725'],
  ['email', 'Ana@Exemplo.com', 'ana@exemplo.com'],
  ['plate', 'abc1d23', 'ABC1D23'],
  ['phone', '(11) 98765-4321', '+5511987654321'],
])('a reply that is a %s is kept as the language keeps it', (expected, reply, answer) => {
  const [port, output] = outcome(talk({ expect: expected }, [reply]));
  expect([port, output]).toEqual(['out', { answer, raw: reply, message: { text: reply }, tries: 1 }]);
});

test('a choice is named by its number or its words', () => {
  expect(outcome(talk({ expect: 'choice', options: ['Óleo', 'Freio'] }, ['2']))[1]).toMatchObject({ answer: 'Freio' });
  expect(outcome(talk({ expect: 'choice', options: ['Óleo', 'Freio'] }, ['óleo']))[1]).toMatchObject({
    answer: 'Óleo',
  });
});

test('what is not understood is asked again in other words, each question once under its own key', () => {
  const run = talk({ expect: 'plate', retryText: 'Pode repetir?' }, ['sei lá', 'ABC1D23']);
  const answerBy = { until: null };
  expect(run.sent).toEqual([
    { text: 'Qual?', answerBy },
    { text: 'Pode repetir?', answerBy },
  ]);
  expect(outcome(run)).toEqual(['out', { answer: 'ABC1D23', raw: 'ABC1D23', message: { text: 'ABC1D23' }, tries: 2 }]);
  const keys = run.commands.flatMap((command) => (command.kind === 'call' ? [command.idempotencyKey] : []));
  expect(new Set(keys).size).toBe(2);
});

test('after its tries it leaves by invalid, and `valid` has the last word', () => {
  expect(outcome(talk({ expect: 'number', tries: 2, valid: '{{ answer > 10 }}' }, ['3', '4']))).toEqual([
    'invalid',
    { answer: null, raw: '4', message: { text: '4' }, tries: 2 },
  ]);
});

test('an option that looks like a number is named by what it says before it is counted', () => {
  const options = ['2', '1'];
  expect(outcome(talk({ expect: 'choice', options }, ['1']))[1]).toMatchObject({ answer: '1' });
  expect(outcome(talk({ expect: 'choice', options: ['a', 'b'] }, ['0']))[1]).not.toMatchObject({ answer: 'a' });
});

test('the channel is told by when the answer is waited for', () => {
  const { sent } = talk({ timeout: 'PT30M' }, []);
  expect(sent).toEqual([{ text: 'Qual?', answerBy: { until: '2026-11-21T12:30:00.000Z' } }]);
});

test('media is what the message brings, and silence leaves by timeout', () => {
  expect(outcome(talk({ expect: 'media' }, [{ media: { file: 'f' } }]))[1]).toMatchObject({ answer: { file: 'f' } });
  const silent = talk({ timeout: 'PT30M' }, []);
  expect([outcome(silent)[0], silent.tookMs >= 1_800_000]).toEqual(['timeout', true]);
});

test('without a channel to ask by, it is a problem of the draft', () => {
  expect(shortly(compile(asking({}), testCatalogue, { locale: 'en' }).problems)).toContain(
    'error:channel_lacks_feature@q',
  );
});
