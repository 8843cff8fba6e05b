import pino from 'pino';
import { expect, test } from 'vitest';
import { createFlow } from '#domain/flows/create-flow.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { publishFlow } from '#domain/flows/publish-flow.ts';
import { newId, parseId } from '#domain/ids.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import { admit } from '#domain/runs/admit.ts';
import { startForgotten } from '#domain/runs/sweep.ts';
import { fireDue } from '#domain/schedules/fire-due.ts';
import { pauseSchedule, resumeSchedule, viewSchedule } from '#domain/schedules/schedule-view.ts';
import { readTrigger } from '#flow/admission.ts';
import { timed } from '#tests/pace.ts';
import { Schedules } from '#workers/schedules.ts';
import { planOf, publishedFlow, requestFor } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

/** A flow with a schedule that is due in so many milliseconds. Gives its id. */
const scheduled = (every: string, inMs: number): Promise<string> =>
  db(async (tx) => {
    const flow = await publishedFlow(tx, planOf({ key: null }, { type: 'schedule', config: { every } }));
    await tx.sql`update flow_triggers set next_at = now() + ${inMs} * interval '1 millisecond'
      where tenant_id = ${tx.tenant} and flow_id = ${parseId('flw', flow)}`;
    return flow;
  });

/** How late each run of a flow was accepted, ms. */
const lateness = (flow: string): Promise<number[]> =>
  db(async (tx) => {
    const rows = await tx.sql<{ ms: number }>`
      select (extract(epoch from accepted_at - (trigger ->> 'receivedAt')::timestamptz) * 1000)::float8 as ms from runs
      where tenant_id = ${tx.tenant} and flow_id = ${parseId('flw', flow)} order by accepted_at`;
    return rows.map(({ ms }) => ms);
  });

const forget = (flow: string): Promise<unknown> =>
  db((tx) => tx.sql`delete from flow_triggers where tenant_id = ${tx.tenant} and flow_id = ${parseId('flw', flow)}`);

test('who asks what is due hears when to ask again', async () => {
  const fire = () => fireDue(fixture.database, readTrigger);
  expect(await fire()).toEqual({ outbox: [], failed: [], missed: [], nextMs: null });
  const flow = await scheduled('PT1H', 60_000);
  const before = await fire();
  expect(before.outbox).toEqual([]);
  expect(before.nextMs).toBeGreaterThan(50_000);
  expect(before.nextMs).toBeLessThanOrEqual(60_000);
  const due = await scheduled('P1D', -5);
  expect(await fire()).toMatchObject({ outbox: [{}], failed: [], nextMs: 0 });
  expect((await fire()).nextMs).toBeLessThanOrEqual(60_000);
  await Promise.all([forget(flow), forget(due)]);
});

test('a tenant whose rows are being moved holds up no other: not its schedules, not what waits for a place', async () => {
  const flow = await scheduled('PT1H', -10);
  const { admin } = fixture.database;
  const key = { key: 'k' };
  const holder = await db((tx) => admit(tx, requestFor(flow, key)));
  await db((tx) => admit(tx, requestFor(flow, key)));
  await db(
    (tx) => tx.sql`
      update runs set accepted_at = now() - interval '1 minute',
        status = case when id = ${parseId('run', holder.runId)} then 'succeeded' else status end,
        ended_at = case when id = ${parseId('run', holder.runId)} then now() end
      where tenant_id = ${tx.tenant}`,
  );
  await admin.sql`
    insert into tenant_placements (tenant_id, target, step, path, asked_by, reason)
    values (${parseId('ten', tenantId)}, 'own', 'frozen', null, 'operator:test', 'because')`;
  expect(await fireDue(fixture.database, readTrigger)).toMatchObject({ outbox: [], failed: [], nextMs: null });
  expect(await startForgotten(fixture.database)).toEqual([]);
  await admin.sql`delete from tenant_placements where tenant_id = ${parseId('ten', tenantId)}`;
  expect((await fireDue(fixture.database, readTrigger)).outbox).toHaveLength(1);
  expect(await startForgotten(fixture.database)).toHaveLength(1);
  await forget(flow);
});

test('a flow whose schedule cannot be fired hinders no other, and is told of', async () => {
  const broken = await scheduled('never', -20);
  const whole = await scheduled('PT1H', -10);
  const { outbox, failed, nextMs } = await fireDue(fixture.database, readTrigger);
  expect([outbox.length, failed.map(({ flowId }) => flowId), nextMs]).toEqual([1, [broken], 0]);
  expect((await fireDue(fixture.database, readTrigger)).nextMs).toBeGreaterThan(0);
  await Promise.all([forget(broken), forget(whole)]);
});

test('firings are awaited to the instant: far less than a second late', async () => {
  const told: OutboxRef[] = [];
  const carrier = { soon: (rows: OutboxRef[]) => void told.push(...rows) };
  const schedules = new Schedules({ database: fixture.database, carrier, log: pino({ level: 'silent' }) });
  const flow = await scheduled('PT1S', 1_300);
  const four = () => expect.poll(() => told.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
  const { pace } = await timed(async () => await four());
  await schedules.stop();
  const late = await lateness(flow);
  expect(late.length).toBe(told.length);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
  expect(late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)]).toBeLessThan(100 * pace);
  expect(Math.max(...late)).toBeLessThan(1_000 * pace);
});

