import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import type { Reply } from '../simulator/on-its-way.ts';
import { call, callsOf, fails, ok, planOf, runFlow, type ShortNode, set, statusesOf, worldOf } from '../testing.ts';
import type { Outcome } from './protocol.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');
const waits = (untilMs: number, attempts = 0): Reply => ({
  afterMs: 1,
  outcome: { kind: 'wait', until: START + untilMs, reason: 'limite de pedidos', attempts },
});
const one = (more: object = {}, config: JsonObject = {}) => ({
  nodes: [call('a', { config, ...more }), set('m', { a: '{{ steps.a }}', code: '{{ errors.a?.code }}' })],
  edges: ['trigger > a', 'a > m', 'a.error > m'],
});
/** One reply after another, the last for ever. */
const inTurn = (...replies: Reply[]) => {
  let n = 0;
  return { reply: () => replies[Math.min(n++, replies.length - 1)] ?? null };
};

test('a call says what the node has: type, config as read, timeout, retry, connection, poll', () => {
  const poll = { every: 'PT5S', until: '{{ output.done }}', for: 'PT1M' };
  const run = runFlow(
    one(
      {
        timeout: 'PT10S',
        connection: 'con_1',
        label: 'Chamar',
        poll,
        retry: { maxAttempts: 5, initialInterval: 'PT2S', backoff: 3, maxInterval: 'PT9S', nonRetryable: ['x'] },
      },
      { v: '{{ trigger.data.n }}' },
    ),
    { n: 4 },
  );
  expect(callsOf(run.commands)[0]).toMatchObject({
    node: 'a',
    type: 'test.call',
    label: 'Chamar',
    config: { v: 4 },
    connection: 'con_1',
    timeoutMs: 10_000,
    retry: { maxAttempts: 5, initialMs: 2000, backoff: 3, maxMs: 9000, nonRetryable: ['x'] },
    poll: { everyMs: 5000, until: '{{ output.done }}', forMs: 60_000 },
  });
});

test('defaults: 3 attempts, one second doubling up to a minute, 30 seconds each', () => {
  expect(callsOf(runFlow(one()).commands)[0]).toMatchObject({
    timeoutMs: 30_000,
    retry: { maxAttempts: 3, initialMs: 1000, backoff: 2, maxMs: 60_000, nonRetryable: [] },
    connection: null,
    poll: null,
  });
});

test('an answer that says wait is no attempt: the node parks until the time named, shown as waiting with the reason', () => {
  const world = inTurn(waits(60_000), ok('foi'));
  const early = runFlow(one(), {}, inTurn(waits(60_000), null), { maxEvents: 2 });
  expect(early.waitingFor).toMatchObject([
    { node: 'a', kind: 'parked', until: '2026-11-21T12:01:00.000Z', reason: 'limite de pedidos' },
  ]);
  expect(statusesOf(early)).toMatchObject({ a: ['parked'] });
  const run = runFlow(one(), {}, world);
  expect(run.end?.output).toEqual({ a: 'foi', code: null });
  expect(run.tookMs).toBe(60_005);
  expect(run.steps[0]).toMatchObject({ attempts: 1, status: 'succeeded' });
});

test('attempts before a parking count, and those that are left are fewer', () => {
  const run = runFlow(
    one({ retry: { maxAttempts: 4 } }),
    {},
    inTurn(waits(1000, 2), { afterMs: 1, outcome: { kind: 'error', error: { code: 'x', message: 'x' }, attempts: 2 } }),
  );
  expect(callsOf(run.commands).map(({ retry }) => retry.maxAttempts)).toEqual([4, 2]);
  expect(run.steps[0]).toMatchObject({ attempts: 4, error: { attempts: 4, code: 'x' } });
});

test('a node parks maxWait in all, a day where nothing is said; then it is rate_limited', () => {
  const play = (retry: object, ...replies: Reply[]) => runFlow(one({ retry }), {}, inTurn(...replies));
  expect(play({ maxWait: 'PT1M' }, waits(59_000), ok(1)).end?.output).toMatchObject({ a: 1 });
  expect(play({ maxWait: 'PT1M' }, waits(61_001)).end?.output).toMatchObject({ code: 'rate_limited' });
  expect(play({ maxWait: 'PT1M' }, waits(40_000), waits(80_000)).end?.output).toMatchObject({ code: 'rate_limited' });
  expect(play({}, waits(23 * 3_600_000), ok(1)).end?.output).toMatchObject({ a: 1 });
  expect(play({}, waits(25 * 3_600_000)).end?.output).toMatchObject({ code: 'rate_limited' });
});

