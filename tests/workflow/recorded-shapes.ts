import { planOf, type ShortFlow } from '#flow/testing.ts';
import type { Expectation } from '../docs/expectation.ts';
import { RETRYABLE } from './recorded-activities.ts';
import type { Recording } from './recorder.ts';

const shape = (
  name: string,
  flow: ShortFlow,
  expected: Expectation = {},
  more: Partial<Recording> = {},
): Recording => ({ name: `shape-${name}`, plan: planOf(flow), expected, ...more });

const LONG = { type: 'test.call', timeout: 'PT2H' };
const again = { error: { code: 'http_503', message: RETRYABLE } };
const refused = { error: { code: 'http_409' } };
const parked = { waitUntil: '2026-11-21T14:00:00.000Z' };

/** Calls of every kind that the driver knows: ordinary, quick, tried again, parked, left, long, cancelled. */
const calls = (): Recording[] => [
  ...[true, false].flatMap((callerWaits) => {
    const name = callerWaits ? 'quick' : 'ordinary';
    const call = (what: string, world: NonNullable<Expectation['world']>, node: object = {}, cancelAfter?: string) =>
      shape(
        `${name}-${what}`,
        {
          nodes: [
            { id: 'h', type: 'test.call', ...node },
            { id: 'fim', type: 'set', config: { values: { h: '{{ steps.h }}' } } },
          ],
          edges: ['trigger > h', 'h > fim'],
        },
        { world, ...(cancelAfter && { cancelAfter }) },
        { callerWaits },
      );
    return [
      call('ok', { h: { output: 1 } }),
      call('tried-again', { h: [again, again, { output: 1 }] }),
      call('refused', { h: refused }),
      call('parked', { h: [parked, { output: 1 }] }),
      call('left', { h: { output: 1, after: 'PT5M' } }),
      call('cancelled', { h: null }, {}, 'PT1S'),
      call('long', { h: { output: 1 } }, LONG),
      call('long-tried-again', { h: [again, { output: 1 }] }, LONG),
      call('long-parked', { h: [parked, { output: 1 }] }, LONG),
      call('long-refused', { h: refused }, LONG),
      call('long-cancelled', { h: null }, LONG, 'PT1S'),
    ];
  }),
];

/** Waits of all kinds side by side. */
const WAITS: ShortFlow = {
  nodes: [
    { id: 'tempo', type: 'wait', config: { for: 'P1D' } },
    { id: 'aprova', type: 'approval', config: { title: 'Pode?', timeout: 'P2D' } },
    { id: 'pago', type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'pago' }], timeout: 'P3D' } },
    { id: 'outro', type: 'flow', config: { flow: 'outro', input: {} } },
    { id: 'vaga', type: 'test.call' },
    { id: 'cada', type: 'forEach', config: { items: '{{ range(5) }}', concurrency: 2 } },
    { id: 'item', type: 'test.call', parent: 'cada', config: { i: '{{ item }}' } },
    { id: 'pausa', type: 'wait', parent: 'cada', config: { for: 'PT1H' } },
  ],
  edges: [
    ...['tempo', 'aprova', 'pago', 'outro', 'vaga', 'cada'].map((id) => `trigger > ${id}`),
    'cada.each > item',
    'item > pausa',
  ],
};
const EVENTS = [{ after: 'PT5H', name: 'pago' }];
const ANSWERS: NonNullable<Expectation['world']> = { vaga: [parked, { output: 1 }], outro: { output: 2 } };

const waits = (): Recording[] => [
  shape('waits', WAITS, { world: { ...ANSWERS, aprova: { port: 'approved', output: {} } }, events: EVENTS }),
  shape('waits-timeouts', WAITS, { world: { ...ANSWERS, aprova: null } }),
  shape('waits-open', WAITS, { world: { ...ANSWERS, aprova: null, vaga: null, outro: null } }),
  shape('waits-cancelled', WAITS, { world: { ...ANSWERS, aprova: null, outro: null }, cancelAfter: 'PT30M' }),
  shape('plan-apart', WAITS, { world: { ...ANSWERS, aprova: null }, events: EVENTS }, { planApart: true }),
  shape(
    'paused',
    WAITS,
    { world: { ...ANSWERS, aprova: null }, events: EVENTS },
    {
      signals: [
        { after: 'PT1M', name: 'pause' },
        { after: 'PT6H', name: 'resume' },
      ],
    },
  ),
];

/** Undone in order, also when a cancel asks for it. */
const UNDONE: ShortFlow = {
  nodes: [
    { id: 's', type: 'scope', config: { compensate: true } },
    ...['a', 'b'].map((id) => ({
      id,
      type: 'test.call',
      parent: 's',
      compensation: { type: 'test.call', config: { undo: id } },
    })),
    { id: 'c', type: 'test.call', parent: 's' },
  ],
  edges: ['trigger > s', 's.each > a', 'a > b', 'b > c'],
};

const work = (): Recording[] => [
  shape('undone', UNDONE, { world: { c: refused } }),
  shape('undone-by-a-cancel', UNDONE, { world: { c: null }, cancelAfter: 'PT1S' }),
  shape('long-work', {
    nodes: [{ id: 'w', type: 'while', config: { condition: '{{ index < 60000 }}' } }],
    edges: ['trigger > w'],
  }),
  shape('pages-of-the-trace', {
    nodes: [
      { id: 'cada', type: 'forEach', config: { items: '{{ range(500) }}' } },
      { id: 'i', type: 'set', parent: 'cada', config: { values: { i: '{{ item }}' } } },
      { id: 'w', type: 'wait', config: { for: 'PT2M' } },
    ],
    edges: ['trigger > cada', 'cada.each > i', 'cada > w'],
  }),
];

/** As the product's own runs: quick actions, few marks, and a new execution each month. */
const THRIFTY: ShortFlow = {
  nodes: [
    { id: 'w', type: 'while', config: { condition: '{{ index < 4 }}' } },
    { id: 'h', type: 'test.call', parent: 'w', config: { i: '{{ index }}' } },
    {
      id: 'pago',
      type: 'waitForEvent',
      parent: 'w',
      config: { events: [{ port: 'ok', name: 'pago' }], timeout: 'P30D' },
    },
  ],
  edges: ['trigger > w', 'w.each > h', 'h > pago'],
  settings: { timeout: null },
};

const thrifty = (): Recording[] => [
  shape('thrifty', THRIFTY, { world: { h: { output: 1 } }, events: EVENTS }, { thrifty: true }),
];

/** Those whose history grows so long that the run goes on as a new execution. After them the test server's clock runs ahead no more. */
const renewals = (): Recording[] => [
  shape('renewed-waits', WAITS, { world: { ...ANSWERS, aprova: null } }, { chatter: 4_100 }),
  shape(
    'renewed-beside-a-long-action',
    {
      nodes: [
        { id: 'longa', ...LONG, retry: { maxAttempts: 1 } },
        { id: 'w', type: 'while', config: { condition: '{{ index < 700 }}' } },
        { id: 'h', type: 'test.call', parent: 'w', config: { i: '{{ index }}' } },
      ],
      edges: ['trigger > longa', 'trigger > w', 'w.each > h'],
    },
    { world: { longa: null, h: { output: null } } },
  ),
];

/** What examples of the language need not show, and drivers must do. */
export const recordedShapes = (): Recording[] => [...calls(), ...waits(), ...work(), ...thrifty(), ...renewals()];
