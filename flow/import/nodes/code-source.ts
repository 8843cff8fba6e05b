import type * as acorn from 'acorn';
import { parseCode } from '../expressions/parse-code.ts';
import { cannot } from '../why-not.ts';

/** What a text of code for n8n does, as far as it can be seen without running it. */
export interface ReadSource {
  /** Nodes whose items it reads by name. */
  nodes: string[];
  settings: string[];
  /** A method that JavaScript has not, of its own: n8n's. */
  foreign: string | null;
  /** It writes dates or numbers by a locale, of which the sandbox knows none. */
  byLocale: boolean;
  /** What it gives: one item for certain, as many as came, or some number of them. */
  gives: 'one' | 'same' | 'many';
}

/** What n8n has in reach of code, and our sandbox has not. */
const OUT_OF_REACH: Readonly<Record<string, [string, string]>> = {
  require: ['módulos (require)', 'modules (require)'],
  fetch: ['a rede (fetch): use http.request', 'the network (fetch): use http.request'],
  axios: ['a rede (axios): use http.request', 'the network (axios): use http.request'],
  $helpers: ['as funções $helpers', 'the functions of $helpers'],
  Buffer: ['Buffer', 'Buffer'],
  process: ['process', 'process'],
  $binary: ['arquivos ($binary)', 'files ($binary)'],
  DateTime: ['Luxon (DateTime): use Date', 'Luxon (DateTime): use Date'],
  $now: ['Luxon ($now): use Date', 'Luxon ($now): use Date'],
  $today: ['Luxon ($today): use Date', 'Luxon ($today): use Date'],
  moment: ['moment: use Date', 'moment: use Date'],
  $getWorkflowStaticData: [
    'dados guardados entre execuções: use store.get e store.put',
    'data kept between runs: use store.get and store.put',
  ],
  getWorkflowStaticData: [
    'dados guardados entre execuções: use store.get e store.put',
    'data kept between runs: use store.get and store.put',
  ],
  setTimeout: ['setTimeout: use um passo de espera', 'setTimeout: use a wait step'],
  $jmespath: ['$jmespath', '$jmespath'],
  URL: ['URL', 'URL'],
  URLSearchParams: ['URLSearchParams', 'URLSearchParams'],
};

type Node = acorn.AnyNode & Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  value !== null && typeof value === 'object' && typeof (value as { type?: unknown }).type === 'string';

/** All below, but for names that are written keys. */
const childrenOf = (node: Node): Node[] =>
  Object.entries(node)
    .filter(([key]) => node.computed === true || !KEYS.has(`${node.type}.${key}`))
    .flatMap(([, one]) => (Array.isArray(one) ? one : [one]))
    .filter(isNode);
const KEYS: ReadonlySet<string> = new Set(['MemberExpression.property', 'Property.key', 'MethodDefinition.key']);

const GIVEN: ReadonlySet<string> = new Set(
  '$input $json $ $items $node $itemIndex $env $vars $workflow $execution'.split(' '),
);
const BUILT_IN = [String, Array, Number, Object, Date, RegExp, Boolean, Map, Set, Promise];
/** Every method of JavaScript's own objects, by name. */
const METHODS: ReadonlySet<string> = new Set([
  ...BUILT_IN.flatMap((one) => [...Object.getOwnPropertyNames(one.prototype), ...Object.getOwnPropertyNames(one)]),
  ...[Math, JSON, console].flatMap((one) => Object.getOwnPropertyNames(one)),
]);
const BY_LOCALE = /^toLocale(?!LowerCase|UpperCase)|^Intl$/;

const FUNCTIONS = new Set(['FunctionExpression', 'FunctionDeclaration', 'ArrowFunctionExpression']);

/** What reads and writes the data that n8n keeps between runs. */
export const KEEPS = /(?<![.\w])\$?getWorkflowStaticData\s*\(/;
const KEEPING = ['$getWorkflowStaticData', 'getWorkflowStaticData'];

/**
 * Reads the source. Throws `WhyNot` where it needs what is not within its reach here; `keeps`: data between runs is.
 */
export function readSource(source: string, { keeps = false }: { keeps?: boolean } = {}): ReadSource {
  const root = parsed(source);
  const nodes = new Set<string>();
  const settings = new Set<string>();
  const returned: (Node | null)[] = [];
  const found: Found = {
    nodes,
    settings,
    declared: new Set([...declaredIn(root), ...(keeps ? KEEPING : [])]),
    foreign: null,
    byLocale: false,
  };
  const visit = (node: Node, inner: boolean): void => {
    look(node, found);
    if (node.type === 'ReturnStatement' && !inner)
      returned.push(node.argument && isNode(node.argument) ? node.argument : null);
    for (const child of childrenOf(node)) visit(child, inner || FUNCTIONS.has(child.type));
  };
  const body = (root.body as Node[])[0] as Node;
  for (const child of childrenOf(body)) visit(child, false);
  const { foreign, byLocale } = found;
  return { nodes: [...nodes], settings: [...settings], foreign, byLocale, gives: givenBy(returned) };
}

const parsed = (source: string): Node => {
  const program = parseCode(`async function f() {\n${source}\n}`);
  return program && isNode(program)
    ? program
    : cannot('O código não se lê como JavaScript', 'The code cannot be read as JavaScript');
};

const declaredIn = (root: Node): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === 'VariableDeclarator' && isNode(node.id) && node.id.type === 'Identifier') names.add(node.id.name);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return names;
};

