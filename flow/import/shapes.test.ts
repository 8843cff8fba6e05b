import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Json, JsonObject } from '../json.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { type SimulatedRun, simulate } from '../simulator/simulator.ts';
import { ok, worldOf } from '../testing.ts';
import { catalogue } from './fixtures/catalogue.ts';
import { read } from './fixtures/read.ts';
import * as shapes from './fixtures/shapes.ts';

interface Ran extends SimulatedRun {
  /** What each action was asked with. */
  asked: Map<string, JsonObject>;
  output: Json;
}

/** Runs an imported workflow; actions give what stands under their node's id. */
function run(workflow: Json, data: Json, answers: Record<string, Json> = {}): Ran {
  const { document } = read(workflow);
  const { plan, problems } = compile(document, catalogue, { locale: 'en' });
  const wrong = problems.filter((one) => one.severity === 'error' && one.code !== 'missing_connection');
  if (!plan && wrong.length > 0) throw new Error(JSON.stringify(wrong));
  const free = {
    ...document,
    nodes: document.nodes.map((node) =>
      Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'connection')),
    ),
  };
  const made = plan ?? compile(free, catalogue, { locale: 'en' }).plan;
  if (!made) throw new Error(JSON.stringify(problems));
  const asked = new Map<string, JsonObject>();
  const world = worldOf(
    {},
    {
      reply: (request) => {
        if ('config' in request) asked.set(request.node, request.config as JsonObject);
        return ok(answers[request.node] ?? null);
      },
    },
  );
  const trigger = { type: document.trigger.type, data, headers: {}, query: {}, receivedAt: '2026-11-21T12:00:00.000Z' };
  const done = simulate(made, sampleStart(data, { trigger }), world);
  const output = done.end?.status === 'succeeded' ? done.end.output : (done.end as unknown as Json);
  return { ...done, asked, output };
}

const FILE = { file: 'f1', name: 'report.csv', type: 'text/csv', size: 9, sha256: '00' };

test('a file is read where it was made, past nodes that know nothing of it', () => {
  const done = run(
    shapes.fileOnItsWay,
    {},
    {
      fetch: { status: 200, headers: {}, body: FILE },
      upload: { status: 201, headers: {}, body: { id: 1 } },
      rows: { rows: [{ name: 'Ana' }, { name: 'Bia' }], columns: ['name'], count: 2 },
    },
  );
  expect(done.asked.get('fetch')).toMatchObject({ response: 'file' });
  expect(done.asked.get('upload')).toMatchObject({ method: 'POST', bodyType: 'multipart', body: { file: FILE } });
  expect(done.asked.get('mail')).toMatchObject({ attachments: [FILE] });
  expect(done.asked.get('rows')).toMatchObject({ input: FILE, delimiter: ';' });
  expect(done.output).toEqual({ all: [{ name: 'ANA' }, { name: 'BIA' }] });
});

test('a file of a node that was not mapped is read of its placeholder, and the report says whose', () => {
  const { report } = read(shapes.fileOfAPlaceholder);
  const upload = report.nodes.find((node) => node.name === 'Upload');
  expect(upload?.status).toBe('approximated');
  expect(upload?.reasons.map((one) => one.en).join()).toContain('would come of “Download”, which was not mapped');
});

test('a second trigger of the same type never takes the runs of the first', () => {
  const webhooks = read(shapes.twoOfAKind('webhook')).document.nodes.find((node) => node.type === 'switch');
  expect(webhooks?.config).toEqual({ cases: [{ port: 'b', when: '{{ false }}' }] });
  const { document, report } = read(shapes.twoOfAKind('manualTrigger'));
  const how = document.nodes.find((node) => node.type === 'switch');
  expect(how?.config).toEqual({
    cases: [{ port: 'b', when: "{{ trigger.type == 'manual' && trigger.data?.from == 'B' }}" }],
  });
  expect(
    report.nodes
      .find((node) => node.name === 'B')
      ?.reasons.map((one) => one.en)
      .join(),
  ).toContain('{ "from": "B" }');
});

test('items become one file, and base64 a file of its own', () => {
  const rows = [{ n: 1 }, { n: 2 }];
  const done = run(
    shapes.filesMade,
    { rows },
    {
      toCSV: { text: null, file: FILE },
      send: { status: 200, headers: {}, body: { b64: 'aGk=' } },
    },
  );
  expect(done.asked.get('toCSV')).toEqual({ rows, delimiter: ',', bom: false, as: 'file', name: 'rows.csv' });
  expect(done.asked.get('send')).toMatchObject({ bodyType: 'binary', body: FILE });
  expect(done.asked.get('picture')).toEqual({ from: 'base64', content: 'aGk=' });
});

test('a classified text goes the way of its label, and takes along what came', () => {
  const goes = (label: string) =>
    run(shapes.classified, { text: 'Two tyres' }, { kind: { label, confidence: 1 } })
      .steps.filter((step) => step.status === 'succeeded')
      .at(-1)?.output;
  expect(goes('order')).toEqual({ to: 'sales: Two tyres' });
  expect(goes('complaint')).toEqual({ to: 'care' });
  expect(goes('Other')).toEqual({ to: 'desk' });
});

