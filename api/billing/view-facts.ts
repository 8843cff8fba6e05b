import { moneyOf } from '#domain/billing/money.ts';

/** What facts of a subscription call their sums, in rows and in what a comparison kept of them. */
const SUMS = new Set(['amount', 'unit', 'coupon', 'credit', 'full']);

/** Facts as operators see them, all of them or some: what the row has in cents is money. */
export const viewFacts = (facts: unknown): unknown => {
  if (Array.isArray(facts)) return facts.map(viewFacts);
  if (typeof facts !== 'object' || facts === null) return facts;
  const entries = Object.entries(facts).map(([name, value]) => [
    name,
    SUMS.has(name) && typeof value === 'number' ? moneyOf(value) : viewFacts(value),
  ]);
  return Object.fromEntries(entries);
};
