import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { BillingProviders } from '#flow/contracts/billing-provider.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../../ids.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { chargingOf, creditAside, type NextCharge, nextCharge } from '../renewal/next-charge.ts';
import { creditOf } from '../subscription/account-credit.ts';
import { readSubscription as readFacts } from '../subscription/hold-subscription.ts';
import type { Subscription } from '../subscription/subscription.ts';

/** A wish, as operators see it; times are ISO 8601. */
export interface WishLine {
  /** `sreq_…` */
  id: string;
  kind: RequestKind;
  status: 'asked' | 'waiting' | 'done' | 'refused' | 'expired';
  askedBy: string;
  /** Why it was refused. */
  reason: string | null;
  input: JsonObject;
  createdAt: string;
  closedAt: string | null;
}

export interface PaymentLine {
  /** `pay_…` */
  id: string;
  provider: string;
  /** What is charged, at the provider. */
  providerId: string;
  kind: 'period' | 'once';
  status: 'pending' | 'paid' | 'failed' | 'void';
  /** Cents. */
  amount: number;
  refunded: number;
  disputed: boolean;
  doubtful: boolean;
  method: string | null;
  failureCode: string | null;
  paidAt: string | null;
  createdAt: string;
}

export interface ChangeLine {
  at: string;
  kind: string;
  from: { tier: string; state: string; mrr: number };
  to: { tier: string; state: string; mrr: number };
  by: string;
  reason: string | null;
}

export interface SubscriptionPage {
  /** null: nobody ever asked for anything. */
  facts: (Subscription & { plan: { tier: string; number: number } }) | null;
  /** Cents of account credit that are left, with what comes off the next charge. */
  credit: number;
  /** What is charged next by itself; null: nothing. */
  next: NextCharge | null;
  requests: WishLine[];
  payments: PaymentLine[];
  changes: ChangeLine[];
}

const MOST = 50;
const text = (at: Date | null): string | null => at?.toISOString() ?? null;

const requestsOf = async (db: TenantDb): Promise<WishLine[]> => {
  const rows = await db.sql<Omit<WishLine, 'createdAt' | 'closedAt'> & { created_at: Date; closed_at: Date | null }>`
    select id, kind, status, asked_by as "askedBy", reason, input, created_at, closed_at from subscription_requests
    where tenant_id = ${db.tenant} order by created_at desc, id desc limit ${MOST}`;
  return rows.map(({ created_at, closed_at, ...row }) => ({
    ...row,
    id: formatId('sreq', row.id),
    createdAt: created_at.toISOString(),
    closedAt: text(closed_at),
  }));
};

type PaymentRow = Omit<PaymentLine, 'amount' | 'refunded' | 'paidAt' | 'createdAt'> & {
  amount: bigint;
  refunded: bigint;
  paid_at: Date | null;
  created_at: Date;
};

const paymentsOf = async (db: TenantDb): Promise<PaymentLine[]> => {
  const rows = await db.sql<PaymentRow>`
    select id, provider, provider_id as "providerId", kind, status, amount, refunded, disputed, doubtful, method,
      failure_code as "failureCode", paid_at, created_at
    from billing_payments where tenant_id = ${db.tenant} order by created_at desc, id desc limit ${MOST}`;
  return rows.map(({ paid_at, created_at, ...row }) => ({
    ...row,
    id: formatId('pay', row.id),
    amount: Number(row.amount),
    refunded: Number(row.refunded),
    paidAt: text(paid_at),
    createdAt: created_at.toISOString(),
  }));
};

interface ChangeRow {
  at: Date;
  kind: string;
  from_tier: string;
  to_tier: string;
  from_state: string;
  to_state: string;
  mrr_before: bigint;
  mrr_after: bigint;
  actor: string;
  reason: string | null;
}

const changesOf = async (db: TenantDb): Promise<ChangeLine[]> => {
  const rows = await db.sql<ChangeRow>`
    select at, kind, from_tier, to_tier, from_state, to_state, mrr_before, mrr_after, actor, reason from subscription_changes
    where tenant_id = ${db.tenant} order by at desc, source desc limit ${MOST}`;
  return rows.map((row) => ({
    at: row.at.toISOString(),
    kind: row.kind,
    from: { tier: row.from_tier, state: row.from_state, mrr: Number(row.mrr_before) },
    to: { tier: row.to_tier, state: row.to_state, mrr: Number(row.mrr_after) },
    by: row.actor,
    reason: row.reason,
  }));
};

/** One subscription with what was asked, paid and changed, the last of each. `providers`: those that charge here. */
export const readSubscriptionPage = async (db: TenantDb, providers: BillingProviders): Promise<SubscriptionPage> => {
  const facts = await readFacts(db);
  const version = facts && (await findPlanVersion(db.sql, facts.planVersionId));
  const credit = await creditOf(db);
  return {
    facts: facts && { ...facts, plan: { tier: facts.tier, number: version?.number ?? 0 } },
    credit: credit + (facts ? creditAside(facts) : 0),
    next: facts && nextCharge(facts, { credit, ...chargingOf(providers, facts) }),
    requests: await requestsOf(db),
    payments: await paymentsOf(db),
    changes: await changesOf(db),
  };
};
