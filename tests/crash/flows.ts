import { flowOf, stop, type TestNode, wait, waitFor } from '#tests/conformance/flow-of.ts';

/** What is tried under fire. Each starts with a token of its own, by which the outside recognises what it does. */
export type Kind = keyof typeof KINDS;

interface Rules {
  /** How it is started: by its webhook (answered at once, or at the end), or by the API under an Idempotency-Key. */
  by: 'atEnd' | 'immediately' | 'api';
  /** Effects that must have happened by the end, each under one key. */
  steps: readonly string[];
  /** Effects that may have happened: who was cancelled may have come so far. */
  mayDo?: readonly string[];
  ends: 'succeeded' | 'failed' | 'cancelled' | 'any';
  /** Started in turn, one caller a key: the first effect of each must come in order. */
  keyed?: true;
  /** Of a hundred. */
  share: number;
}

const ITEMS = 6;
const rounds = Array.from({ length: ITEMS }, (_, i) => `item-${i}`);

export const KINDS = {
  quick: { by: 'atEnd', steps: ['a', 'b', 'c'], ends: 'succeeded', share: 30 },
  soon: { by: 'immediately', steps: ['a', 'b'], ends: 'succeeded', share: 15 },
  queue: { by: 'immediately', steps: ['enter', 'leave'], ends: 'succeeded', keyed: true, share: 10 },
  signal: { by: 'immediately', steps: ['take'], ends: 'succeeded', keyed: true, share: 10 },
  replace: { by: 'immediately', steps: [], mayDo: ['a', 'b'], ends: 'any', keyed: true, share: 4 },
  group: { by: 'immediately', steps: ['enter', 'leave'], ends: 'succeeded', share: 5 },
  pause: { by: 'api', steps: ['a', 'b'], ends: 'succeeded', share: 5 },
  approval: { by: 'api', steps: ['b'], ends: 'succeeded', share: 4 },
  event: { by: 'api', steps: ['b'], ends: 'succeeded', share: 4 },
  each: { by: 'api', steps: [...rounds, 'after'], ends: 'succeeded', share: 4 },
  parent: { by: 'atEnd', steps: ['child', 'after'], ends: 'succeeded', share: 4 },
  undo: { by: 'api', steps: ['a', 'undo', 'after'], ends: 'succeeded', share: 2 },
  fails: { by: 'immediately', steps: ['a', 'onFailure'], ends: 'failed', share: 2 },
  cancel: { by: 'api', steps: [], mayDo: ['a'], ends: 'cancelled', share: 1 },
} as const satisfies Record<string, Rules>;

export const rulesOf = (kind: Kind): Rules => KINDS[kind];

/** How many runs of `group` may be between its two effects. */
export const GROUP_MAX = 2;
/** What each `quick` run adds 1 to, in the tenant's store. */
export const COUNTER = 'crash';

const TOKEN = '{{ trigger.data.token }}';
/** Longer than any outage, for whatever fails here must not fail for want of attempts; an activity all the same. */
const PATIENT = { maxAttempts: 20, initialInterval: 'PT0.5S', backoff: 1.5, maxInterval: 'PT2S' };
/** May take so long that it is a workflow of its own (docs/decisions/010). */
const LONG = { ...PATIENT, maxAttempts: 200 };

const effect =
  (url: string) =>
  (step: string, { token = TOKEN, ...more }: { token?: string; [field: string]: unknown } = {}): TestNode => ({
    type: 'http.request',
    timeout: 'PT10S',
    retry: PATIENT,
    config: { method: 'POST', url, body: { token, step, run: '{{ run.id }}' } },
    ...more,
  });

/** Published before the others, which name them. */
export const helpers = (url: string): Record<'child' | 'onFailure', Record<string, unknown>> => {
  const does = effect(url);
  return {
    child: flowOf({
      name: 'child',
      nodes: { a: does('child'), end: stop(TOKEN) },
      edges: 'trigger > a > end',
    }),
    onFailure: flowOf({
      name: 'onFailure',
      nodes: { a: does('onFailure', { token: '{{ trigger.data.error.message }}' }) },
      edges: 'trigger > a',
    }),
  };
};

