import type { DunningStep } from '#flow/contracts/billing-desk.ts';
import type { Text } from '#flow/json.ts';
import { at, query, send } from '../../api-client.ts';
import type { Money, Page } from '../../api-types.ts';
import type { Interval } from './billing-api.ts';

export interface PlanVersion {
  id: string;
  tier: string;
  number: number;
  name: Text;
  description: Text;
  limits: Record<string, number>;
  features: Record<string, boolean | string | string[]>;
  modules: string[];
  marketplaces: { choose: number | 'all'; fixed: string[] };
  prices: { interval: Interval; price: Money | null }[];
  usagePrices: { feature: string; per: number; price: Money }[];
  trial: string | null;
  trialReminders: string[];
  renewalReminders: string[];
  dunning: DunningStep[];
  grace: string;
  tolerance: string;
  taxNote: Text;
  publishedAt: string | null;
}

export interface PlanHead {
  family: 'comparison' | 'messaging';
  ranksAs: string;
  sort: number;
  public: boolean;
}

export interface OperatorPlan extends PlanHead {
  tier: string;
  archivedAt: string | null;
  revision: number;
  live: PlanVersion | null;
  draft: PlanVersion | null;
  versions: { id: string; number: number; publishedAt: string; tenants: number }[];
}

/** What is sent of a plan's next version. */
export interface PlanBody {
  name: Text;
  description: Text;
  limits: Record<string, number>;
  features: PlanVersion['features'];
  modules: string[];
  marketplaces: PlanVersion['marketplaces'];
  terms: Pick<PlanVersion, 'trial' | 'trialReminders' | 'renewalReminders' | 'dunning' | 'grace' | 'tolerance'>;
  prices: PlanVersion['prices'];
  usagePrices: PlanVersion['usagePrices'];
  taxNote: Text;
}

export interface AddOn {
  key: string;
  name: Text;
  description: Text;
  adds: Record<string, number>;
  features: Record<string, boolean | string | string[]>;
  month: Money;
  year: Money;
  tiers: string[];
  maxQuantity: number;
  sort: number;
  active: boolean;
  revision: number;
}

export interface Coupon {
  code: string;
  percent: number | null;
  amount: Money | null;
  periods: number | null;
  tiers: string[];
  intervals: Interval[];
  maxRedemptions: number | null;
  redeemed: number;
  startsAt: string;
  expiresAt: string | null;
  active: boolean;
  note: string | null;
  revision: number;
}
type CouponEnds = Pick<Coupon, 'maxRedemptions' | 'expiresAt' | 'note'>;
export type NewCoupon = Pick<Coupon, 'code' | 'percent' | 'amount' | 'periods' | 'tiers' | 'intervals'> & CouponEnds;

const BASE = '/admin/billing';
const list = async <T>(path: string): Promise<T[]> => (await send<{ data: T[] }>(`${BASE}${path}`)).body.data;
const plan = (tier: string) => `${BASE}/plans/${at(tier)}`;
/** A plan as it was looked at. */
type PlanSeen = Pick<OperatorPlan, 'tier' | 'revision'>;
const planDeed = ({ tier, revision }: PlanSeen, deed: string, body: Record<string, unknown>) =>
  send(`${plan(tier)}/${deed}`, { method: 'POST', body, ifMatch: `"${revision}"` });

export const catalogueApi = {
  plans: () => list<OperatorPlan>('/plans'),
  /** Where there is none by that name. */
  makePlan: (tier: string, head: PlanHead, reason: string) =>
    send(plan(tier), { method: 'PUT', body: { ...head, reason }, ifMatch: '"0"' }),
  saveDraft: (seen: PlanSeen, body: PlanBody, reason: string) =>
    send(`${plan(seen.tier)}/draft`, { method: 'PUT', body: { plan: body, reason }, ifMatch: `"${seen.revision}"` }),
  discard: (seen: PlanSeen, reason: string) => planDeed(seen, 'discard', { reason }),
  publish: (seen: PlanSeen, reason: string) => planDeed(seen, 'publish', { reason }),
  retire: (seen: PlanSeen, retired: boolean, reason: string) => planDeed(seen, 'retire', { retired, reason }),

  addOns: () => list<AddOn>('/add-ons'),
  /** `revision`: of the one that was looked at, 0 where there was none. */
  saveAddOn: ({ key, revision, ...addOn }: AddOn, reason: string) =>
    send(`${BASE}/add-ons/${at(key)}`, { method: 'PUT', body: { ...addOn, reason }, ifMatch: `"${revision}"` }),

  coupons: async (cursor?: string) => (await send<Page<Coupon>>(`${BASE}/coupons${query({ cursor })}`)).body,
  createCoupon: (coupon: NewCoupon, reason: string) =>
    send(`${BASE}/coupons`, { method: 'POST', body: { ...coupon, reason } }),
  changeCoupon: ({ code, revision }: Coupon, ends: CouponEnds & { active: boolean }, reason: string) =>
    send(`${BASE}/coupons/${at(code)}`, { method: 'PATCH', body: { ...ends, reason }, ifMatch: `"${revision}"` }),
};
