import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import temporal from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions } from '#connectors/actions.ts';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import type { Json } from '#flow/json.ts';
import { workflowBundle } from '#workers/bundle.ts';
import type { ActionCall } from '#workflows/engine-activities.ts';
import { FLOW_WORKFLOW, type FlowInput, type LiveState } from '#workflows/flow-input.ts';
import { FlowBench, quiet } from './flow-bench.ts';
import { type Clock, callAction, type Heard, lifeEvent, lifePlan, lifeStart } from './life-bench.ts';

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());

type Terms = ConstructorParameters<typeof InMemoryDesk>[1];

/** The real workflow code on a server whose clock runs ahead. */
interface Living {
  desk: InMemoryDesk;
  hear(heard: Heard): Promise<void>;
  /** Time passes, and what is due is done. */
  pass(days: number): Promise<void>;
  /** The same to an instant (ISO 8601), and a minute on. */
  until(instant: string): Promise<void>;
  /** Events of all its histories so far, and how many histories. */
  events(): Promise<{ events: number; histories: number }>;
  waitsAt(): Promise<string[]>;
}

const { EventType } = temporal.temporal.api.enums.v1;
/** What a task leaves behind that waits. */
const AFTER_A_TASK = new Set([
  ...[EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, EventType.EVENT_TYPE_MARKER_RECORDED],
  ...[EventType.EVENT_TYPE_TIMER_STARTED, EventType.EVENT_TYPE_TIMER_CANCELED],
]);

/**
 * Nothing is under way; gives the execution that waits. Its history is looked at, for this server answers no query that
 * comes while a run goes on as new.
 */
const settled = async (handle: WorkflowHandle): Promise<string> => {
  for (;;) {
    const { runId } = await handle.describe();
    const { events } = await handle.client.getHandle(handle.workflowId, runId).fetchHistory();
    const last = events?.at(-1)?.eventType;
    if (last && AFTER_A_TASK.has(last)) return runId;
    await sleep(5);
  }
};

async function live(name: string, terms: Terms, work: (living: Living) => Promise<void>): Promise<void> {
  const { environment } = bench;
  const { client, nativeConnection } = environment;
  const clock: Clock = { ms: await environment.currentTimeMs() };
  const desk = new InMemoryDesk(() => clock.ms, terms);
  const act = async (
    { config, idempotencyKey }: ActionCall,
    type: string,
  ): Promise<{ output: Json; attempt: number }> => {
    clock.ms = await environment.currentTimeMs();
    return { output: await callAction(desk, { type, config, idempotencyKey }), attempt: 1 };
  };
  const billing = actions.filter((one) => one.subject).map(({ id }) => [id, (call: ActionCall) => act(call, id)]);
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: name,
    workflowBundle: await workflowBundle(),
    activities: { ...bench.activities(), ...Object.fromEntries(billing) },
    sinks: quiet,
  });
  await worker.runUntil(async () => {
    const start = lifeStart(new Date(clock.ms).toISOString());
    const input: FlowInput = { plan: lifePlan(), start, weight: 1, priority: 3, thrifty: true };
    const { workflowId } = await client.workflow.start(FLOW_WORKFLOW, {
      ...{ taskQueue: name, workflowId: name, args: [input] },
    });
    const handle = client.workflow.getHandle(workflowId);
    const seen = new Set<string>();
    const settle = async () => {
      seen.add(await settled(handle));
    };
    const pass = async (ms: number) => {
      await environment.sleep(ms);
      clock.ms = await environment.currentTimeMs();
      await settle();
    };
    let heard = 0;
    await settle();
    await work({
      desk,
      hear: async (what) => {
        await handle.signal('event', lifeEvent(what, ++heard, await environment.currentTimeMs()));
        await settle();
      },
      pass: (days) => pass(days * 86_400_000),
      until: (instant) => pass(Date.parse(instant) + 60_000 - clock.ms),
      waitsAt: async () =>
        (await handle.query<LiveState, [number]>('trace', Number.MAX_SAFE_INTEGER)).waitingFor.map(({ node }) => node),
      events: async () => {
        const histories = await Promise.all(
          [...seen].map((runId) => client.workflow.getHandle(workflowId, runId).fetchHistory()),
        );
        return { events: histories.reduce((sum, one) => sum + (one.events?.length ?? 0), 0), histories: seen.size };
      },
    });
    await handle.signal('event', lifeEvent('closed', ++heard, await environment.currentTimeMs()));
    await handle.result();
  });
}

/** Paid at the end of so many periods; gives the events of all but the first, which began in the history before. */
const periodsOf = async ({ desk, hear, until, events }: Living, times: number) => {
  const period = async () => {
    await until(desk.facts.periodEnd ?? '');
    await hear(desk.charge());
  };
  await hear(desk.ask('subscribe'));
  await hear(desk.pay());
  await period();
  const before = await events();
  for (let n = 0; n < times; n++) await period();
  const after = await events();
  return { events: after.events - before.events, histories: after.histories - before.histories };
};

test('a subscription that is paid each month takes at most 20 events a month, and goes on as new each period', async () => {
  await live('monthly', {}, async (living) => {
    const year = await periodsOf(living, 12);
    expect(year.events / 12).toBeLessThanOrEqual(14);
    expect(year.histories).toBe(12);
    expect(living.desk.paid).toHaveLength(14);
  });
});

test('where the charges are ours it is no more', async () => {
  await live('ours', {}, async (living) => {
    living.desk.provider.renews = 'ours';
    const year = await periodsOf(living, 12);
    expect(year.events / 12).toBeLessThanOrEqual(20);
    expect(living.desk.deeds.filter(({ what }) => what === 'renew')).toHaveLength(13);
  });
});

test('a yearly one, with its reminders, takes a few', async () => {
  await live('yearly', { period: 'P1Y' }, async (living) => {
    const three = await periodsOf(living, 3);
    expect(three.events / 36).toBeLessThanOrEqual(3);
    expect(living.desk.deeds.filter(({ what }) => what === 'tell:renewal_soon')).toHaveLength(8);
  });
});

test('who owes is asked, graced, brought to free and let back in, as on the machine alone', async () => {
  await live('owing', {}, async ({ desk, hear, pass, waitsAt, events }) => {
    await hear(desk.ask('trial'));
    await pass(5);
    await hear(desk.ask('subscribe'));
    await hear(desk.pay());
    await pass(30);
    desk.provider.pays = false;
    await hear(desk.charge());
    expect(desk.facts.state).toBe('past_due');
    const before = await events();
    await pass(20);
    expect([desk.facts.state, desk.access, await waitsAt()]).toEqual(['free', 'full', ['gratisEspera']]);
    const owing = await events();
    expect(owing.events - before.events).toBeLessThanOrEqual(45);
    desk.provider.pays = true;
    await hear(desk.ask('subscribe'));
    await hear(desk.pay());
    expect(desk.facts.state).toBe('active');
  });
});
