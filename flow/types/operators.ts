import type { Text } from '../json.ts';
import { describeIn } from './describe.ts';
import { KIND, kindsOf, type Type, t } from './type.ts';
import { say } from './type-problem.ts';
import { union } from './union.ts';

/** `at`: which operand cannot be right whatever its value, or both together. */
interface Clash {
  at: 'left' | 'right' | 'both';
  message: Text;
}
interface Outcome {
  type: Type;
  clash?: Clash;
}

/**
 * What a binary operator gives, and the clash where no value of the operands' types can be taken (§5: arithmetic takes
 * numbers, ordering two numbers or two strings, `+` also a string with a string, number or boolean).
 */
export const binary = (operator: string, left: Type, right: Type): Outcome => {
  switch (operator) {
    case '==':
    case '!=':
    case '===':
    case '!==':
      return { type: t.boolean };
    case '+':
      return plus(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordering(operator, left, right);
    default:
      return arithmetic(operator, left, right);
  }
};

/** Nothing is ever there to be wrong about: the operand is never evaluated. */
const isDead = (left: Type, right: Type): boolean => left.kind === 'never' || right.kind === 'never';

const arithmetic = (operator: string, left: Type, right: Type): Outcome => {
  if (isDead(left, right)) return { type: t.number };
  const at = kindsOf(left) & KIND.number ? (kindsOf(right) & KIND.number ? undefined : 'right') : 'left';
  if (!at) return { type: t.number };
  return { type: t.number, clash: { at, message: needsNumber(operator, at === 'left' ? left : right) } };
};

export const needsNumber = (operator: string, type: Type): Text =>
  say(
    '"$1" só trabalha com números, e aqui há $2.$3',
    '"$1" takes numbers only, and here is $2.$3',
    operator,
    describeIn(type),
    kindsOf(type) === KIND.string
      ? say(' Converta com number(…).', ' Convert it with number(…).')
      : kindsOf(type) === KIND.null
        ? say(' Dê um valor de reserva com ?? 0.', ' Give a fallback with ?? 0.')
        : '',
  );

const plus = (left: Type, right: Type): Outcome => {
  if (isDead(left, right)) return { type: t.unknown };
  const [a, b] = [kindsOf(left), kindsOf(right)];
  const printable = KIND.string | KIND.number | KIND.boolean;
  const adds = a & b & KIND.number;
  const joins = (a & KIND.string && b & printable) || (b & KIND.string && a & printable);
  if (adds || joins) return { type: union(adds ? t.number : t.never, joins ? t.string : t.never) };
  return {
    type: t.unknown,
    clash: {
      at: a & printable ? (b & printable ? 'both' : 'right') : 'left',
      message: say(
        '"+" soma dois números ou junta textos; $1 com $2 não dá certo.',
        '"+" adds two numbers or joins texts; $1 with $2 does neither.',
        describeIn(left),
        describeIn(right),
      ),
    },
  };
};

const ordering = (operator: string, left: Type, right: Type): Outcome => {
  const common = kindsOf(left) & kindsOf(right) & (KIND.number | KIND.string);
  if (common || isDead(left, right)) return { type: t.boolean };
  return {
    type: t.boolean,
    clash: {
      at: 'both',
      message: say(
        '"$1" compara dois números ou dois textos, e aqui há $2 e $3.',
        '"$1" compares two numbers or two texts, and here are $2 and $3.',
        operator,
        describeIn(left),
        describeIn(right),
      ),
    },
  };
};
