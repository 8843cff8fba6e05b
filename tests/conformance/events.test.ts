import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, unique, until } from './client.ts';
import { flowOf, set, stop, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const listening = (name: string, more: Record<string, unknown> = {}) =>
  flowOf({ nodes: { e: waitFor(name, {}, more), fim: stop('{{ steps.e }}') }, edges: 'trigger > e.ok > fim' });

test('an event of the tenant reaches every run that waits for its name and key', async () => {
  const name = unique('pago');
  const flow = await api.deploy(listening(name, { key: '{{ trigger.data.k }}' }));
  const runs = await Promise.all(['a', 'a', 'b'].map((k) => api.start(flow, { k })));
  await Promise.all(runs.map((run) => api.waiting(run)));
  const sent = await api.publishEvent(name, { total: 5 }, { key: 'a' });
  expect(sent.status).toBe(202);
  for (const run of runs.slice(0, 2))
    expect((await api.ended(run)).output).toMatchObject({
      name,
      key: 'a',
      data: { total: 5 },
      id: expect.any(String),
      receivedAt: expect.any(String),
      source: expect.any(String),
    });
  expect((await api.run(runs[2] ?? '')).status).toBe('waiting');
});

test('without a key only events without one are heard', async () => {
  const name = unique('semchave');
  const run = await api.start(await api.deploy(listening(name)));
  await api.waiting(run);
  await api.publishEvent(name, { n: 1 }, { key: 'x' });
  await api.publishEvent(name, { n: 2 });
  expect((await api.ended(run)).output.data).toEqual({ n: 2 });
});

test('an event to one run reaches no other', async () => {
  const name = unique('soparaum');
  const flow = await api.deploy(listening(name));
  const [one, other] = [await api.start(flow), await api.start(flow)];
  await Promise.all([api.waiting(one), api.waiting(other)]);
  expect((await api.event(one, name, { n: 1 })).status).toBe(202);
  expect((await api.ended(one)).output.data).toEqual({ n: 1 });
  expect((await api.run(other)).status).toBe('waiting');
});

test('what came since the run began, and before the wait did, is not missed, oldest first', async () => {
  const name = unique('antes');
  const flow = await api.deploy(
    flowOf({
      nodes: {
        w: wait('PT2S'),
        e1: waitFor(name),
        e2: waitFor(name),
        fim: stop('{{ [steps.e1.data.n, steps.e2.data.n] }}'),
      },
      edges: 'trigger > w > e1.ok > e2.ok > fim',
    }),
  );
  const early = await api.publishEvent(name, { n: 0 });
  expect(early.status).toBe(202);
  const [tenantWide, direct] = [await api.start(flow), await api.start(flow)];
  await Promise.all([api.waiting(tenantWide), api.waiting(direct)]);
  await api.event(direct, name, { n: 7 });
  await api.publishEvent(name, { n: 1 });
  await api.publishEvent(name, { n: 2 });
  expect((await api.ended(tenantWide)).output).toEqual([1, 2]);
  expect((await api.ended(direct)).output).toEqual([7, 1]);
});

test('an event counts once by its id, over the tenant and to one run', async () => {
  const name = unique('repete');
  const flow = await api.deploy(
    flowOf({
      nodes: { e1: waitFor(name), e2: waitFor(name), fim: stop('{{ [steps.e1.data.n, steps.e2.data.n] }}') },
      edges: 'trigger > e1.ok > e2.ok > fim',
    }),
  );
  const [wide, direct] = [await api.start(flow), await api.start(flow)];
  await Promise.all([api.waiting(wide), api.waiting(direct)]);
  const id = unique('evento');
  for (const n of [1, 2, 3]) expect((await api.event(direct, name, { n }, { id: `${id}-d` })).status).toBe(202);
  for (const n of [1, 2, 3]) expect((await api.publishEvent(name, { n }, { id })).status).toBe(202);
  await api.publishEvent(name, { n: 9 });
  expect((await api.ended(wide)).output).toEqual([1, 9]);
  expect((await api.ended(direct)).output).toEqual([1, 1]);
});

test('ten parallel twins of an event are one', async () => {
  const name = unique('gemeos');
  const flow = await api.deploy(
    flowOf({ trigger: { type: 'event', config: { name } }, nodes: { fim: stop(1) }, edges: 'trigger > fim' }),
  );
  const id = unique('evento');
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.publishEvent(name, {}, { id })));
  expect(answers.map((one) => one.status)).toEqual(Array(10).fill(202));
  await sleep(500);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test.each([
  'trigger',
  'trama.pago',
  'trama.x.y',
  'http.request',
  'http.x',
  'webhook.chegou',
  'store.mudou',
  'crypto.x',
])('the name %s comes from the product alone', async (name) => {
  const wide = await api.publishEvent(name);
  expect([wide.status, wide.body.code]).toEqual([403, 'forbidden']);
  const run = await api.start(await api.deploy(listening('x')));
  expect((await api.event(run, name)).status).toBe(403);
  await api.post(`/v1/runs/${run}/cancel`);
});

test("names that only look alike are anybody's", async () => {
  for (const name of ['triggers', 'tramas.x', 'pedido.pago', 'httpx'])
    expect((await api.publishEvent(name)).status).toBe(202);
});

test('an event that is none is refused', async () => {
  expect((await api.post('/v1/events', { data: {} })).status).toBe(422);
  expect((await api.post('/v1/events', { name: '', data: {} })).status).toBe(422);
  expect((await api.post('/v1/events', { name: 7 })).status).toBe(422);
  expect((await api.post('/v1/runs/run_0197a0000000700080000000000000aa/events', { name: 'x' })).status).toBe(404);
});

test('an event to a run that has ended is 409', async () => {
  const run = await api.runOnce(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  const answer = await api.event(run.id, 'x');
  expect([answer.status, answer.body.code]).toEqual([409, 'run_ended']);
});

test('an event trigger starts a run with the event as its data, by key and match', async () => {
  const name = unique('venda');
  const flow = await api.deploy(
    flowOf({
      trigger: { type: 'event', config: { name, key: 'loja1', match: '{{ event.data.total > 10 }}' } },
      nodes: { fim: stop('{{ trigger }}') },
      edges: 'trigger > fim',
    }),
  );
  const sent = [
    await api.publishEvent(name, { total: 50 }, { key: 'loja1' }),
    await api.publishEvent(name, { total: 5 }, { key: 'loja1' }),
    await api.publishEvent(name, { total: 50 }, { key: 'loja2' }),
    await api.publishEvent(name, { total: 50 }),
    await api.publishEvent(name, { outra: 1 }, { key: 'loja1' }),
  ];
  expect(sent.map((one) => one.status)).toEqual(Array(5).fill(202));
  const [run, ...more] = await until(async () => {
    const runs = await api.runsOf(flow);
    return runs.length > 0 && runs;
  }, 'the run');
  expect(more).toEqual([]);
  expect((await api.ended(run.id)).output).toMatchObject({ type: 'event', data: { total: 50 } });
  await sleep(500);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('an event trigger without a key hears events of any key, and whoever waits hears it too', async () => {
  const name = unique('todos');
  const flow = await api.deploy(
    flowOf({ trigger: { type: 'event', config: { name } }, nodes: { fim: stop(1) }, edges: 'trigger > fim' }),
  );
  const waiting = await api.start(await api.deploy(listening(name, { key: 'k' })));
  await api.waiting(waiting);
  await api.publishEvent(name, { n: 1 }, { key: 'k' });
  expect((await api.ended(waiting)).output.key).toBe('k');
  await until(async () => (await api.runsOf(flow)).length === 1, 'a run of any key');
});

test('match reads the event; one that fails does not match, and the trace says so', async () => {
  const name = unique('casa');
  const run = await api.start(await api.deploy(listening(name, { match: '{{ event.data.a.b > 1 }}' })));
  await api.waiting(run);
  await api.event(run, name, {});
  await api.event(run, name, { a: { b: 1 } });
  await api.event(run, name, { a: { b: 2 } });
  expect((await api.ended(run)).output.data).toEqual({ a: { b: 2 } });
  expect(JSON.stringify(await api.step(run, 'e'))).toMatch(/match/);
});

test('the timeout of a wait leaves by its port, its output null', async () => {
  const flow = flowOf({
    nodes: {
      e: waitFor(unique('nunca'), { timeout: 'PT1S' }),
      bom: stop('veio'),
      fim: stop('{{ [steps.e, port.e] }}'),
    },
    edges: 'trigger > e.ok > bom, e.timeout > fim',
  });
  expect((await api.runOnce(flow)).output).toEqual([null, 'timeout']);
});

test('a timeout that no edge takes fails only a scope; a wait ends quietly', async () => {
  const flow = flowOf({
    nodes: { e: waitFor(unique('nunca'), { timeout: 'PT1S' }), bom: set({ v: 1 }) },
    edges: 'trigger > e.ok > bom',
  });
  expect((await api.runOnce(flow)).status).toBe('succeeded');
});

test('of several events the port of the one that came is taken', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        e: {
          type: 'waitForEvent',
          config: {
            events: [
              { port: 'sim', name: 'aceito' },
              { port: 'nao', name: 'recusado' },
            ],
          },
        },
        a: stop('a'),
        b: stop('b'),
      },
      edges: 'trigger > e.sim > a, e.nao > b',
    }),
  );
  const run = await api.start(flow);
  await api.waiting(run);
  await api.event(run, 'recusado');
  expect((await api.ended(run)).output).toBe('b');
});