const left = [
  { id: 1, a: 'x' },
  { id: 2, a: 'y' },
];
const right = [
  { id: 2, b: 'p' },
  { id: 3, b: 'q' },
];

/** What n8n's Merge gives of these two lists, mode by mode. */
test.each<[string, Record<string, string>, Json[]]>([
  ['append', { mode: 'append' }, [...left, ...right]],
  [
    'combine by position',
    { mode: 'combine', combineBy: 'combineByPosition' },
    [
      { id: 2, a: 'x', b: 'p' },
      { id: 3, a: 'y', b: 'q' },
    ],
  ],
  [
    'all combinations',
    { mode: 'combine', combineBy: 'combineAll' },
    [
      { id: 2, a: 'x', b: 'p' },
      { id: 3, a: 'x', b: 'q' },
      { id: 2, a: 'y', b: 'p' },
      { id: 3, a: 'y', b: 'q' },
    ],
  ],
  ['keep matches', { mode: 'combine', joinMode: 'keepMatches' }, [{ id: 2, a: 'y', b: 'p' }]],
  ['keep what does not match', { mode: 'combine', joinMode: 'keepNonMatches' }, [left[0] as Json, right[1] as Json]],
  ['keep matches of the first', { mode: 'combine', outputDataFrom: 'input1' }, [left[1] as Json]],
  [
    'keep what does not match of the second',
    { mode: 'combine', joinMode: 'keepNonMatches', outputDataFrom: 'input2' },
    [right[1] as Json],
  ],
  [
    'enrich the first',
    { mode: 'combine', joinMode: 'enrichInput1' },
    [
      { id: 1, a: 'x' },
      { id: 2, a: 'y', b: 'p' },
    ],
  ],
  [
    'enrich the second',
    { mode: 'combine', joinMode: 'enrichInput2' },
    [
      { id: 2, a: 'y', b: 'p' },
      { id: 3, b: 'q' },
    ],
  ],
  [
    'keep everything',
    { mode: 'combine', joinMode: 'keepEverything' },
    [
      { id: 1, a: 'x' },
      { id: 2, a: 'y', b: 'p' },
      { id: 3, b: 'q' },
    ],
  ],
  ['choose the second', { mode: 'chooseBranch', useDataOfInput: '2' }, right],
])('a Merge gives what it gave: %s', (_, parameters, expected) => {
  expect(run(shapes.joins(parameters), { left, right }).output).toEqual({ all: expected });
});

test('a node that runs once takes the first item; one that always gives has an empty item for none', () => {
  expect(run(shapes.onceAndAlways, { rows: [{ n: 4 }, { n: 5 }] }).output).toEqual({ n: 4 });
  expect(run(shapes.onceAndAlways, { rows: [] }).output).toEqual({ n: 0 });
});

test('a circle that single items would leave is not remade, and the report says which line', () => {
  const { document, report } = read(shapes.circleOfItems);
  expect(compile(document, catalogue, { locale: 'en' }).problems.filter((one) => one.severity === 'error')).toEqual([]);
  expect(document.nodes.some((node) => node.type === 'while')).toBe(false);
  const check = report.nodes.find((node) => node.name === 'Check');
  expect(check?.status).toBe('approximated');
  expect(check?.reasons.map((one) => one.en).join()).toContain('The way back from “Wait”');
});

test('media of a bot is fetched, a press is answered, and its message changed', () => {
  const voice = run(shapes.botMedia, { kind: 'media', media: { kind: 'voice', fileId: 'v1', type: 'audio/ogg' } });
  expect(voice.asked.get('getVoice')).toEqual({ fileId: 'v1' });
  expect(voice.asked.has('answer')).toBe(false);
  const press = run(shapes.botMedia, {
    id: 9,
    conversation: '42',
    media: null,
    button: { callback: 'c1', data: 'yes' },
  });
  expect(press.asked.get('answer')).toEqual({ callback: 'c1' });
  expect(press.asked.get('change')).toEqual({ chat: '42', messageId: 9, text: 'Done' });
});

test('what was kept between runs is read before the code, and kept behind it', () => {
  const done = run(
    shapes.remembers,
    { ids: [{ id: 1 }, { id: 2 }] },
    {
      onlyNewKept: { value: { global: { seen: [1] } }, found: true },
      onlyNew: { items: [{ id: 2 }], kept: { global: { seen: [1, 2] } } },
    },
  );
  expect(done.asked.get('onlyNew')).toMatchObject({ input: { kept: { global: { seen: [1] } } } });
  expect(done.asked.get('onlyNewThen')).toEqual({ key: 'n8n', value: { global: { seen: [1, 2] } } });
  expect(done.output).toEqual({ all: [{ id: 2 }] });
});
