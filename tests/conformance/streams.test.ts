import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, until } from './client.ts';
import { flowOf, set, stop, wait, waitFor } from './flow-of.ts';
import { listenWith, type Sent } from './listen.ts';
import { test } from './stub.ts';

const api = demo();
const listen = listenWith(api);

const doc = flowOf({
  nodes: { a: set({ v: 1 }), w: wait('PT1S'), e: waitFor('vai'), b: set({ v: 2 }), fim: stop('{{ steps.b.v }}') },
  edges: 'trigger > a > w > e.ok > b > fim',
});

test('a run and its steps come as they change, to the end', async () => {
  const begun = flowOf({
    nodes: {
      ...{ a: set({ v: 1 }), g: waitFor('comece'), w: wait('PT2S'), e: waitFor('vai') },
      ...{ b: set({ v: 2 }), fim: stop('{{ steps.b.v }}') },
    },
    edges: 'trigger > a > g.ok > w > e.ok > b > fim',
  });
  const run = await api.start(await api.deploy(begun));
  // Nothing is left to how fast a stream is opened: the run goes on once it is.
  const told = new Set<string>();
  const enough = (seen: Sent[]) => {
    for (const one of seen) told.add(`${one.data.node} ${one.data.status}`);
    return seen.some((one) => one.event === 'end');
  };
  const listening = listen(`/v1/runs/${run}/stream`, { enough });
  await until(async () => told.has('g waiting'), 'the stream tells of the first wait');
  await api.event(run, 'comece');
  await until(async () => told.has('e waiting'), 'the stream tells of the last wait');
  await api.event(run, 'vai');
  const seen = await listening;
  const steps = seen.filter((one) => one.event === 'step').map((one) => `${one.data.node} ${one.data.status}`);
  expect(steps).toEqual(
    expect.arrayContaining([
      'a succeeded',
      'g waiting',
      'w waiting',
      'w succeeded',
      'e waiting',
      'e succeeded',
      'b succeeded',
      'fim succeeded',
    ]),
  );
  expect(steps.indexOf('w waiting')).toBeLessThan(steps.indexOf('w succeeded'));
  const runs = seen.filter((one) => one.event === 'run').map((one) => one.data.status);
  expect(runs).toContain('waiting');
  expect(runs.at(-1)).toBe('succeeded');
  expect(seen.at(-1)?.event).toBe('end');
  expect(seen.filter((one) => one.event === 'step').every((one) => one.id !== null)).toBe(true);
});

test('who comes back with Last-Event-ID gets the later steps, and not the former', async () => {
  const run = await api.start(await api.deploy(doc));
  const before = await listen(`/v1/runs/${run}/stream`, {
    enough: (seen) => seen.some((one) => one.data.node === 'e' && one.data.status === 'waiting'),
  });
  const last = before.filter((one) => one.id !== null).at(-1)?.id ?? '';
  await api.event(run, 'vai');
  const after = await listen(`/v1/runs/${run}/stream`, { last });
  const nodes = after.filter((one) => one.event === 'step').map((one) => one.data.node);
  expect(nodes).toEqual(expect.arrayContaining(['e', 'b', 'fim']));
  expect(nodes).not.toContain('a');
  const whole = await listen(`/v1/runs/${run}/stream`);
  expect(whole.filter((one) => one.event === 'step').map((one) => one.data.node)).toEqual(['a', 'w', 'e', 'b', 'fim']);
});

test('the stream of a flow tells of its runs alone, as they begin and end', async () => {
  const [flow, other] = [
    await api.deploy(doc),
    await api.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' })),
  ];
  const listening = listen(`/v1/runs/stream?flow=${flow}`, {
    enough: (seen) => seen.some((one) => one.data.status === 'succeeded'),
  });
  await sleep(300);
  await api.through(other);
  const run = await api.start(flow);
  await until(async () => ((await api.run(run)).waitingFor ?? [])[0]?.node === 'e', 'e waits');
  await api.event(run, 'vai');
  const seen = await listening;
  expect(new Set(seen.map((one) => one.data.flowId))).toEqual(new Set([flow]));
  expect(seen.map((one) => one.data.status)).toContain('succeeded');
  const last = seen.at(-1)?.id ?? '';
  const second = await api.start(flow);
  await api.post(`/v1/runs/${second}/cancel`);
  const later = await listen(`/v1/runs/stream?flow=${flow}`, {
    last,
    enough: (all) => all.some((one) => one.data.id === second && one.data.status === 'cancelled'),
  });
  expect(later.some((one) => one.data.id === second)).toBe(true);
});

test('a stream of nothing is 404, and asks for a credential', async () => {
  expect((await api.get('/v1/runs/run_0197a0000000700080000000000000aa/stream')).status).toBe(404);
  expect((await fetch(`${api.url}/v1/runs/stream`)).status).toBe(401);
});
