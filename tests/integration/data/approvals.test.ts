import { expect, test } from 'vitest';
import { closeApproval } from '#domain/approvals/close-approval.ts';
import { type Decider, decideApproval } from '#domain/approvals/decide-approval.ts';
import { approvalByToken, getApproval, listApprovals } from '#domain/approvals/list-approvals.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { parseId } from '#domain/ids.ts';
import { admit } from '#domain/runs/admit.ts';
import type { ApprovalRequest } from '#flow/machine/protocol.ts';
import { askOf, publishedFlow, requestFor } from './data-fixture.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db } = await oneTenant();

const key: Decider = { kind: 'key', name: 'k' };
const user = (email: string, role = 'viewer'): Decider => ({ kind: 'user', email, role, name: email });

const ask = async (more: Partial<ApprovalRequest> = {}) => {
  const flowId = await db((tx) => publishedFlow(tx));
  const { runId } = await db((tx) => admit(tx, requestFor(flowId)));
  const request = askOf(more);
  const open = () =>
    db((tx) => openApproval(tx, { runId, visit: 'a/1', call: 7, node: 'a', path: [], request, expiresAt: null }));
  return { runId, open, ...(await open()) };
};
const decide = (id: string, decision: 'approved' | 'rejected', by: Decider = key, fields = {}) =>
  db((tx) => decideApproval(tx, id, { decision, fields }, by));
const answersOf = (runId: string) =>
  db(
    (tx) => tx.sql<{ payload: unknown }>`
    select payload from outbox where run_id = ${parseId('run', runId)} and kind = 'signal'`,
  );

test('of twenty decisions at once the first wins, the others are told that it is closed, and the run hears one', async () => {
  const { approvalId, runId } = await ask();
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => decide(approvalId, n % 2 === 0 ? 'approved' : 'rejected')),
  );
  const lost = results.filter((result) => result.status === 'rejected');
  expect(lost).toHaveLength(19);
  expect(lost.every(({ reason }) => reason.code === 'already_closed')).toBe(true);
  const { status } = await db((tx) => getApproval(tx, approvalId));
  expect(await answersOf(runId)).toMatchObject([
    {
      payload: {
        signal: 'answer',
        call: 7,
        outcome: { kind: 'ok', port: status, output: { decision: status, by: 'key:k' } },
      },
    },
  ]);
});

test('a timeout takes the decision that is there, and closes an approval that nobody decided', async () => {
  const decided = await ask();
  await decide(decided.approvalId, 'approved');
  const close = (runId: string) => db((tx) => closeApproval(tx, { runId, call: 7, reason: 'timeout' }));
  expect(await close(decided.runId)).toMatchObject({ kind: 'ok', port: 'approved' });
  const silent = await ask();
  expect(await close(silent.runId)).toBeNull();
  await expect(decide(silent.approvalId, 'approved')).rejects.toMatchObject({ code: 'already_closed' });
});

test('a timeout and a decision at once agree on who won', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { approvalId, runId } = await ask();
    const [closed, decided] = await Promise.allSettled([
      db((tx) => closeApproval(tx, { runId, call: 7, reason: 'timeout' })),
      decide(approvalId, 'approved'),
    ]);
    const { status } = await db((tx) => getApproval(tx, approvalId));
    expect(decided.status).toBe(status === 'approved' ? 'fulfilled' : 'rejected');
    if (status === 'timeout') expect(closed).toMatchObject({ value: null });
  }
});

test('opened again after a crash it is the same approval, and its link still works', async () => {
  const first = await ask();
  const second = await first.open();
  expect(second.approvalId).toBe(first.approvalId);
  expect(second.token).toBe(first.token);
  expect(second.token).toMatch(/^[\w-]{43}$/);
  const { admin } = fixture.database;
  expect(await approvalByToken(admin, `${first.token}x`)).toBeNull();
  expect(await approvalByToken(admin, second.token ?? '')).toEqual({ tenantId, approvalId: first.approvalId });
  await decide(first.approvalId, 'rejected');
  expect(await first.open()).toMatchObject({ token: null, outcome: { port: 'rejected' } });
});

test('assignees are held to: by address or role, signed in, and not by a link', async () => {
  const { approvalId } = await ask({ assignees: ['Ana@x.example', 'admin'] });
  await expect(decide(approvalId, 'approved', { kind: 'link' })).rejects.toMatchObject({ code: 'unauthorized' });
  await expect(decide(approvalId, 'approved', user('bob@x.example'))).rejects.toMatchObject({ code: 'forbidden' });
  await decide(approvalId, 'approved', user('ana@X.example'));
  const other = await ask({ assignees: ['admin'] });
  await decide(other.approvalId, 'approved', user('bob@x.example', 'admin'));
  const open = await ask();
  await decide(open.approvalId, 'approved', { kind: 'link' });
});

test('fields are held to their schemas, and each wrong one is pointed at', async () => {
  const fields = { amount: { type: 'number', minimum: 1 }, note: { type: 'string', default: '-' } };
  const { approvalId } = await ask({ fields });
  await expect(decide(approvalId, 'approved', key, { amount: 0, extra: 1 })).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/fields/extra' }, { pointer: '/fields/amount' }],
  });
  await expect(decide(approvalId, 'approved')).rejects.toMatchObject({ code: 'invalid' });
  await decide(approvalId, 'approved', key, { amount: 5 });
  expect(await db((tx) => getApproval(tx, approvalId))).toMatchObject({ values: { amount: 5, note: '-' } });
  const refused = await ask({ fields });
  await decide(refused.approvalId, 'rejected');
});

test('a list goes on where it stopped, stays steady while rows come, and refuses a cursor of other filters', async () => {
  for (let n = 0; n < 5; n += 1) await ask();
  const first = await db((tx) => listApprovals(tx, { status: 'open' }, { limit: 2 }));
  await ask();
  const next = { limit: 2, cursor: first.nextCursor };
  const second = await db((tx) => listApprovals(tx, { status: 'open' }, next));
  const ids = [...first.data, ...second.data].map(({ id }) => id);
  expect(new Set(ids).size).toBe(4);
  expect(ids).toEqual(ids.toSorted().toReversed());
  await expect(db((tx) => listApprovals(tx, {}, next))).rejects.toMatchObject({ code: 'malformed' });
  const forged = { cursor: `${first.nextCursor?.slice(0, -2)}xx` };
  await expect(db((tx) => listApprovals(tx, { status: 'open' }, forged))).rejects.toMatchObject({ code: 'malformed' });
});
