import { binary, type Code, interpolated, RANK } from './code.ts';

/** A sum with a text in it is a text that is built: a null in it prints as nothing, where `+` would refuse it. */
export const plus = (left: Code, right: Code): Code => {
  if (left.kind !== 'text' && right.kind !== 'text') return binary(left, '+', right, RANK.sum);
  return interpolated([...partsOf(left), ...partsOf(right)]);
};

const partsOf = (one: Code): (string | Code)[] => {
  if (one.kind === 'text' && one.text.startsWith("'")) return [unquoted(one.text)];
  return [one];
};

const unquoted = (text: string): string =>
  text.slice(1, -1).replace(/\\(.)/gs, (_, one: string) => (one === 'n' ? '\n' : one === 'r' ? '\r' : one));
