import { z } from 'zod';
import { pricesView, viewPrices } from '#api/billing/view-prices.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { json } from '#api/schemas/common.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import { type AddOn, listAddOns } from '#domain/billing/catalogue/add-on.ts';
import { type Given, givenTo, NOTHING_GIVEN, offeredBeside } from '#domain/billing/catalogue/add-on-effect.ts';
import { findPlanVersion, type PlanVersion } from '#domain/billing/catalogue/plan-version.ts';

const text = z.object({ pt: z.string(), en: z.string() });

const plan = z.object({
  tier: z.string().describe('The plan’s name for ever'),
  family: z.enum(['comparison', 'messaging']),
  ranksAs: z.string(),
  number: z.int().describe('Of the version; whoever has one keeps it'),
  name: text,
  description: text,
  ...pricesView,
  limits: z.record(z.string(), z.number()).describe('-1: as many as one likes; what is not named is not limited'),
  features: z.record(z.string(), json),
  modules: z.array(z.string()),
  marketplaces: z.object({ choose: z.union([z.int(), z.literal('all')]), fixed: z.array(z.string()) }),
  trial: z.string().nullable().describe('ISO 8601; null: none'),
  taxNote: text,
  public: z.boolean().describe('False: no longer, or not, for sale to everybody'),
  sort: z.int(),
});

const addOn = z.object({
  key: z.string(),
  name: text,
  description: text,
  adds: z.record(z.string(), z.number()),
  features: z.record(z.string(), json),
  month: money,
  year: money,
  tiers: z.array(z.string()).describe('Plans that it is sold beside: those that have more by it'),
  maxQuantity: z.int(),
});

const sold = z.object({
  data: z.array(plan),
  addOns: z.array(addOn),
  contact: z.string().nullable().describe('Where prices are talked about'),
});

interface Offers {
  addOns: readonly AddOn[];
  given: Given;
  contact: string | null;
}

const viewSold = (plans: readonly PlanVersion[], { addOns, given, contact }: Offers) => ({
  data: plans.map((one) => plan.parse(viewPrices(one))),
  addOns: offeredBeside(addOns, plans, given).map((one) => addOn.parse(withMoney(one, 'month', 'year'))),
  contact,
});

/** For pages of prices: what they show may be some minutes old. */
const FOR_VISITORS = { 'Cache-Control': 'public, max-age=300' };

export const listPublicPlans = route({
  method: 'get',
  path: '/plans',
  tag: 'Subscription',
  summary: 'Plans and add-ons that are for sale, for whoever has no account yet',
  description: 'No credential is asked for. The answer may be kept for five minutes.',
  output: { 200: sold },
  scopes: 'public',
  handle: async (_, deps) => {
    const [live, addOns] = await Promise.all([deps.entitlements.plans(), listAddOns(deps.database.admin.sql)]);
    const plans = live.filter((one) => one.public);
    const contact = deps.settings.salesEmail ?? null;
    return ok(viewSold(plans, { addOns, given: NOTHING_GIVEN, contact }), FOR_VISITORS);
  },
});

export const listPlans = route({
  method: 'get',
  path: '/subscription/plans',
  tag: 'Subscription',
  summary: 'Plans and add-ons that are for sale, with prices and limits',
  description: 'The version that the caller’s tenant has is among them, also where it is not sold any more.',
  output: { 200: sold },
  scopes: [],
  evenIfFrozen: true,
  handle: async ({ caller }, deps) => {
    const { id: tenantId } = caller.tenant;
    const { admin, withTenant } = deps.database;
    const [live, snapshot, addOns, given] = await Promise.all([
      deps.entitlements.plans(),
      deps.entitlements.snapshot(tenantId),
      listAddOns(admin.sql),
      withTenant(tenantId, givenTo),
    ]);
    const own = snapshot.plan?.versionId ?? null;
    const kept = own === null || live.some(({ id }) => id === own) ? null : await findPlanVersion(admin.sql, own);
    const contact = deps.settings.salesEmail ?? null;
    const all = kept === null ? live : [...live, { ...kept, public: false }];
    return ok(viewSold(all, { addOns, given, contact }));
  },
});