test('a parked action that is cancelled ends at once', () => {
  const run = runFlow(
    {
      nodes: [call('a'), call('b'), set('m', { v: 1 }, { join: 'first' })],
      edges: ['trigger > a', 'trigger > b', 'a > m', 'b > m'],
    },
    {},
    { reply: ({ node }) => (node === 'a' ? waits(3_600_000) : ok(1, 50)) },
  );
  expect(run.tookMs).toBe(50);
  expect(statusesOf(run)).toMatchObject({ a: ['cancelled'] });
});

test('an answer that does not fit outputSchema is bad_output', () => {
  const outputSchema = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
  expect(runFlow(one({ outputSchema }), {}, worldOf({ a: ok({ n: 'x' }) })).end?.output).toMatchObject({
    code: 'bad_output',
  });
  expect(runFlow(one({ outputSchema }), {}, worldOf({ a: ok({ n: 1 }) })).end?.output).toMatchObject({ a: { n: 1 } });
});

test('a value that came out of an expression is never read as a template', () => {
  const run = runFlow(one({}, { v: '{{ trigger.data.t }}' }), { t: '{{ 1 + 1 }}' });
  expect(callsOf(run.commands)[0]?.config).toEqual({ v: '{{ 1 + 1 }}' });
});

test('code is an action of its own kind, its source never searched for expressions', () => {
  const source = 'export default ({ n }) => `{{ ${n} }}`';
  const run = runFlow(
    { nodes: [{ id: 'c', type: 'code', config: { source, input: { n: '{{ 1 + 1 }}' } } }], edges: ['trigger > c'] },
    {},
    worldOf({ c: ok('x') }),
  );
  expect(callsOf(run.commands)[0]).toMatchObject({ type: 'code', config: { source, input: { n: 2 } } });
  expect(run.end?.output).toBe('x');
});

const sub = (config: JsonObject): { nodes: ShortNode[]; edges: string[] } => ({
  nodes: [{ id: 's', type: 'flow', config }, set('m', { s: '{{ steps.s }}', code: '{{ errors.s?.code }}' })],
  edges: ['trigger > s', 's > m', 's.error > m'],
});

test("flow starts a run with its input; its output is the other run's, or the run's id where it does not wait", () => {
  const run = runFlow(
    sub({ flow: 'outro', input: { n: '{{ trigger.data.n }}' } }),
    { n: 3 },
    worldOf({ s: ok({ r: 1 }) }),
  );
  expect(run.commands.find(({ kind }) => kind === 'startRun')).toMatchObject({
    flow: 'outro',
    input: { n: 3 },
    wait: true,
    idempotencyKey: 'run_1/s/1',
  });
  expect(run.end?.output).toMatchObject({ s: { r: 1 } });
  const quick = runFlow(sub({ flow: 'outro', wait: false }), {}, worldOf({ s: ok({ runId: 'run_2' }) }));
  expect(quick.commands.find(({ kind }) => kind === 'startRun')).toMatchObject({ wait: false, input: null });
  expect(quick.end?.output).toMatchObject({ s: { runId: 'run_2' } });
});

test('a run that a flow node waits for is cancelled with it, and its failure is the failure of the node', () => {
  expect(runFlow(sub({ flow: 'outro' }), {}, worldOf({ s: fails('flow_busy') })).end?.output).toMatchObject({
    code: 'flow_busy',
  });
  const run = runFlow(
    sub({ flow: 'outro' }),
    {},
    worldOf({ s: null }, { events: [{ afterMs: 100, event: { kind: 'cancel', reason: 'cancelled' } }] }),
  );
  expect(run.commands.some(({ kind }) => kind === 'cancelRun')).toBe(true);
  expect(run.end?.status).toBe('cancelled');
});

test('a flow that is asked for by no text is bad_value', () => {
  expect(runFlow(sub({ flow: '{{ trigger.data.f }}' }), { f: null }).end?.output).toMatchObject({ code: 'bad_value' });
});

const respond = (config: JsonObject = {}, id = 'r'): ShortNode => ({ id, type: 'respond', config });