test('an event is consumed once in a run: the wait that began first gets it', async () => {
  const name = unique('um');
  const flow = await api.deploy(
    flowOf({
      nodes: {
        e1: waitFor(name),
        w: wait('PT0.5S'),
        e2: waitFor(name),
        a: set({ n: '{{ steps.e1.data.n }}' }),
        b: set({ n: '{{ steps.e2.data.n }}' }),
        fim: stop('{{ [steps.a.n, steps.b.n] }}'),
      },
      edges: 'trigger > e1.ok > a > fim, trigger > w > e2.ok > b > fim',
    }),
  );
  const run = await api.start(flow);
  await until(
    async () =>
      ((await api.run(run)).waitingFor ?? []).filter((one: { kind: string }) => one.kind === 'event').length === 2,
    'both wait',
  );
  await api.event(run, name, { n: 1 });
  await api.event(run, name, { n: 2 });
  expect((await api.ended(run)).output).toEqual([1, 2]);
});

test('an interrupt cancels what is inside and leaves by its port with the event', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        s: { type: 'scope', config: { interrupt: [{ port: 'parou', name: 'pare', match: '{{ event.data.sim }}' }] } },
        w: { ...wait('PT1H'), parent: 's' },
        fim: stop('{{ steps.s.data.por }}'),
      },
      edges: 'trigger > s.parou > fim, s.each > w',
    }),
  );
  const run = await api.start(flow);
  await api.waiting(run);
  await api.event(run, 'pare', { sim: false });
  await api.event(run, 'pare', { sim: true, por: 'chuva' });
  expect((await api.ended(run)).output).toBe('chuva');
  expect((await api.step(run, 'w')).status).toBe('cancelled');
});

