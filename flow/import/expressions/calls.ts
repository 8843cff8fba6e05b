import type * as acorn from 'acorn';
import { cannot } from '../why-not.ts';
import { type Code, call, choice, code, otherwise, RANK, within } from './code.ts';
import type { Translator } from './translate.ts';

type Call = (args: Code[], translator: Translator) => Code;

const text = (made: Code): Code => ({ ...made, kind: 'text' });
const number = (made: Code): Code => ({ ...made, kind: 'number' });
const at = (args: Code[], i: number): Code => args[i] ?? code('null');

/** Functions that stand alone, n8n's own and JavaScript's. */
const FUNCTIONS: Readonly<Record<string, Call>> = {
  $if: (args) => choice(at(args, 0), at(args, 1), at(args, 2)),
  $ifEmpty: (args) => ({
    text: `${within(at(args, 0), RANK.either)} || ${within(at(args, 1), RANK.either + 1)}`,
    rank: RANK.either,
    kind: 'any',
  }),
  $max: (args) => number(call('max', [list(args)])),
  $min: (args) => number(call('min', [list(args)])),
  Number: (args) => number(call('number', [at(args, 0)])),
  parseFloat: (args) => number(call('number', [at(args, 0)])),
  parseInt: (args, { names }) => {
    names.approximated(
      'parseInt aqui lê só textos que são um número, sem o que vem depois',
      'parseInt reads texts that are a number here, nothing may follow it',
    );
    const read = call('number', [at(args, 0)]);
    return number(call('floor', [otherwise(read, code('0'))]));
  },
  String: (args) => text(call('string', [at(args, 0)], { sure: true })),
  Boolean: (args) => call('bool', [at(args, 0)], { sure: true }),
  isNaN: (args) => ({ ...code(`number(${at(args, 0).text}) == null`), rank: RANK.equal }),
  encodeURIComponent: (args) => text(call('urlEncode', [asText(at(args, 0))], { sure: true })),
  encodeURI: (args) => at(args, 0),
  btoa: (args) => text(call('base64', [asText(at(args, 0))], { sure: true })),
};

const asText = (one: Code): Code => (one.kind === 'text' ? one : call('string', [one]));
const list = (args: Code[]): Code => code(`[${args.map((one) => one.text).join(', ')}]`, 'any', { sure: true });
/** What JavaScript rounds, and our functions refuse to be given null. */
const plain =
  (name: string): Call =>
  (args) =>
    number(call(name, [at(args, 0)], { sure: true }));

/** Functions of objects that every JavaScript has. */
const STATIC: Readonly<Record<string, Readonly<Record<string, Call>>>> = {
  JSON: {
    stringify: (args) => text(call('json', [at(args, 0)], { sure: true })),
    parse: (args) => call('parseJson', [at(args, 0)]),
  },
  Object: {
    keys: (args) => call('keys', [at(args, 0)], { sure: true }),
    values: (args) => call('values', [at(args, 0)], { sure: true }),
    entries: (args) => call('entries', [at(args, 0)], { sure: true }),
    assign: (args) => call('merge', args, { sure: true }),
  },
  Math: {
    round: plain('round'),
    floor: plain('floor'),
    ceil: plain('ceil'),
    abs: plain('abs'),
    max: (args) => number(call('max', [list(args)])),
    min: (args) => number(call('min', [list(args)])),
    random: () => number(call('random', [], { sure: true })),
  },
  Array: {
    isArray: (args) => code(`json(${at(args, 0).text}).startsWith('[')`, 'any', { sure: true }),
  },
  Number: {
    parseFloat: (args) => number(call('number', [at(args, 0)])),
    isNaN: (args) => ({ ...code(`number(${at(args, 0).text}) == null`), rank: RANK.equal }),
  },
  Date: {
    now: () => code("diff('1970-01-01T00:00:00.000Z', now(), 'milliseconds')", 'number', { sure: true }),
  },
  DateTime: {
    now: () => code('now()', 'moment', { sure: true }),
    local: (args) =>
      args.length === 0
        ? code('now()', 'moment', { sure: true })
        : cannot('DateTime.local(…) com partes não tem par', 'DateTime.local(…) of parts has no like'),
    utc: () => code('now()', 'moment', { sure: true, zone: "'UTC'" }),
    fromISO: (args) => code(`date(${at(args, 0).text})`, 'moment', { sure: true }),
    fromMillis: (args) => code(`date(${at(args, 0).text})`, 'moment', { sure: true }),
    fromSeconds: (args) => code(`date(${within(at(args, 0), RANK.product)} * 1000)`, 'moment', { sure: true }),
    fromJSDate: (args) => code(`date(${at(args, 0).text})`, 'moment', { sure: true }),
  },
};

/** `name(…)`. */
export function callFunction(name: string, node: acorn.CallExpression, translator: Translator): Code {
  if (name === '$') return code(nameGiven(node), 'node', { access: translator.names.node(nameGiven(node)) });
  if (name === '$items') {
    const access = node.arguments.length === 0 ? translator.names.input : translator.names.node(nameGiven(node));
    return { ...access.all(), kind: 'items' };
  }
  const known = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!known) return cannot(`A função ${name}(…) não existe aqui`, `The function ${name}(…) does not exist here`);
  return known(valuesOf(node, translator), translator);
}

/** `Math.round(…)`; undefined where the object is none of these. */
export function callStatic(object: string, name: string, node: acorn.CallExpression, translator: Translator): Code {
  const methods = Object.hasOwn(STATIC, object) ? STATIC[object] : undefined;
  const known = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!known) return cannot(`${object}.${name}(…) não existe aqui`, `${object}.${name}(…) does not exist here`);
  return known(valuesOf(node, translator), translator);
}

/** `new Date(…)`. */
export function construct(node: acorn.NewExpression, translator: Translator): Code {
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'Date') {
    return cannot('“new” só com Date tem par aqui', '“new” has a like for Date only');
  }
  if (node.arguments.length === 0) return code('now()', 'moment', { sure: true });
  const [only, ...more] = valuesOf(node, translator);
  if (!only || more.length > 0)
    return cannot('new Date com partes não tem par', 'new Date of several parts has no like');
  return only.kind === 'moment' ? only : code(`date(${only.text})`, 'moment', { sure: true });
}

const valuesOf = (node: { arguments: acorn.AnyNode[] }, translator: Translator): Code[] =>
  node.arguments.map((one) =>
    one.type === 'SpreadElement' ? code(`...${translator.value(one.argument).text}`) : translator.value(one),
  );

const nameGiven = (node: acorn.CallExpression): string => {
  const [name] = node.arguments;
  if (name?.type === 'Literal' && typeof name.value === 'string') return name.value;
  if (name?.type === 'TemplateLiteral' && name.expressions.length === 0) return name.quasis[0]?.value.cooked ?? '';
  return cannot('O nome do nó não está escrito', 'The name of the node is not written out');
};
