import type { Money } from '../api-types.ts';
import type { AddOn, Current } from './plan-api.ts';

const ADD_ON = 'addon:';

/** An add-on as a row shows it. */
export interface Offer {
  key: string;
  name: string;
  description: string;
  /** Of one, each period. */
  unit: Money;
  most: number;
  /** False: who has it keeps it, and gets no more. */
  isSold: boolean;
}

export const quantityOf = ({ items }: Pick<Current, 'items'>, key: string): number =>
  items.find((one) => one.key === ADD_ON + key)?.quantity ?? 0;

/** What can be had beside the plan, and behind it what is had and not sold any more: of what is had nothing is left out. */
export const offersOf = (
  addOns: readonly AddOn[],
  { items, interval, plan }: Pick<Current, 'items' | 'interval' | 'plan'>,
  paid: boolean,
): Offer[] => {
  const sold = addOns
    .filter(({ tiers }) => !paid || tiers.includes(plan.tier))
    .map(({ key, name, description, month, year, maxQuantity }) => {
      const most = Math.max(maxQuantity, quantityOf({ items }, key));
      return { key, name, description, unit: interval === 'year' ? year : month, most, isSold: true };
    });
  const kept = items
    .filter(({ key }) => key.startsWith(ADD_ON) && !sold.some((one) => ADD_ON + one.key === key))
    .map(({ key, name, quantity, unit }) => {
      const its = { key: key.slice(ADD_ON.length), name, unit };
      return { ...its, description: '', most: quantity, isSold: false };
    });
  return [...sold, ...kept];
};