interface Found {
  nodes: Set<string>;
  settings: Set<string>;
  declared: ReadonlySet<string>;
  foreign: string | null;
  byLocale: boolean;
}

function look(node: Node, found: Found): void {
  if (node.type === 'MemberExpression') {
    const { object, property } = node as unknown as acorn.MemberExpression;
    if (object.type === 'ThisExpression') cannot('O código usa this', 'The code uses this');
    const name = property.type === 'Identifier' && !node.computed ? property.name : literalOf(property);
    if (object.type === 'Identifier' && name !== undefined) {
      if (object.name === '$node') found.nodes.add(name);
      if (object.name === '$env' || object.name === '$vars') found.settings.add(name);
    }
    if (name !== undefined && BY_LOCALE.test(name)) found.byLocale = true;
    if (name === 'getBinaryDataBuffer' || name === 'httpRequest') {
      cannot(`O código usa ${name}`, `The code uses ${name}`);
    }
  }
  if (node.type === 'CallExpression') {
    const { callee, arguments: args } = node as unknown as acorn.CallExpression;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && !callee.computed) {
      const { name } = callee.property;
      if (!METHODS.has(name) && !(READS.has(name) && isReader(callee.object))) found.foreign ??= name;
    }
    if (callee.type === 'Identifier' && (callee.name === '$' || callee.name === '$items') && args.length > 0) {
      const name = literalOf(args[0]);
      if (name === undefined)
        cannot('O nome de um nó não está escrito no código', 'The name of a node is not written in the code');
      else found.nodes.add(name);
    }
  }
  if (node.type === 'ImportExpression') cannot('O código importa módulos', 'The code imports modules');
  if (node.type === 'Identifier' && Object.hasOwn(OUT_OF_REACH, node.name) && !found.declared.has(node.name)) {
    const [pt, en] = OUT_OF_REACH[node.name] as [string, string];
    cannot(`O código usa ${pt}`, `The code uses ${en}`);
  }
  if (
    node.type === 'Identifier' &&
    node.name.startsWith('$') &&
    !GIVEN.has(node.name) &&
    !found.declared.has(node.name)
  ) {
    cannot(`O código usa ${node.name}`, `The code uses ${node.name}`);
  }
}

const READS: ReadonlySet<string> = new Set(['first', 'last', 'all']);

/** `$input`, `$('name')`, `$node['name']`. */
const isReader = (node: acorn.AnyNode): boolean =>
  (node.type === 'Identifier' && node.name === '$input') ||
  (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === '$') ||
  (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === '$node');

const literalOf = (node: acorn.AnyNode | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string'
    ? node.value
    : node?.type === 'TemplateLiteral' && node.expressions.length === 0
      ? (node.quasis[0]?.value.cooked ?? undefined)
      : undefined;

/** By what stands behind every `return` of the code itself. */
function givenBy(returned: readonly (Node | null)[]): ReadSource['gives'] {
  const each = returned.map((one) => {
    if (!one) return 'many';
    if (one.type === 'ObjectExpression') return 'one';
    if (one.type === 'ArrayExpression') {
      const [only, ...more] = one.elements as (Node | null)[];
      return only && only.type !== 'SpreadElement' && more.length === 0 ? 'one' : 'many';
    }
    return isInput(one) || mapsInput(one) ? 'same' : 'many';
  });
  if (each.length === 0 || each.includes('many')) return 'many';
  return each.every((one) => one === 'one') ? 'one' : 'same';
}

/** `items`, `$input.all()`, `$input.item`. */
const isInput = (node: Node): boolean => {
  if (node.type === 'Identifier') return node.name === 'items' || node.name === 'item';
  if (node.type === 'MemberExpression') {
    const { object, property } = node as unknown as acorn.MemberExpression;
    return (
      object.type === 'Identifier' &&
      object.name === '$input' &&
      property.type === 'Identifier' &&
      property.name === 'item'
    );
  }
  if (node.type !== 'CallExpression') return false;
  const { callee } = node as unknown as acorn.CallExpression;
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === '$input' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'all'
  );
};

/** `$input.all().map(…)`. */
const mapsInput = (node: Node): boolean => {
  if (node.type !== 'CallExpression') return false;
  const { callee } = node as unknown as acorn.CallExpression;
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'map' &&
    isInput(callee.object as Node)
  );
};
