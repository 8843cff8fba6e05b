import { expect, test } from 'vitest';
import {
  claimNextOf,
  claimOutbox,
  claimRow,
  failOutbox,
  finishOutbox,
  outboxPauseMs,
  releaseOutbox,
} from '#domain/outbox/claim-outbox.ts';
import type { OutboxRow } from '#domain/outbox/outbox-row.ts';
import { admit } from '#domain/runs/admit.ts';
import { cancelRun, pauseRun, resumeRun } from '#domain/runs/steer-run.ts';
import { claimSweep, startForgotten, sweepNext } from '#domain/runs/sweep.ts';
import { publishedFlow, requestFor, runsOf } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db, newFlow } = await oneTenant();
const flowId = await newFlow();

const start = () => db((tx) => admit(tx, requestFor(flowId)));
const makeDue = () =>
  db((tx) => tx.sql`update outbox set available_at = now() - interval '1 second' where done_at is null`);
const admin = () => fixture.database.admin;

test('rows of a run go out in order, one at a time, however many claim', async () => {
  const { runId } = await start();
  await db((tx) => pauseRun(tx, runId));
  await db((tx) => resumeRun(tx, runId));
  await db((tx) => cancelRun(tx, runId));
  const order: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    await makeDue();
    const claims = await Promise.all(Array.from({ length: 4 }, () => claimOutbox(admin(), { limit: 10 })));
    const mine = claims.flat().filter((row) => row.runId === runId);
    if (mine.length === 0) break;
    expect(mine).toHaveLength(1);
    const [row] = mine as [OutboxRow];
    order.push(row.kind === 'signal' ? (row.payload as { signal: string }).signal : row.kind);
    await finishOutbox(admin(), [row.id]);
  }
  expect(order).toEqual(['start', 'pause', 'resume', 'cancel']);
});

test('a hundred rows and eight claimers: each row has one', async () => {
  await Promise.all(Array.from({ length: 100 }, start));
  await makeDue();
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimOutbox(admin(), { limit: 40 })));
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(100);
  await finishOutbox(admin(), ids);
});

test('what was just committed is its maker’s first, and a dead maker’s soon after', async () => {
  const { outboxId = 0n, runId } = await start();
  expect((await claimOutbox(admin())).filter((row) => row.runId === runId)).toEqual([]);
  expect(await claimRow(admin(), outboxId, 0)).toMatchObject({ runId, kind: 'start', tenantId });
  expect((await claimOutbox(admin())).map((row) => row.runId)).toContain(runId);
});

test('a later row is not to be had before the one in front of it, and then at once', async () => {
  const { outboxId = 0n, runId } = await start();
  const [cancel] = (await db((tx) => cancelRun(tx, runId))).outbox;
  expect(await claimRow(admin(), cancel?.id ?? 0n)).toBeNull();
  expect(await finishOutbox(admin(), [outboxId])).toEqual([runId]);
  expect(await claimNextOf(admin(), runId)).toMatchObject([{ kind: 'cancel', payload: { reason: 'cancelled' } }]);
});

test('all that has gathered for a run goes to one claimer, in order; what it gives back is to be had again', async () => {
  const { outboxId = 0n, runId } = await start();
  for (let i = 0; i < 6; i += 1) await db((tx) => (i % 2 === 0 ? pauseRun(tx, runId) : resumeRun(tx, runId)));
  await finishOutbox(admin(), [outboxId]);
  const claims = await Promise.all(Array.from({ length: 4 }, () => claimNextOf(admin(), runId, { limit: 4 })));
  const [mine = [], ...others] = claims.filter((rows) => rows.length > 0);
  expect(others).toEqual([]);
  expect(mine.map(({ payload }) => payload)).toEqual(
    ['pause', 'resume', 'pause', 'resume'].map((signal) => ({ signal })),
  );
  const ids = mine.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => Number(a - b)));
  await makeDue();
  expect((await claimOutbox(admin())).filter((row) => row.runId === runId).length).toBeLessThanOrEqual(1);
  await finishOutbox(admin(), ids.slice(0, 2));
  await releaseOutbox(admin(), ids.slice(2));
  expect((await claimNextOf(admin(), runId)).map(({ id }) => id).slice(0, 2)).toEqual(ids.slice(2));
});

test('a row that fails rests longer each time', async () => {
  const { outboxId = 0n, runId } = await start();
  const row = await claimRow(admin(), outboxId, 0);
  if (!row) throw new Error('not claimed');
  await failOutbox(admin(), row, 'Temporal is away');
  expect((await claimOutbox(admin())).map((each) => each.runId)).not.toContain(runId);
  expect([1, 2, 3, 20].map(outboxPauseMs)).toEqual([1_000, 2_000, 4_000, 300_000]);
});

test('the sweep looks at each open run in its turn, and not at one whose start has yet to go out', async () => {
  const [a, b] = [await start(), await start()];
  await finishOutbox(admin(), [a.outboxId ?? 0n]);
  await db((tx) => tx.sql`update runs set sweep_at = now() - interval '1 second'`);
  const claims = await Promise.all([claimSweep(admin()), claimSweep(admin())]);
  const seen = claims.flat().map(({ runId }) => runId);
  expect(seen.filter((runId) => runId === a.runId)).toHaveLength(1);
  expect(seen).not.toContain(b.runId);
  expect((await claimSweep(admin())).map(({ runId }) => runId)).not.toContain(a.runId);
  await sweepNext(admin(), tenantId, a.runId);
  expect((await claimSweep(admin())).map(({ runId }) => runId)).toContain(a.runId);
});

test('a queued run whose key nobody holds is started by the sweep', async () => {
  const flow = await db((tx) => publishedFlow(tx));
  const holder = await db((tx) => admit(tx, requestFor(flow, { key: 'k' })));
  const queued = await db((tx) => admit(tx, requestFor(flow, { key: 'k' })));
  // As if the end had been written by another hand.
  await db(
    (tx) =>
      tx.sql`update runs set status = 'succeeded', ended_at = now() where id = ${`${holder.runId.slice(4)}`}::uuid`,
  );
  await db((tx) => tx.sql`update runs set accepted_at = now() - interval '1 minute' where status = 'queued'`);
  const outbox = await startForgotten(fixture.database);
  expect(outbox.map(({ runId }) => runId)).toEqual([queued.runId]);
  expect((await db((tx) => runsOf(tx, flow))).map(({ status }) => status)).toEqual(['succeeded', 'running']);
  expect(await startForgotten(fixture.database)).toEqual([]);
});