/** As if it had been due so long ago. */
const dueSince = (flow: string, seconds: number): Promise<unknown> =>
  db(
    (tx) => tx.sql`update flow_triggers set next_at = now() - ${seconds} * interval '1 second'
      where tenant_id = ${tx.tenant} and flow_id = ${parseId('flw', flow)}`,
  );
const fire = () => fireDue(fixture.database, readTrigger);
const seen = (flow: string) => db((tx) => viewSchedule(tx, flow));
const published = (every: string): Promise<string> =>
  db(async (tx) => {
    const plan = planOf({ key: null }, { type: 'schedule', config: { every, catchup: 'P1D' } });
    const { id, draftRevision } = await createFlow(tx, { definition: { name: 'S' }, by: 'test' });
    await publishFlow(tx, id, { plan, revision: draftRevision, by: 'test' });
    return id;
  });

test('the next five times, the last firing and what it became are told', async () => {
  const flow = await published('PT1H');
  const before = await seen(flow);
  expect(before).toMatchObject({ version: 1, last: null, pausedAt: null, missed: { count: 0, lastAt: null } });
  const steps = before.next.slice(1).map((at, i) => Date.parse(at) - Date.parse(before.next[i] ?? ''));
  expect(steps).toEqual([3_600_000, 3_600_000, 3_600_000, 3_600_000]);
  await dueSince(flow, 1);
  await fire();
  expect((await seen(flow)).last).toMatchObject({ outcome: 'started', runId: expect.stringMatching(/^run_/) });
  await forget(flow);
});

/** Somebody of the tenant who has this role. Gives how to read their notices. */
async function person(role: string): Promise<() => Promise<{ title: string; body: string; link: string | null }[]>> {
  const user = newId('usr');
  const { admin } = fixture.database;
  const [uuid, email] = [parseId('usr', user), `${role}@misses.example`];
  await admin.sql`insert into users (id, email, name) values (${uuid}, ${email}, 'Ana')`;
  await admin.sql`
    insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${uuid}, ${role})`;
  return () =>
    db(
      (tx) => tx.sql`
    select title, body, link, level from notifications where tenant_id = ${tx.tenant} and user_id = ${uuid}`,
    );
}

test('what is too old to be made up for is counted, and told: as an event, and to people', async () => {
  const [editor, viewer] = [await person('editor'), await person('viewer')];
  const flow = await published('PT6H');
  await dueSince(flow, 3 * 86_400);
  const fired = await fire();
  const { missed, next } = await seen(flow);
  expect(missed.count).toBeGreaterThanOrEqual(8);
  expect(missed.count).toBeLessThanOrEqual(9);
  expect(Date.parse(missed.lastAt ?? '')).toBeLessThan(Date.now() - 86_000_000);
  expect(next).toHaveLength(5);
  const events = await db(
    (tx) => tx.sql<{ data: unknown }>`
    select data from events where tenant_id = ${tx.tenant} and name = 'trama.schedule.missed' and key = ${flow}`,
  );
  expect(events.map(({ data }) => data)).toMatchObject([{ flow, count: missed.count }]);
  expect(fired.missed).toMatchObject([{ flowId: flow, count: missed.count }]);
  const title = `F: ${missed.count} horários passaram sem execução`;
  expect(await editor()).toMatchObject([{ title, level: 'warning', link: `/flows/${flow}` }]);
  expect((await editor())[0]?.body).toMatch(/^O fluxo não rodou entre \d\d\/\d\d\/\d{4}, \d\d:\d\d e /);
  expect(await viewer()).toEqual([]);
  await fire();
  expect(await editor()).toHaveLength(1);
  await forget(flow);
});

test('publishing kills no firing that is due, and a schedule that rests goes on resting', async () => {
  const flow = await published('PT1H');
  await dueSince(flow, 1);
  const again = () =>
    db(async (tx) => {
      const { draftRevision } = await getFlow(tx, flow);
      const plan = planOf({ key: null }, { type: 'schedule', config: { every: 'PT2H' } });
      await publishFlow(tx, flow, { plan, revision: draftRevision, by: 'test' });
    });
  await again();
  await fire();
  expect((await seen(flow)).last).not.toBeNull();
  expect(await db((tx) => pauseSchedule(tx, flow, 'test'))).toMatchObject({ next: [], pausedAt: expect.any(String) });
  await again();
  expect((await seen(flow)).next).toEqual([]);
  const resumed = await db((tx) => resumeSchedule(tx, flow, 'test'));
  expect([resumed.pausedAt, resumed.next.length]).toEqual([null, 5]);
  await forget(flow);
});

test('what was due before the pause still fires, once', async () => {
  const flow = await published('PT1H');
  await dueSince(flow, 1);
  await db((tx) => pauseSchedule(tx, flow, 'test'));
  await fire();
  await fire();
  expect(await lateness(flow)).toHaveLength(1);
  expect((await seen(flow)).next).toEqual([]);
  await forget(flow);
});
