/** `amount × part / whole`, rounded once to whole cents; a half goes to the even neighbour. All are whole, `whole` over zero. */
export const shareOf = (amount: number, part: number, whole: number): number => {
  const product = BigInt(amount) * BigInt(part);
  const divisor = BigInt(whole);
  const [quotient, twice] = [product / divisor, (product % divisor) * 2n];
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return Number(quotient + (isUp ? 1n : 0n));
};
