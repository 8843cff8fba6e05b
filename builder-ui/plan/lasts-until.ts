import type { Current, Plan, Usage } from './plan-api.ts';

/**
 * Until when something is paid for, given or tried; null: nothing is any more, and who cancels has the free plan at once. A period
 * that nobody has paid keeps nothing open.
 */
export const lastsUntil = (
  { state, paidThrough, compUntil, trialEndsAt }: Pick<Current, 'state' | 'paidThrough' | 'compUntil' | 'trialEndsAt'>,
  nowMs: number,
): string | null => {
  const ends = [paidThrough, compUntil, state === 'trialing' ? trialEndsAt : null].filter((end) => end !== null);
  const last = ends.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  return last !== undefined && Date.parse(last) > nowMs ? last : null;
};

/** Whether an instant lies within what is paid for. */
export const isPaidAt = (iso: string, paidThrough: string | null): boolean =>
  paidThrough !== null && Date.parse(iso) <= Date.parse(paidThrough);

/** As the server has it: the end of one period, read twice, may lie minutes apart (`domain/billing/subscription/scheduled.ts`). */
const APART_MS = 24 * 3_600_000;

/** The period behind a change is paid at its price: the change stays. */
export const isPaidChange = ({ pending, paidThrough }: Pick<Current, 'pending' | 'paidThrough'>): boolean =>
  pending?.kind === 'change' && paidThrough !== null && Date.parse(paidThrough) > Date.parse(pending.at) + APART_MS;

export interface Over {
  feature: string;
  current: number;
  limit: number;
}

/** What stands still for want of room, as the server does it (`domain/entitlements/freeze.ts`). */
const FREEZES: ReadonlySet<string> = new Set(['flows', 'chatbot_flows', 'connections', 'whatsapp_instances', 'users']);

/** What is there now and has no room in a plan. */
export const overOf = (plan: Plan | undefined, usage: readonly Usage[]): Over[] =>
  usage.flatMap(({ feature, current }) => {
    const limit = plan?.limits[feature] ?? -1;
    return FREEZES.has(feature) && limit >= 0 && current > limit ? [{ feature, current, limit }] : [];
  });