test('an interrupt of an enclosing scope comes before the wait inside, the outermost first', async () => {
  const name = unique('quem');
  const interrupt = [{ port: 'fora', name }];
  const flow = await api.deploy(
    flowOf({
      nodes: {
        s: { type: 'scope', config: { interrupt } },
        t: { type: 'scope', config: { interrupt }, parent: 's' },
        e: { ...waitFor(name), parent: 't' },
        x: { ...set({ v: 1 }), parent: 's' },
        fim: stop('de fora'),
      },
      edges: 'trigger > s.fora > fim, s.each > t.fora > x, t.each > e',
    }),
  );
  const run = await api.start(flow);
  await api.waiting(run);
  await api.event(run, name);
  expect((await api.ended(run)).output).toBe('de fora');
});

test('an event of the tenant reaches a child run and its parent, each once', async () => {
  const name = unique('filho');
  const child = await api.deploy(listening(name));
  const parent = await api.deploy(
    flowOf({
      nodes: {
        f: { type: 'flow', config: { flow: child } },
        e: waitFor(name),
        fim: stop('{{ [steps.f.data.n, steps.e.data.n] }}'),
      },
      edges: 'trigger > f > fim, trigger > e.ok > fim',
    }),
  );
  const run = await api.start(parent);
  const [own] = await until(async () => {
    const runs = await api.runsOf(child);
    return runs.length > 0 && runs;
  }, 'the child');
  await Promise.all([api.waiting(run), api.waiting(own.id)]);
  await api.publishEvent(name, { n: 1 });
  expect((await api.ended(run)).output).toEqual([1, 1]);
});
