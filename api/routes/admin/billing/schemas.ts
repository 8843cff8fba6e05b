import { z } from 'zod';
import { pricesView } from '#api/billing/view-prices.ts';
import { id, instant, json } from '#api/schemas/common.ts';
import { SUBSCRIPTION_STATES } from '#flow/contracts/billing-desk.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';

/** Of the group in the docs. */
export const tag = 'Operators';

/** Why: told in the log of operators, and in the tenant's audit where it is about one. */
export const reason = z.string().trim().min(3).max(300);
export const onlyReason = z.strictObject({ reason });

export const tenantParams = z.object({ tenant: id('ten') });
export const tier = z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/);
export const tierParams = z.object({ tier });
export const localized = z.object({ pt: z.string(), en: z.string() });
export const interval = z.enum(['month', 'year']);
export const provider = z.enum(PROVIDERS);
export const state = z.enum(SUBSCRIPTION_STATES);

/** A plan's version. */
export const planVersion = z.object({
  id: z.string(),
  tier,
  family: z.enum(['comparison', 'messaging']),
  ranksAs: z.string(),
  number: z.int(),
  name: localized,
  description: localized,
  limits: z.record(z.string(), z.number()),
  features: z.record(z.string(), json),
  modules: z.array(z.string()),
  marketplaces: z.object({ choose: z.union([z.int(), z.literal('all')]), fixed: z.array(z.string()) }),
  ...pricesView,
  trial: z.string().nullable().describe('ISO 8601 duration, as all of these'),
  trialReminders: z.array(z.string()),
  renewalReminders: z.array(z.string()),
  dunning: z.array(
    z.object({ after: z.string(), notice: z.string().nullable(), access: z.enum(['full', 'read_only']) }),
  ),
  grace: z.string(),
  tolerance: z.string(),
  taxNote: localized,
  public: z.boolean(),
  sort: z.int(),
  publishedAt: instant.nullable(),
});

/** Of what is edited: what `If-Match` names. */
export const revision = z.int();
export const IF_SEEN =
  'With `If-Match: "<revision>"` it is 412 where somebody changed it before; `"0"`: where there is one already.';
