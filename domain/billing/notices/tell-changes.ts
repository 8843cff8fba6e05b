import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import type { Change } from '../subscription/note-change.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { NoticeData } from './fill-words.ts';
import type { NoticeName } from './notice-list.ts';
import { factsData } from './plan-data.ts';
import { writeNotice } from './tell-notice.ts';

/**
 * What is told of facts that became others. What the lifecycle's document tells itself is not here: trials and renewals that
 * come near, failed charges, grace, recovery, the change and the end of a period.
 */
export const noticesOf = (before: Subscription, after: Subscription, now: string): NoticeName[] => {
  const told: NoticeName[] = [];
  const [from, to] = [before.state, after.state];
  if (to === 'trialing' && from !== 'trialing') told.push('trial_started');
  // Given for free is not subscribed.
  if (to === 'active' && (from === 'free' || from === 'trialing') && after.provider !== null) told.push('subscribed');
  if (to === 'paused' && from !== 'paused') told.push('paused');
  if (to === 'active' && from === 'paused') told.push('resumed');
  // What ends at once is told when it has ended.
  const isEnding = leaves(after.pending) && (after.pending?.at ?? '') > now;
  if (!leaves(before.pending) && isEnding) told.push('cancel_scheduled');
  const isSameOne = before.providerSubscription === after.providerSubscription;
  const kept = before.pending?.kind === 'cancel' ? (before.pending.first ?? null) : null;
  const isBack = leaves(before.pending) && isSame(kept, after.pending);
  if (isBack && isSameOne && to === from && to !== 'free') told.push('revoked');
  const isNew = !isSame(before.pending, after.pending) && !isSame(kept, after.pending);
  if (after.pending?.kind === 'change' && isNew) told.push('change_scheduled');
  const isAtOnce = before.pending?.kind !== 'change' || after.pending !== null;
  if (from === 'active' && to === 'active' && before.tier !== after.tier && isAtOnce) told.push('changed');
  if (from !== 'free' && before.provider && after.provider && before.provider !== after.provider)
    told.push('provider_switched');
  if (after.renewal?.pix && before.renewal?.pix?.code !== after.renewal.pix.code) told.push('pix_waiting');
  return told;
};

/** Where another subscription follows the one that ends, nobody leaves. */
const leaves = (pending: Subscription['pending']): boolean => pending?.kind === 'cancel' && pending.follows !== true;

const isSame = (before: Subscription['pending'], after: Subscription['pending']): boolean =>
  JSON.stringify(before) === JSON.stringify(after);

/** What a notice says that the facts do not say of themselves. */
const ownData = (notice: NoticeName, after: Subscription, now: string): NoticeData => {
  if (notice === 'provider_switched') return { at: now };
  const { renewal } = after;
  if (notice === 'pix_waiting' && renewal?.pix) return { code: renewal.pix.code, expiresAt: renewal.pix.expiresAt };
  return {};
};

/** A fresh code of the same charge is told of again; anything else once a change of the facts. */
const keyOf = (notice: NoticeName, before: Subscription, after: Subscription): string =>
  notice === 'pix_waiting' && after.renewal?.pix
    ? `${after.renewal.request}/${after.renewal.pix.expiresAt}`
    : `facts/${before.revision}`;

const BACK = /^payment\/(pay_[0-9a-f]{32})\/(refunded|disputed)\/(\d+)$/;

/** Money that went back: how much, as the credit note of it says. */
const backData = async (db: TenantDb, source: string): Promise<NoticeData> => {
  const [, payment, what, sum] = BACK.exec(source) ?? [];
  if (payment === undefined) return {};
  const id = parseId('pay', payment);
  const [row] =
    what === 'refunded'
      ? await db.sql<{ amount: number }>`
          select total_cents as amount from invoices
          where tenant_id = ${db.tenant} and payment_id = ${id} and refunded_to = ${Number(sum)}`
      : await db.sql<{ amount: bigint }>`
          select amount from billing_payments where tenant_id = ${db.tenant} and id = ${id}`;
  return row ? { amount: Number(row.amount) } : {};
};

/** Tells the tenant of what became of its subscription, in the transaction in which it did. */
export const tellChanges = async (
  db: TenantDb,
  {
    before,
    facts,
    changes,
    now,
  }: { before: Subscription; facts: Subscription; changes: readonly Change[]; now: string },
): Promise<void> => {
  for (const { kind, source } of changes)
    if (kind === 'refund' || kind === 'dispute')
      await writeNotice(db, kind === 'refund' ? 'refunded' : 'disputed', await backData(db, source), source);
  for (const notice of noticesOf(before, facts, now)) {
    const data = {
      ...(await factsData(db, notice, facts, { nowMs: Date.parse(now) })),
      ...ownData(notice, facts, now),
    };
    await writeNotice(db, notice, data, keyOf(notice, before, facts));
  }
};
