import type { TenantDb } from '#prisma/with-tenant.ts';
import { monthlyOf } from '../proration/prorate.ts';
import { EARNS } from './chart.ts';
import type { Subscription } from './subscription.ts';

export type ChangeKind =
  | 'trial'
  | 'start'
  | 'upgrade'
  | 'downgrade'
  | 'interval'
  | 'add_ons'
  | 'provider'
  | 'pause'
  | 'resume'
  | 'past_due'
  | 'recovered'
  | 'cancel'
  | 'end'
  | 'refund'
  | 'dispute'
  | 'comp';

export interface Change {
  /** What it came from: the same twice is written once. */
  source: string;
  kind: ChangeKind;
  /** ISO 8601. */
  at: string;
  actor: string;
  reason?: string | null;
}

/** Cents a month that a subscription brings in: nothing while nothing is charged. */
export const incomeOf = ({ state, items, cycle, provider }: Subscription): number =>
  EARNS[state] && provider !== null ? monthlyOf(items, cycle) : 0;

/** For the charts of income and of who left: what a month brought before, and brings now. */
export const noteChange = async (
  db: TenantDb,
  before: Subscription,
  after: Subscription,
  { source, kind, at, actor, reason }: Change,
): Promise<void> => {
  await db.sql`
    insert into subscription_changes (tenant_id, source, at, kind, from_tier, to_tier, from_state, to_state, cycle, mrr_before,
      mrr_after, actor, reason)
    values (${db.tenant}, ${source}, ${at}::timestamptz, ${kind}, ${before.tier}, ${after.tier}, ${before.state},
      ${after.state}, ${after.cycle ?? before.cycle}, ${incomeOf(before)}, ${incomeOf(after)}, ${actor}, ${reason ?? null})
    on conflict do nothing`;
};
