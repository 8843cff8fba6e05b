import { orList } from '../expressions/code.ts';
import type { N8nNode } from '../n8n-workflow.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { AROUND, reachInput, reachLines } from './code-reach.ts';
import { type ReadSource, readSource } from './code-source.ts';
import { text } from './parameters.ts';
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
function wrappedSource(source: string, node: N8nNode, read: ReadSource, one: boolean): string {
  const item = shortType(node.type) === 'functionItem' ? 'input.item' : '$input.item';
  const lines = [
    ...reachLines(read, source),
    forEachItem(node) ? `const item = ${item};` : 'const items = $input.all();',
  ];
  return `${AROUND}${UNWRAPPED}
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
  if (read.byLocale) {
    step.approximated(
      'O código escreve datas ou números pelo idioma (toLocale…), que a caixa de areia não conhece: o texto sai diferente',
      'The code writes dates or numbers by a locale (toLocale…), of which the sandbox knows none: the text looks different',
    );
  }
  const input = reachInput(read, source, { names, json, list, perItem: forEachItem(node) });
  return {
    type: 'code',
    config: { source: wrappedSource(source, node, read, one), input },
    outputs: [one ? { port: 'out', code: own } : { port: 'out', many: true, code: orList(own) }],
  };
}

const takes = (node: N8nNode): 'item' | 'list' => (forEachItem(node) ? 'item' : 'list');

export const CODE: Mappings = {
  code: { takes, make: codeOf },
  function: { takes, make: codeOf },
  functionItem: { takes, make: codeOf },
};
