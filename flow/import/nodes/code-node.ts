import type { Json, JsonObject } from '../../json.ts';
import { type Code, orList, quoted } from '../expressions/code.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { type ReadSource, readSource } from './code-source.ts';
import { text } from './parameters.ts';
import { shortType } from './short-type.ts';

const sourceOf = ({ parameters }: N8nNode): string =>
  text(parameters.jsCode ?? parameters.functionCode ?? parameters.code);

const forEachItem = (node: N8nNode): boolean =>
  node.parameters.mode === 'runOnceForEachItem' || shortType(node.type) === 'functionItem';

/** What n8n puts into reach of code, out of the step's input. */
const AROUND = `const wrapped = (list) => (list ?? []).map((json) => ({ json }));
const reader = ({ items, item }) => ({
  all: () => wrapped(items),
  first: () => wrapped(items)[0],
  last: () => wrapped(items).at(-1),
  item: { json: item },
  json: item,
});
const unwrapped = (given) =>
  (Array.isArray(given) ? given : given == null ? [] : [given]).map((one) =>
    one !== null && typeof one === 'object' && 'json' in one ? one.json : one,
  );
`;

/** The author's code, as a function of our sandbox. `one`: its only item is the output, else the list of them. */
function wrappedSource(source: string, node: N8nNode, read: ReadSource, one: boolean): string {
  const perItem = forEachItem(node);
  const lines = [
    'const $input = reader(input);',
    'const $json = input.item;',
    perItem
      ? `const item = ${shortType(node.type) === 'functionItem' ? 'input.item' : '$input.item'};`
      : 'const items = $input.all();',
    'const $itemIndex = input.index ?? 0;',
    ...(read.nodes.length > 0
      ? [
          'const $ = (name) => reader(input.nodes[name]);',
          'const $items = (name) => (name === undefined ? $input.all() : $(name).all());',
          'const $node = Object.fromEntries(Object.keys(input.nodes).map((name) => [name, $(name)]));',
        ]
      : []),
    ...(read.settings.length > 0 ? ['const $env = input.settings;', 'const $vars = input.settings;'] : []),
    ...(/\$workflow|\$execution/.test(source) ? ['const { $workflow, $execution } = input;'] : []),
  ];
  return `${AROUND}
export default async function (input) {
  ${lines.join('\n  ')}
  const given = await (async () => {
${source}
  })();
  return unwrapped(given)${one ? '[0] ?? null' : ''};
}
`;
}

function codeOf(step: Step): Made {
  const { node, json, list, names, own, several } = step;
  if (text(node.parameters.language, 'javaScript').startsWith('python')) {
    return cannot('O código é Python', 'The code is Python');
  }
  const source = sourceOf(node);
  if (source.trim() === '') return cannot('O código está vazio', 'The code is empty');
  const read = readSource(source);
  const one = forEachItem(node) || read.gives === 'one' || (read.gives === 'same' && !several);
  const perItem = forEachItem(node);
  const nodes: JsonObject = Object.fromEntries(
    read.nodes.map((name): [string, Json] => {
      const access = names.node(name);
      return [name, { items: reading(access.all()), item: reading(perItem ? access.item() : access.first()) }];
    }),
  );
  for (const name of read.settings) names.usedSetting(name);
  const input: JsonObject = {
    items: reading(list),
    item: reading(json),
    ...(/\$itemIndex/.test(source) ? { index: reading(names.index) } : {}),
    ...(read.nodes.length > 0 ? { nodes } : {}),
    ...(read.settings.length > 0 ? { settings: settingsOf(read.settings) } : {}),
    ...(/\$workflow|\$execution/.test(source)
      ? { $workflow: { id: '{{ flow.id }}', name: '{{ flow.name }}' }, $execution: { id: '{{ run.id }}' } }
      : {}),
  };
  return {
    type: 'code',
    config: { source: wrappedSource(source, node, read, one), input },
    outputs: [one ? { port: 'out', code: own } : { port: 'out', many: true, code: orList(own) }],
  };
}

const reading = (one: Code): string => `{{ ${one.text} }}`;
const settingsOf = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, `{{ tenant.settings?.[${quoted(name)}] }}`]));

const takes = (node: N8nNode): 'item' | 'list' => (forEachItem(node) ? 'item' : 'list');

export const CODE: Mappings = {
  code: { takes, make: codeOf },
  function: { takes, make: codeOf },
  functionItem: { takes, make: codeOf },
};
