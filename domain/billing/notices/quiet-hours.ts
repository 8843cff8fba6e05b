import { parseDuration } from '#flow/expressions/dates/durations.ts';
import { windowEnd } from '#flow/expressions/dates/window.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findPlanVersion, livePlanVersion, type PlanTerms } from '../catalogue/plan-version.ts';
import { isNotice, specOf } from './notice-list.ts';

/** When people are written to, by their own clock. */
const DAYTIME = { from: '08:00', to: '20:00' };
const DAY_MS = 86_400_000;

/** A plan whose terms are seconds is lived through within a night: a letter of the morning would be about nothing any more. */
const isOfDays = ({ trial, dunning, grace }: PlanTerms): boolean =>
  [trial, grace, ...dunning.map(({ after }) => after)].some((text) => {
    const { months, days, ms } = parseDuration(text ?? 'PT0S');
    return months + days > 0 || ms >= DAY_MS;
  });

/** The terms that the tenant lives by; of who fell to FREE those of before. */
const termsOf = async (db: TenantDb): Promise<PlanTerms | null> => {
  const [row] = await db.sql<{ state: string; version: string; before: string | null }>`
    select s.state, s.plan_version_id as version, (
      select c.from_tier from subscription_changes c where c.tenant_id = s.tenant_id and c.to_state = 'free'
      order by c.at desc limit 1) as before
    from billing_subscriptions s where s.tenant_id = ${db.tenant}`;
  if (row?.state === 'free' && row.before !== null) return await livePlanVersion(db.sql, row.before);
  return row ? await findPlanVersion(db.sql, row.version) : null;
};

/**
 * How long a letter of what time brings waits for the tenant's morning, in ms; 0: it may go now. What it is about goes on meanwhile,
 * and the note inside the product is there at once.
 */
export const untilMorning = async (db: TenantDb, notice: string, nowMs: number): Promise<number> => {
  if (!isNotice(notice) || !specOf(notice).until) return 0;
  const terms = await termsOf(db);
  if (!terms || !isOfDays(terms)) return 0;
  const [tenant] = await db.sql<{ timezone: string }>`select timezone from tenants where id = ${db.tenant}`;
  return windowEnd(nowMs, DAYTIME, { timezone: tenant?.timezone ?? 'UTC', holidays: [] }) - nowMs;
};
