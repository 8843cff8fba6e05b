import type { Cents } from '#flow/contracts/billing-provider.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Wish } from './requests/wish.ts';

/** What plans are sold in. */
export const CURRENCY = 'BRL';

/** As it is told outside, in answers, the audit and events; in here it is cents. A type, so that it is JSON. */
export type Money = { amount: number; currency: string };

export const moneyOf = (amount: Cents, currency: string = CURRENCY): Money => ({ amount, currency });

const named = (said: JsonObject, name: string): JsonObject => {
  const sum = said[name];
  return typeof sum === 'number' ? { ...said, [name]: moneyOf(sum) } : said;
};

/** What a wish says, as it is told outside: only a refund speaks of money. */
export const toldInput = ({ kind, input }: Pick<Wish, 'kind' | 'input'>): JsonObject =>
  kind === 'refund' ? named(input, 'amount') : input;

/** Of what came of wishes: where money is. */
const OUTCOMES: Partial<Record<Wish['kind'], string>> = { refund: 'refunded', usage: 'amount' };

/** What came of a wish, likewise. */
export const toldOutcome = ({ kind, outcome }: Pick<Wish, 'kind' | 'outcome'>): JsonObject | null => {
  const sum = OUTCOMES[kind];
  return outcome && sum !== undefined ? named(outcome, sum) : outcome;
};
