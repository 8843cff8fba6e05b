import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, until } from './client.ts';
import { flowOf, stop, type TestFlow, wait } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const everySecond = { every: 'PT1S' };
const scheduled = (config: Record<string, unknown>, flow: Partial<TestFlow> = {}) =>
  flowOf({
    nodes: { fim: stop('{{ trigger }}') },
    edges: 'trigger > fim',
    ...flow,
    trigger: { type: 'schedule', config },
  });
const runs = (flow: string, least: number) =>
  until(async () => {
    const all = await api.runsOf(flow);
    return all.length >= least && all;
  }, `${least} runs`);

test('a schedule fires again and again, on time, with its data; archived it fires no more', async () => {
  const flow = await api.deploy(
    scheduled({ ...everySecond, data: { loja: 'centro', dia: "{{ formatDate(trigger.receivedAt, 'yyyy') }}" } }),
  );
  const [first] = (await runs(flow, 3)).reverse();
  const run = await api.ended(first.id);
  expect(run.output).toMatchObject({
    type: 'schedule',
    data: { loja: 'centro', dia: String(new Date().getFullYear()) },
  });
  const due = Date.parse(run.output.receivedAt);
  expect([due % 1_000, Date.parse(run.acceptedAt) - due < 1_500]).toEqual([0, true]);
  const times = await Promise.all(
    (await api.runsOf(flow)).map(async ({ id }) => (await api.run(id)).trigger.receivedAt),
  );
  expect(new Set(times).size).toBe(times.length);
  await api.delete(`/v1/flows/${flow}`);
  const before = (await api.runsOf(flow)).length;
  await sleep(2_500);
  expect((await api.runsOf(flow)).length).toBe(before);
});

test('one that is still open is not overtaken: skip, unless the flow says otherwise', async () => {
  const slow = { nodes: { w: wait('PT4S') }, edges: 'trigger > w' };
  const [skip, queue, free] = await Promise.all(
    [{}, { whenBusy: 'queue' }, { key: null }].map((settings) =>
      api.deploy(scheduled(everySecond, { ...slow, settings })),
    ),
  );
  await runs(free ?? '', 3);
  expect((await api.runsOf(skip ?? '')).length).toBe(1);
  const queued = await runs(queue ?? '', 3);
  expect(queued.filter((run) => run.status === 'queued').length).toBe(queued.length - 1);
  const open = (await api.runsOf(free ?? '')).filter((run) => run.status === 'waiting' || run.status === 'running');
  expect(open.length).toBeGreaterThan(1);
  for (const flow of [skip, queue, free]) {
    await api.delete(`/v1/flows/${flow}`);
    await api.post('/v1/runs/bulk', { filter: { flow }, action: 'cancel' });
  }
});

test('what is published next is what fires next', async () => {
  const flow = await api.deploy(scheduled({ cron: '0 0 1 1 *', timezone: 'America/Manaus' }));
  await sleep(1_200);
  expect(await api.runsOf(flow)).toEqual([]);
  await api.redeploy(flow, scheduled(everySecond));
  expect((await runs(flow, 1))[0]).toMatchObject({ flowVersion: 2 });
  await api.redeploy(flow, scheduled({ calendar: { month: 2, dayOfMonth: 29, hour: 8 } }));
  await sleep(300);
  const before = (await api.runsOf(flow)).length;
  await sleep(2_000);
  expect((await api.runsOf(flow)).length).toBe(before);
  expect((await api.through(flow, { n: 1 })).output).toMatchObject({ type: 'api', data: { n: 1 } });
  await api.delete(`/v1/flows/${flow}`);
});

test('data that does not fit the input is a failed run', async () => {
  const flow = await api.deploy(
    scheduled(
      { ...everySecond, data: { n: 'x' } },
      { input: { type: 'object', properties: { n: { type: 'number' } } } },
    ),
  );
  const [run] = await runs(flow, 1);
  expect([run.status, run.error.code]).toEqual(['failed', 'bad_input']);
  await api.delete(`/v1/flows/${flow}`);
});