test('respond answers the caller; what was sent is its output', () => {
  const run = runFlow(
    {
      nodes: [
        respond({ status: 201, headers: { 'x-a': '{{ trigger.data.n }}' }, body: { n: '{{ trigger.data.n }}' } }),
      ],
      edges: ['trigger > r'],
    },
    { n: 5 },
  );
  const sent = { status: 201, headers: { 'x-a': 5 }, body: { n: 5 } };
  expect(run.answer).toEqual(sent);
  expect(run.end?.output).toEqual(sent);
  expect(runFlow({ nodes: [respond()], edges: ['trigger > r'] }).answer).toEqual({
    status: 200,
    headers: {},
    body: null,
  });
});

test('the second respond to run fails already_answered', () => {
  const flow = {
    nodes: [
      { id: 'c', type: 'switch', config: { cases: [{ port: 'a', when: '{{ true }}' }] } },
      respond(),
      respond({}, 'q'),
      set('m', { code: '{{ errors.q?.code }}' }),
    ] as ShortNode[],
    edges: ['trigger > c', 'c.a > r', 'c.a > q', 'q.error > m', 'r > m'],
  };
  expect(runFlow(flow).end?.output).toEqual({ code: 'already_answered' });
});

test('inside a run that a flow node started respond does nothing, however often', () => {
  const flow = {
    nodes: [
      { id: 'c', type: 'switch', config: { cases: [{ port: 'a', when: '{{ true }}' }] } },
      respond({ body: 1 }),
      respond({ body: 2 }, 'q'),
    ] as ShortNode[],
    edges: ['trigger > c', 'c.a > r', 'c.a > q'],
  };
  const run = runFlow(flow, {}, worldOf(), { start: { answerable: false } });
  expect(run.end?.status).toBe('succeeded');
  expect(run.answer).toBeNull();
});

test('a status that is none fails the node, null is the default', () => {
  for (const s of [99, 700, 200.5, 'ok'])
    expect(
      runFlow({ nodes: [respond({ status: '{{ trigger.data.s }}' })], edges: ['trigger > r'] }, { s }).end?.error?.code,
    ).toBe('bad_value');
  expect(
    runFlow({ nodes: [respond({ status: '{{ trigger.data.s }}' })], edges: ['trigger > r'] }, { s: null }).answer
      ?.status,
  ).toBe(200);
});

const approval = (config: JsonObject = {}) => ({
  nodes: [
    { id: 'ap', type: 'approval', config: { title: 'Pode?', ...config } },
    set('m', { p: '{{ port.ap }}', d: '{{ steps.ap }}' }),
  ] as ShortNode[],
  edges: ['trigger > ap', 'ap.approved > m', 'ap.rejected > m', 'ap.timeout > m'],
});
const decision = (port: 'approved' | 'rejected', afterMs = 100): Reply => ({
  afterMs,
  outcome: {
    kind: 'ok',
    port,
    attempts: 1,
    output: { decision: port, by: 'usr_1', at: '2026-11-21T12:00:00.100Z', comment: null, fields: {} },
  },
});

test('an approval leaves by its decision and gives it', () => {
  for (const port of ['approved', 'rejected'] as const) {
    expect(runFlow(approval(), {}, worldOf({ ap: decision(port) })).end?.output).toMatchObject({
      p: port,
      d: { decision: port, by: 'usr_1' },
    });
  }
});

test('an approval asks with its config as read; message and via can read approval.url and approval.expiresAt', () => {
  const run = runFlow(
    approval({
      title: 'Pedido {{ trigger.data.n }}',
      details: { n: '{{ trigger.data.n }}' },
      fields: { valor: { type: 'number' } },
      assignees: ['admin'],
      remind: ['PT1H'],
      timeout: 'PT2H',
      message: 'Veja {{ approval.url }} até {{ approval.expiresAt }}',
      via: [{ channel: 'telegram', to: '{{ approval.url }}' }],
      accept: { message: ['sim'], reject: ['não'] },
    }),
    { n: 7 },
    worldOf({ ap: decision('approved') }),
  );
  const asked = run.commands.find((command) => command.kind === 'openApproval');
  expect(asked).toMatchObject({
    expiresAt: START + 7_200_000,
    request: {
      title: 'Pedido 7',
      details: { n: 7 },
      fields: { valor: { type: 'number' } },
      assignees: ['admin'],
      remind: ['PT1H'],
      accept: { message: ['sim'], reject: ['não'] },
    },
  });
  expect(asked?.request.message).toMatch(/^Veja .+ até 2026-11-21T14:00:00.000Z$/);
  expect(asked?.request.via).toHaveLength(1);
});

