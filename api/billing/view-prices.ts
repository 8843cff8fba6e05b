import { z } from 'zod';
import { money, moneyOrNull } from '#api/schemas/money.ts';
import type { PlanVersion } from '#domain/billing/catalogue/plan-version.ts';
import { moneyOf } from '#domain/billing/money.ts';

/** Prices of a plan's version, as the API gives them. */
export const pricesView = {
  prices: z.array(
    z.object({
      interval: z.enum(['month', 'year']),
      price: money.nullable().describe('Null: on request'),
      onRequest: z.boolean(),
    }),
  ),
  usagePrices: z
    .array(z.object({ feature: z.string(), per: z.int(), price: money }))
    .describe('Of use beyond the included: so much for `per` of it'),
};

/** A version with its prices as money. */
export const viewPrices = <Version extends Pick<PlanVersion, 'prices' | 'usagePrices'>>(version: Version) => ({
  ...version,
  prices: version.prices.map(({ amount, ...rest }) => ({ ...rest, price: moneyOrNull(amount) })),
  usagePrices: version.usagePrices.map(({ amount, ...rest }) => ({ ...rest, price: moneyOf(amount) })),
});
