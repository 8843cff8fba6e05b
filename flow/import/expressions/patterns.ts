import type * as acorn from 'acorn';
import { patternProblem } from '../../expressions/functions/patterns.ts';
import { cannot } from '../why-not.ts';
import { type Code, call, code, method, quoted } from './code.ts';
import type { Translator } from './translate.ts';

type Regex = { pattern: string; flags: string };

const regexOf = (node: acorn.AnyNode | undefined): Regex | null =>
  node?.type === 'Literal' && node.regex ? node.regex : null;

/** The text that a pattern means where it is nothing but a text: `/\n/`, `/a\.b/`. */
export const plainText = (pattern: string): string | null => {
  let text = '';
  for (let i = 0; i < pattern.length; i++) {
    const one = pattern[i] as string;
    if ('^$.*+?()[]{}|'.includes(one)) return null;
    if (one !== '\\') text += one;
    else {
      const escaped = pattern[++i] ?? '';
      if (/[A-Za-z0-9]/.test(escaped) && !(escaped in CONTROLS)) return null;
      text += CONTROLS[escaped] ?? escaped;
    }
  }
  return text;
};

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** JavaScript's pattern in RE2's words; throws where RE2 has none of it. */
const linear = ({ pattern, flags }: Regex): string => {
  const own = flags.replace(/[^ims]/g, '');
  const made = `${own === '' ? '' : `(?${own})`}${pattern}`;
  const problem = patternProblem(made);
  return problem ? cannot(problem.pt, problem.en) : made;
};

/** Methods that take a regular expression, or undefined where none is given. */
export function withPattern(
  one: Code,
  name: string,
  node: acorn.CallExpression,
  translator: Translator,
): Code | undefined {
  const regex = regexOf(node.arguments[0]);
  if (!regex) return undefined;
  if (name === 'match' && !regex.flags.includes('g')) return call('capture', [asText(one), quoted(linear(regex))]);
  if (name === 'replace' || name === 'replaceAll') {
    const plain = regex.flags.replace('g', '') === '' ? plainText(regex.pattern) : null;
    const [, by] = node.arguments;
    const literal = by?.type === 'Literal' && typeof by.value === 'string' && !by.value.includes('$');
    if (plain !== null && plain !== '' && by && (literal || by.type === 'Identifier')) {
      const ours = regex.flags.includes('g') ? 'replaceAll' : 'replace';
      return method(one, ours, [quoted(plain), translator.argument(by)], one.sure ? { kind: 'text', sure: true } : {});
    }
  }
  if (name === 'split') {
    const plain = regex.flags === '' ? plainText(regex.pattern) : null;
    if (plain !== null && plain !== '') return method(one, 'split', [quoted(plain)]);
  }
  return cannot(
    `.${name}(…) com a expressão regular /${regex.pattern}/${regex.flags} não tem par aqui`,
    `.${name}(…) with the regular expression /${regex.pattern}/${regex.flags} has no like here`,
  );
}

/** `/…/.test(x)`. */
export function testOf(node: acorn.CallExpression, translator: Translator): Code | undefined {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || (callee.property as acorn.Identifier).name !== 'test') {
    return undefined;
  }
  const regex = regexOf(callee.object);
  const [subject] = node.arguments;
  if (!regex || !subject || subject.type === 'SpreadElement') return undefined;
  return call('test', [asText(translator.value(subject)), quoted(linear(regex))], { sure: true });
}

const asText = (one: Code): Code => (one.kind === 'text' && one.sure ? one : code(`string(${one.text})`, 'text'));
