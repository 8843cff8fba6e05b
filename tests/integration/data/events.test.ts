import { expect, test } from 'vitest';
import { isReservedName } from '#domain/events/event-name.ts';
import { pruneEvents } from '#domain/events/prune-events.ts';
import { publishEvent } from '#domain/events/publish-event.ts';
import { publishToRun } from '#domain/events/publish-to-run.ts';
import { subscribe } from '#domain/events/subscribe.ts';
import { parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import type { ReadTrigger } from '#domain/runs/read-trigger.ts';
import type { FlowEvent } from '#flow/machine/protocol.ts';
import { planOf, publishedFlow, recordFor, requestFor, runsOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

const readTrigger: ReadTrigger = () => ({ kind: 'admit', settings: requestFor('flw').settings });
const publish = (
  name: string,
  key: string | null,
  data: number,
  externalId: string | null = null,
  read = readTrigger,
) => db((tx) => publishEvent(tx, { name, key, data, externalId, source: 'api' }, read));
const newRun = async () => {
  const flowId = await db((tx) => publishedFlow(tx));
  return { flowId, ...(await db((tx) => admit(tx, requestFor(flowId)))) };
};
const signalled = async (runId: string): Promise<FlowEvent[]> => {
  const rows = await db(
    (tx) => tx.sql<{ payload: { event: FlowEvent } }>`
      select payload from outbox where run_id = ${parseId('run', runId)} and kind = 'signal' order by id`,
  );
  return rows.map(({ payload }) => payload.event);
};

test('of forty events sent while a wait begins, each reaches it once: before or after, never between', async () => {
  const { runId } = await newRun();
  const sent = Array.from({ length: 40 }, (_, n) => publish('race', 'k', n));
  const before = await db((tx) => subscribe(tx, runId, [{ name: 'race', key: 'k' }]));
  await Promise.all(sent);
  const after = await signalled(runId);
  const heard = [...before, ...after].map(({ data }) => data as number);
  expect(heard.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n));
});

test('a wait hears its name and key alone, and nothing from before its run began', async () => {
  await publish('paid', 'old', 0);
  const { runId } = await newRun();
  await publish('paid', 'old', 1);
  await publish('paid', 'other', 2);
  await publish('paid', null, 3);
  await publish('refused', 'old', 4);
  const names = [
    { name: 'paid', key: 'old' },
    { name: 'refused', key: null },
  ];
  expect((await db((tx) => subscribe(tx, runId, names))).map(({ data }) => data)).toEqual([1]);
  for (const [name, key, data] of [
    ['paid', 'old', 5],
    ['paid', '', 6],
    ['refused', null, 7],
  ] as const)
    await publish(name, key, data);
  expect((await signalled(runId)).map(({ data }) => data)).toEqual([5, 7]);
});

test('asking to hear again gives the same, and doubles no signal', async () => {
  const { runId } = await newRun();
  await publish('twice', null, 1);
  const listen = () => db((tx) => subscribe(tx, runId, [{ name: 'twice', key: null }]));
  expect(await listen()).toEqual(await listen());
  await publish('twice', null, 2);
  expect(await signalled(runId)).toHaveLength(1);
});

test('an event with an id that is known is the first one again, even when two come at once', async () => {
  const flowId = await db((tx) => publishedFlow(tx, planOf({}, { type: 'event', config: { name: 'order' } })));
  const results = await Promise.all(Array.from({ length: 10 }, () => publish('order', 'a', 1, 'ext-1')));
  expect(new Set(results.map(({ event }) => event.id)).size).toBe(1);
  expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(await db((tx) => runsOf(tx, flowId))).toHaveLength(1);
  await publish('order', 'a', 1, 'ext-2');
  expect(await db((tx) => runsOf(tx, flowId))).toHaveLength(2);
});

test('an event begins every flow that listens to it, and none whose match says no', async () => {
  const trigger = { type: 'event', config: { name: 'both' } };
  const flows = await db(async (tx) => [
    await publishedFlow(tx, planOf({}, trigger)),
    await publishedFlow(tx, planOf({}, trigger)),
    await publishedFlow(tx, { ...planOf({}, trigger), name: 'deaf' }),
    await publishedFlow(tx, { ...planOf({}, trigger), name: 'unfit' }),
  ]);
  const read: ReadTrigger = (plan, given, tenant, event) => {
    if (plan.name === 'deaf') return { kind: 'pass' };
    if (plan.name === 'unfit') return { kind: 'failed', error: { code: 'bad_input', message: '' } };
    expect(event).toMatchObject({ name: 'both', key: 'k' });
    return readTrigger(plan, given, tenant, event);
  };
  const { started } = await publish('both', 'k', 9, null, read);
  expect(started).toHaveLength(3);
  const states = await Promise.all(flows.map((flowId) => db((tx) => runsOf(tx, flowId))));
  expect(states.map((runs) => runs.map(({ status, error }) => [status, error?.code]))).toEqual([
    [['running', undefined]],
    [['running', undefined]],
    [],
    [['failed', 'bad_input']],
  ]);
});

test('an event for one run reaches it alone, once an id, and not after its end', async () => {
  const { runId, flowId } = await newRun();
  const send = (externalId: string | null) => db((tx) => publishToRun(tx, runId, { name: 'x', data: 1, externalId }));
  const first = await send('1');
  const again = await send('1');
  expect([first.duplicate, again.duplicate, again.event.id]).toEqual([false, true, first.event.id]);
  expect(first.event.source).toBe('run');
  const other = await newRun();
  expect(await db((tx) => subscribe(tx, other.runId, [{ name: 'x', key: null }]))).toEqual([]);
  await closeRuns(fixture.database, [recordFor(tenantId, flowId, runId)], { readTrigger });
  await expect(send('2')).rejects.toMatchObject({ code: 'run_ended' });
  expect((await send('1')).duplicate).toBe(true);
});

test('what comes for a run that is queued waits for its start', async () => {
  const flowId = await db((tx) => publishedFlow(tx));
  const concurrency = { max: 1, key: null };
  const open = await db((tx) => admit(tx, requestFor(flowId, { concurrency })));
  const queued = await db((tx) => admit(tx, requestFor(flowId, { concurrency })));
  const { outbox } = await db((tx) => publishToRun(tx, queued.runId, { name: 'x', data: 1, externalId: null }));
  expect(outbox).toEqual([]);
  await closeRuns(fixture.database, [recordFor(tenantId, flowId, open.runId)], { readTrigger });
  const rows = await db(
    (tx) => tx.sql`select kind, held from outbox where run_id = ${parseId('run', queued.runId)} order by id`,
  );
  expect(rows).toEqual([
    { kind: 'start', held: false },
    { kind: 'signal', held: false },
  ]);
});

test('events are forgotten after thirty days, but for what an open run may still hand back', async () => {
  const flowId = await db((tx) => publishedFlow(tx));
  const keyed = { key: 'k', whenBusy: 'signal' as const };
  await db((tx) => admit(tx, requestFor(flowId, keyed)));
  await db((tx) => admit(tx, requestFor(flowId, keyed)));
  await publish('old', null, 1);
  await db((tx) => tx.sql`update events set received_at = now() - interval '31 days'`);
  await publish('young', null, 1);
  expect(await db((tx) => pruneEvents(tx))).toBeGreaterThan(0);
  const left = await db(
    (tx) => tx.sql<{ name: string }>`select distinct e.name from events e
    left join runs r on r.id = e.run_id where r.id is null or r.ended_at is null order by 1`,
  );
  expect(left.map(({ name }) => name)).toEqual(['trigger', 'x', 'young']);
});

test.each([
  ['trigger', true],
  ['trama.order.opened', true],
  ['telegram.message', true],
  ['telegramish.message', false],
  ['pedido.pago', false],
  ['telegram', false],
  ['triggers', false],
])('the name %s belongs to the product: %s', (name, reserved) => {
  expect(isReservedName(name, new Set(['telegram', 'http']))).toBe(reserved);
});