test('at its timeout an approval closes its row first, and takes the decision if it finds one', () => {
  const run = runFlow(approval({ timeout: 'PT1M' }), {}, worldOf({ ap: null }));
  expect(run.end?.output).toEqual({ p: 'timeout', d: null });
  expect(run.commands.some((command) => command.kind === 'closeApproval' && command.reason === 'timeout')).toBe(true);
  const until = runFlow(approval({ until: '2026-11-21T12:00:30Z' }), {}, worldOf({ ap: null }));
  expect(until.tookMs).toBe(30_001);
});

test('an approval that is cancelled is closed', () => {
  const run = runFlow(
    approval(),
    {},
    worldOf({ ap: null }, { events: [{ afterMs: 100, event: { kind: 'cancel', reason: 'cancelled' } }] }),
  );
  expect(run.commands.some((command) => command.kind === 'closeApproval' && command.reason === 'cancelled')).toBe(true);
  expect(run.end?.status).toBe('cancelled');
});

test('if and switch: cases are read in order, and none behind the first true one', () => {
  const flow = (n: Json) =>
    runFlow(
      {
        nodes: [
          {
            id: 's',
            type: 'switch',
            config: {
              cases: [
                { port: 'um', when: '{{ trigger.data.n == 1 }}' },
                { port: 'nulo', when: '{{ trigger.data.n == null ? null : false }}' },
                { port: 'quebra', when: '{{ trigger.data.n.x.y }}' },
              ],
            },
          },
          set('m', { p: '{{ port.s }}', s: '{{ steps.s }}' }),
        ] as ShortNode[],
        edges: ['trigger > s', 's.um > m', 's.error > m', 's.default > m'],
      },
      { n },
    ).end?.output;
  expect(flow(1)).toEqual({ p: 'um', s: { port: 'um' } });
  expect(flow({ x: { y: false } })).toEqual({ p: 'default', s: { port: 'default' } });
  expect(flow(2)).toMatchObject({ p: 'error' });
});

test('the result of a condition must be true, false or null', () => {
  const flow = (x: Json) =>
    runFlow(
      {
        nodes: [
          { id: 'c', type: 'if', config: { condition: '{{ trigger.data.x }}' } },
          set('m', { p: '{{ port.c }}', v: '{{ steps.c }}' }),
        ],
        edges: ['trigger > c', 'c.true > m', 'c.false > m', 'c.error > m'],
      },
      { x },
    ).end?.output;
  expect(flow(true)).toEqual({ p: 'true', v: { value: true } });
  expect(flow(null)).toEqual({ p: 'false', v: { value: false } });
  for (const x of [0, 1, '', 'true', []]) expect(flow(x)).toEqual({ p: 'error', v: null });
});

test('assign reads and writes in one step', () => {
  const run = runFlow({
    vars: { a: 1, b: 2 },
    nodes: [{ id: 'x', type: 'assign', config: { values: { a: '{{ vars.b }}', b: '{{ vars.a }}' } } }],
    edges: ['trigger > x'],
    output: '{{ [vars, steps.x] }}',
  });
  expect(run.end?.output).toEqual([
    { a: 2, b: 1 },
    { a: 2, b: 1 },
  ]);
});

test('variables have first values, which may read trigger and tenant', () => {
  const flow = {
    vars: { a: '{{ trigger.data.n + 1 }}', b: '{{ tenant.slug }}', c: { d: [1] } },
    nodes: [],
    edges: [],
    output: '{{ vars }}',
  };
  expect(runFlow(flow, { n: 1 }).end?.output).toEqual({ a: 2, b: 'demo', c: { d: [1] } });
  expect(runFlow(flow, { n: {} }).end).toMatchObject({ status: 'failed', error: { code: 'bad_value' } });
});

test('an outcome that was cancelled from outside fails the node with the code cancelled', () => {
  const outcome: Outcome = { kind: 'cancelled' };
  expect(runFlow(one(), {}, worldOf({ a: outcome })).end?.output).toMatchObject({ code: 'cancelled' });
});

test('the plan of a document is the same, and so its hash, whatever the order of its keys', () => {
  const a = planOf({ nodes: [set('a', { x: 1, y: 2 })], edges: ['trigger > a'] });
  const b = planOf({ nodes: [set('a', { y: 2, x: 1 })], edges: ['trigger > a'] });
  expect(a.hash).toBe(b.hash);
  expect(planOf({ nodes: [set('a', { y: 2, x: 2 })], edges: ['trigger > a'] }).hash).not.toBe(a.hash);
});
