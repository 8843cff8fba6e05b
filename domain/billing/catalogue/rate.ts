import type { UsagePrice } from './plan-version.ts';

/** Half to the even cent, of a quotient of whole numbers. */
export const divideHalfEven = (dividend: bigint, divisor: bigint): bigint => {
  const [whole, rest] = [dividend / divisor, (dividend % divisor) * 2n];
  if (rest < divisor) return whole;
  if (rest > divisor) return whole + 1n;
  return whole % 2n === 0n ? whole : whole + 1n;
};

/** Whole cents of use beyond what is included; -1 included: all of it is. */
export const rate = (
  { per, amount }: Pick<UsagePrice, 'per' | 'amount'>,
  { used, included }: { used: number; included: number },
): number => {
  const beyond = included < 0 ? 0 : Math.max(0, used - included);
  return Number(divideHalfEven(BigInt(beyond) * BigInt(amount), BigInt(per)));
};
