import { coreTypes } from '#flow/core/core-types.ts';
import type { FlowDocument, FlowEdge, FlowNode } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';

/** For tests: the language's own node types. */
export const catalogue: Catalogue = new Map(coreTypes.map((type) => [type.type, type]));

/** For tests: `'a > b'` is an edge; `'a.true > b'` one from a port. */
export const edges = (...texts: string[]): FlowEdge[] =>
  texts.map((text) => {
    const [from = '', to = ''] = text.split(' > ');
    return { from, to };
  });

/** For tests: a document of nodes that are `set` where nothing else is said. */
export const flowOf = (
  nodes: (Partial<FlowNode> & { id: string })[],
  wires: string[] = [],
  more: Partial<FlowDocument> = {},
): FlowDocument => ({
  language: 'trama/1',
  name: 'teste',
  trigger: { type: 'manual', config: {} },
  nodes: nodes.map((node) => ({ type: 'set', config: {}, ...node })),
  edges: edges(...wires),
  ...more,
});
