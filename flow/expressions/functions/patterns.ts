import { RE2JS } from 're2js';
import type { Json, Text } from '../../json.ts';
import { type Builtin, fn, string } from '../builtin.ts';
import { badValue } from '../evaluation-error.ts';
import type { EvalEnv } from '../scope.ts';

const MAX_PATTERN = 1_000;
/** Of the compiled pattern, in RE2's instructions. */
const MAX_PROGRAM = 3_000;

// Time is at most text × program: about 20 ns each to capture, at most 10 ns to test. One step is a microsecond.
const CAPTURE_PER_STEP = 50;
const TEST_PER_STEP = 100;

const tooLarge: Text = { pt: 'O padrão é grande demais', en: 'The pattern is too large' };

/** A bound of the program's size before it is made: RE2 writes `x{n}` out n times, two levels deep at most 1,000. */
const sizeBound = (pattern: string): number => {
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map((found) => Number(found[2] || found[1]));
  const [first = 1, second = 1] = repeats.sort((a, b) => b - a);
  return pattern.length * Math.min(1_000, Math.max(1, first) * Math.max(1, second));
};

/** Why `pattern` cannot be used, or null. The syntax is RE2's: what matches in linear time. */
export const patternProblem = (pattern: string): Text | null => {
  if (pattern.length > MAX_PATTERN || sizeBound(pattern) > 100_000) return tooLarge;
  try {
    return RE2JS.compile(pattern).programSize() > MAX_PROGRAM ? tooLarge : null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : '';
    return { pt: `Padrão inválido: ${why}`, en: `Invalid pattern: ${why}` };
  }
};

const compiled = (pattern: string): RE2JS => {
  const problem = patternProblem(pattern);
  return problem ? badValue(problem.pt, problem.en) : RE2JS.compile(pattern);
};

const charge = (text: string, re: RE2JS, perStep: number, { budget }: EvalEnv): void => {
  budget.scanText(text.length);
  budget.spend((text.length * re.programSize()) / perStep);
};

const test = (text: string, re: RE2JS, env: EvalEnv): boolean => {
  charge(text, re, TEST_PER_STEP, env);
  return re.test(text);
};

/** `[whole, group 1, …]` of the first match, groups that took no part null; null where nothing matches. */
const capture = (text: string, re: RE2JS, env: EvalEnv): Json => {
  charge(text, re, CAPTURE_PER_STEP, env);
  const matcher = re.matcher(text);
  if (!matcher.find()) return null;
  return Array.from({ length: re.groupCount() + 1 }, (_, group) => matcher.group(group) ?? null);
};

/** The pattern is the same at each call, so it is compiled at the first one and kept with the place in the source. */
const withPattern = (builtin: Builtin, run: (text: string, re: RE2JS, env: EvalEnv) => Json): Builtin => ({
  ...builtin,
  prepare: ([, literal]) => {
    if (typeof literal !== 'string') return builtin.call;
    let re: RE2JS | null = null;
    return (self, args, env) => {
      const [text] = args;
      if (args.length !== 2 || typeof text !== 'string') return builtin.call(self, args, env);
      re ??= compiled(literal);
      return run(text, re, env);
    };
  },
});

const PARAMS = [string('s'), string('pattern')] as const;

export const PATTERN_FUNCTIONS: Builtin[] = [
  withPattern(
    fn(
      'test',
      {
        params: PARAMS,
        returns: 'boolean',
        help: {
          pt: 'O padrão (RE2, escrito ali mesmo) ocorre no texto?',
          en: 'Does the pattern (RE2, written right there) occur in the text?',
        },
        example: ["test('pedido 123', '[0-9]+')", true],
      },
      ([s, pattern], env) => test(s, compiled(pattern), env),
    ),
    test,
  ),
  withPattern(
    fn(
      'capture',
      {
        params: PARAMS,
        returns: '(string | null)[] | null',
        help: {
          pt: 'A primeira ocorrência e seus grupos: [tudo, grupo 1, …]; null se não há',
          en: 'The first occurrence and its groups: [whole, group 1, …]; null if there is none',
        },
        example: ["capture('pedido 123-A', '([0-9]+)-([A-Z])')", ['123-A', '123', 'A']],
      },
      ([s, pattern], env) => capture(s, compiled(pattern), env),
    ),
    capture,
  ),
];
