import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { untilMorning } from '../notices/quiet-hours.ts';
import { writeNotice } from '../notices/tell-notice.ts';
import { askUnlessBarred } from '../requests/ask-request.ts';
import { findWish, openWishes } from '../requests/wish.ts';
import { holdSubscription } from '../subscription/hold-subscription.ts';
import { iso, type Subscription } from '../subscription/subscription.ts';
import { afterRefusal } from './after-refusal.ts';
import { putUsageOff } from './usage-charges.ts';

/** Why the product itself calls a subscription off. Who pays what they used has it back. */
export const USAGE_UNPAID = 'usage_unpaid';

const DAY_MS = 86_400_000;

interface Owed {
  amount: bigint;
  tries: number;
  failed_at: Date | null;
  timezone: string;
}

const askSystem = (
  db: TenantDb,
  { kind, ...ask }: { kind: 'cancel' | 'revoke'; source: string; nowMs: number },
): Promise<void> =>
  askUnlessBarred(db, { kind, ...ask, by: 'system', data: kind === 'cancel' ? { reason: USAGE_UNPAID } : {} });

/**
 * Nobody paid what that wish asked for: its months are owed as before, and asked for again by the plan's dunning. What the period
 * costs is paid, so access stays; after the last step the subscription is not renewed. `refused`: the payer's own no; else
 * nothing was asked of them, and it comes again a day later.
 */
export const releaseUsage = async (
  db: TenantDb,
  wish: string,
  { refused, nowMs }: { refused: boolean; nowMs: number },
): Promise<void> => {
  const facts = await holdSubscription(db);
  const request = parseId('sreq', wish);
  const [owed] = await db.sql<Owed>`
    select sum(c.amount)::bigint as amount, max(c.tries) as tries, min(c.failed_at) as failed_at, t.timezone
    from usage_charges c join tenants t on t.id = c.tenant_id
    where c.tenant_id = ${db.tenant} and c.request_id = ${request} and c.paid_at is null group by t.timezone`;
  // It was refused before it claimed anything: the subscription had moved on, or its provider was not set up.
  if (!owed) return await putUsageOff(db, nowMs);
  const plan = await findPlanVersion(db.sql, facts.planVersionId);
  if (!plan) return;
  const tries = owed.tries + (refused ? 1 : 0);
  const failedAtMs = owed.failed_at?.getTime() ?? nowMs;
  const { timezone } = owed;
  const next = refused
    ? afterRefusal({ tries, failedAtMs, nowMs, terms: plan, timezone })
    : { at: iso(nowMs + DAY_MS), ends: false };
  await db.sql`
    update usage_charges set request_id = null, tries = ${tries}, next_at = ${next.at}::timestamptz,
      failed_at = ${refused ? iso(failedAtMs) : (owed.failed_at?.toISOString() ?? null)}::timestamptz
    where tenant_id = ${db.tenant} and request_id = ${request} and paid_at is null`;
  if (!refused) return;
  const notice = tries === 1 ? 'payment_failed' : 'payment_failed_again';
  const said = { amount: Number(owed.amount), nextAttemptAt: next.at };
  await writeNotice(db, notice, said, `usage/${wish}`, await untilMorning(db, notice, nowMs));
  if (next.ends) await askSystem(db, { kind: 'cancel', source: `usage/${wish}/end`, nowMs });
};

/** It was paid after all: what was called off for it, or is about to be, goes on. */
export const keepAfterUsage = async (
  db: TenantDb,
  { pending }: Subscription,
  wish: string,
  nowMs: number,
): Promise<void> => {
  const request = pending?.kind === 'cancel' ? pending.request : null;
  const open = (await openWishes(db)).find(({ kind }) => kind === 'cancel');
  const cancel = open ?? (request === null ? null : await findWish(db, request));
  if (cancel?.askedBy !== 'system' || cancel.input.reason !== USAGE_UNPAID) return;
  await askSystem(db, { kind: 'revoke', source: `usage/${wish}/keep`, nowMs });
};
