import { member, orList } from '../expressions/code.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { AROUND, reachInput, reachLines } from './code-reach.ts';
import { KEEPS, type ReadSource, readSource } from './code-source.ts';
import { isObject, text } from './parameters.ts';
import { shortType } from './short-type.ts';

const sourceOf = ({ parameters }: N8nNode): string =>
  text(parameters.jsCode ?? parameters.functionCode ?? parameters.code);

const forEachItem = (node: N8nNode): boolean =>
  node.parameters.mode === 'runOnceForEachItem' || shortType(node.type) === 'functionItem';

const UNWRAPPED = `const unwrapped = (given) =>
  (Array.isArray(given) ? given : given == null ? [] : [given]).map((one) =>
    one !== null && typeof one === 'object' && 'json' in one ? one.json : one,
  );
`;

/** The author's code, as a function of our sandbox. `one`: its only item is the output, else the list of them. */
function wrappedSource(
  source: string,
  node: N8nNode,
  read: ReadSource,
  how: { one: boolean; keptAs?: string },
): string {
  const item = shortType(node.type) === 'functionItem' ? 'input.item' : '$input.item';
  const { one, keptAs } = how;
  const lines = [
    ...(keptAs === undefined ? [] : keptLines(keptAs)),
    ...reachLines(read, source),
    forEachItem(node) ? `const item = ${item};` : 'const items = $input.all();',
  ];
  return `${AROUND}${UNWRAPPED}
export default async function (input) {
  ${lines.join('\n  ')}
  const given = await (async () => {
${source}
  })();
  return ${returned(one, keptAs !== undefined)};
}
`;
}

const returned = (one: boolean, keeps: boolean): string => {
  const items = `unwrapped(given)${one ? '[0] ?? null' : ''}`;
  return keeps ? `{ items: ${items}, kept }` : items;
};

/** Data of the workflow, and of the node apart, as they were kept. */
const keptLines = (id: string): string[] => [
  'const kept = { global: {}, ...(input.kept ?? {}) };',
  `const $getWorkflowStaticData = (of) => (of === 'node' ? (kept['node ${id}'] ??= {}) : kept.global);`,
  'const getWorkflowStaticData = $getWorkflowStaticData;',
];

/** What n8n kept between runs of a workflow stands under one key of the flow's own store. */
const KEPT = 'n8n';

/** The code between a step that reads what was kept and one that keeps it. */
function keeping(step: Step, made: Made, one: boolean): Made {
  if (!step.catalogue.has('store.get') || !step.catalogue.has('store.put'))
    return cannot(
      'O código usa dados guardados entre execuções: use store.get e store.put',
      'The code uses data kept between runs: use store.get and store.put',
    );
  step.approximated(
    'O que o n8n guardava entre execuções é lido antes e guardado depois; duas execuções ao mesmo tempo não esperam uma pela outra',
    'What n8n kept between runs is read before and kept behind; two runs at once do not wait for each other',
  );
  const id = step.fresh(`${step.id}Kept`);
  const items = member(step.own, 'items');
  const { input } = made.config;
  return {
    ...made,
    config: { ...made.config, input: { ...(isObject(input) ? input : {}), kept: `{{ steps.${id}?.value }}` } },
    before: { id, type: 'store.get', config: { key: KEPT } },
    then: () => ({
      type: 'store.put',
      config: { key: KEPT, value: `{{ ${member(step.own, 'kept').text} }}` },
      outputs: [one ? { port: 'out', code: items } : { port: 'out', many: true, code: orList(items) }],
    }),
  };
}

function codeOf(step: Step): Made {
  const { node, json, list, names, own, several } = step;
  if (text(node.parameters.language, 'javaScript').startsWith('python')) {
    return cannot('O código é Python', 'The code is Python');
  }
  const source = sourceOf(node);
  if (source.trim() === '') return cannot('O código está vazio', 'The code is empty');
  const keeps = KEEPS.test(source);
  const read = readSource(source, { keeps });
  const one = forEachItem(node) || read.gives === 'one' || (read.gives === 'same' && !several);
  if (read.byLocale) {
    step.approximated(
      'O código escreve datas ou números pelo idioma (toLocale…), que a caixa de areia não conhece: o texto sai diferente',
      'The code writes dates or numbers by a locale (toLocale…), of which the sandbox knows none: the text looks different',
    );
  }
  const input = reachInput(read, source, { names, json, list, perItem: forEachItem(node) });
  const how = keeps ? { one, keptAs: step.id } : { one };
  const made: Made = {
    type: 'code',
    config: { source: wrappedSource(source, node, read, how), input },
    outputs: [one ? { port: 'out', code: own } : { port: 'out', many: true, code: orList(own) }],
  };
  return keeps ? keeping(step, made, one) : made;
}

const takes = (node: N8nNode): 'item' | 'list' => (forEachItem(node) ? 'item' : 'list');

export const CODE: Mappings = {
  code: { takes, make: codeOf },
  function: { takes, make: codeOf },
  functionItem: { takes, make: codeOf },
};