/** The document of each kind. `ids`: of the helpers. */
export const flows = (url: string, ids: Record<'child' | 'onFailure', string>): Record<Kind, unknown> => {
  const does = effect(url);
  const nodes = nodesOf(does, ids);
  const made = Object.entries(KINDS).map(([kind, { by }]) => {
    const hook = { path: `crash-${kind}`, dedupe: TOKEN, respond: by };
    const trigger = by === 'api' ? { type: 'api' } : { type: 'webhook', config: hook };
    return [kind, flowOf({ name: kind, trigger, ...nodes[kind as Kind] })];
  });
  return Object.fromEntries(made) as Record<Kind, unknown>;
};

const nodesOf = (
  does: ReturnType<typeof effect>,
  { child, onFailure }: Record<'child' | 'onFailure', string>,
): Record<Kind, { nodes: Record<string, TestNode>; edges: string; settings?: unknown }> => ({
  quick: {
    nodes: {
      a: does('a'),
      b: does('b'),
      n: { type: 'store.add', config: { key: COUNTER, scope: 'tenant' }, retry: PATIENT },
      c: does('c'),
      end: { type: 'respond', config: { status: 200, body: { token: TOKEN } } },
    },
    edges: 'trigger > a > b > n > c > end',
  },
  soon: {
    nodes: { a: does('a'), big: { type: 'if', config: { condition: '{{ steps.a.status == 200 }}' } }, b: does('b') },
    edges: 'trigger > a > big.true > b',
  },
  queue: {
    nodes: { a: does('enter'), b: does('leave') },
    edges: 'trigger > a > b',
    settings: { key: '{{ trigger.data.key }}', whenBusy: 'queue' },
  },
  signal: {
    nodes: {
      a: does('take'),
      more: { type: 'while', config: { condition: '{{ true }}' } },
      heard: { ...waitFor('trigger', { timeout: 'PT1.5S' }), parent: 'more' },
      take: does('take', { token: '{{ steps.heard.data.token }}', parent: 'more' }),
      enough: { type: 'break', parent: 'more' },
    },
    edges: 'trigger > a > more, more.each > heard.ok > take, heard.timeout > enough',
    settings: { key: '{{ trigger.data.key }}', whenBusy: 'signal' },
  },
  replace: {
    nodes: { a: does('a'), w: wait('PT0.3S'), b: does('b') },
    edges: 'trigger > a > w > b',
    settings: { key: '{{ trigger.data.key }}', whenBusy: 'replace' },
  },
  group: {
    nodes: { a: does('enter'), b: does('leave') },
    edges: 'trigger > a > b',
    settings: { concurrency: { max: GROUP_MAX } },
  },
  pause: { nodes: { a: does('a', { retry: LONG }), w: wait('PT1S'), b: does('b') }, edges: 'trigger > a > w > b' },
  approval: {
    nodes: { ok: { type: 'approval', config: { title: TOKEN } }, b: does('b', { retry: LONG }) },
    edges: 'trigger > ok.approved > b',
  },
  event: {
    nodes: { e: waitFor('crash', {}, { key: TOKEN }), b: does('b') },
    edges: 'trigger > e.ok > b',
  },
  each: {
    nodes: {
      all: { type: 'forEach', config: { items: `{{ range(${ITEMS}) }}`, concurrency: 3 } },
      one: does('item-{{ index }}', { parent: 'all', retry: LONG }),
      after: does('after'),
    },
    edges: 'trigger > all > after, all.each > one',
  },
  parent: {
    nodes: {
      f: { type: 'flow', config: { flow: child, input: { token: TOKEN } } },
      after: does('after'),
      end: { type: 'respond', config: { status: 200, body: { token: '{{ steps.f }}' } } },
    },
    edges: 'trigger > f > after > end',
  },
  undo: {
    nodes: {
      s: { type: 'scope', config: { compensate: true } },
      a: does('a', { parent: 's', retry: LONG, compensation: does('undo') }),
      no: { type: 'fail', parent: 's', config: { code: 'planned', message: 'x' } },
      after: does('after'),
    },
    edges: 'trigger > s.error > after, s.each > a > no',
  },
  fails: {
    nodes: { a: does('a'), no: { type: 'fail', config: { code: 'planned', message: TOKEN } } },
    edges: 'trigger > a > no',
    settings: { onFailure },
  },
  cancel: { nodes: { a: does('a'), w: wait('PT1H'), b: does('never') }, edges: 'trigger > a > w > b' },
});
