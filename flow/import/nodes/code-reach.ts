import type { Json, JsonObject } from '../../json.ts';
import { type Code, quoted } from '../expressions/code.ts';
import type { Names } from '../expressions/names.ts';
import type { ReadSource } from './code-source.ts';

/** What n8n puts into reach of code, out of the step's input. */
export const AROUND = `const wrapped = (list) => (list ?? []).map((json) => ({ json }));
const reader = ({ items, item }) => ({
  all: () => wrapped(items),
  first: () => wrapped(items)[0],
  last: () => wrapped(items).at(-1),
  item: { json: item },
  json: item,
});
`;

const RUN = /\$workflow|\$execution/;

/** The names of n8n that a source reads, as lines before it. */
export const reachLines = (read: ReadSource, source: string): string[] => [
  'const $input = reader(input);',
  'const $json = input.item;',
  'const $itemIndex = input.index ?? 0;',
  ...(read.nodes.length > 0
    ? [
        'const $ = (name) => reader(input.nodes[name]);',
        'const $items = (name) => (name === undefined ? $input.all() : $(name).all());',
        'const $node = Object.fromEntries(Object.keys(input.nodes).map((name) => [name, $(name)]));',
      ]
    : []),
  ...(read.settings.length > 0 ? ['const $env = input.settings;', 'const $vars = input.settings;'] : []),
  ...(RUN.test(source) ? ['const { $workflow, $execution } = input;'] : []),
];

/** What these lines read, as the input of the step. Throws `WhyNot` where a node cannot be read from here. */
export function reachInput(
  read: ReadSource,
  source: string,
  given: { names: Names; json: Code; list: Code; perItem: boolean },
): JsonObject {
  const { names, json, list, perItem } = given;
  const nodes: JsonObject = Object.fromEntries(
    read.nodes.map((name): [string, Json] => {
      const access = names.node(name);
      return [name, { items: reading(access.all()), item: reading(perItem ? access.item() : access.first()) }];
    }),
  );
  for (const name of read.settings) names.usedSetting(name);
  return {
    items: reading(list),
    item: reading(json),
    ...(/\$itemIndex/.test(source) ? { index: reading(names.index) } : {}),
    ...(read.nodes.length > 0 ? { nodes } : {}),
    ...(read.settings.length > 0 ? { settings: settingsOf(read.settings) } : {}),
    ...(RUN.test(source)
      ? { $workflow: { id: '{{ flow.id }}', name: '{{ flow.name }}' }, $execution: { id: '{{ run.id }}' } }
      : {}),
  };
}

const reading = (one: Code): string => `{{ ${one.text} }}`;
const settingsOf = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, `{{ tenant.settings?.[${quoted(name)}] }}`]));
