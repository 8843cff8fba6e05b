/** A number exactly as it is written: `units / 10^scale`. `0.15` is 15 and 2, whatever its binary form. */
interface Decimal {
  units: bigint;
  scale: number;
}

/** The shortest decimal text of a finite number, as a decimal. */
const decimalOf = (x: number): Decimal => {
  const [mantissa = '0', exponent = '0'] = String(x).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
};

/** `units / divisor` to a whole number; `half` decides what lies exactly between two. */
const divided = (units: bigint, divisor: bigint, half: 'even' | 'away'): bigint => {
  const sign = units < 0n ? -1n : 1n;
  const magnitude = units * sign;
  const quotient = magnitude / divisor;
  const twice = (magnitude % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && (half === 'away' || quotient % 2n === 1n));
  return sign * (up ? quotient + 1n : quotient);
};

/** `x` rounded to `digits` decimal places, halves away from zero. */
export const roundedHalfUp = (x: number, digits: number): number => {
  const { units, scale } = decimalOf(x);
  if (scale <= digits) return x;
  return Number(`${divided(units, 10n ** BigInt(scale - digits), 'away')}e${-digits}`);
};

/** `a * b` as a whole number, halves to even. Exact: neither factor goes through binary fractions. */
export const productHalfEven = (a: number, b: number): number => {
  const [left, right] = [decimalOf(a), decimalOf(b)];
  return Number(divided(left.units * right.units, 10n ** BigInt(left.scale + right.scale), 'even'));
};
