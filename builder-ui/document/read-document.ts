import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';

/** Why a text is no flow that could be opened, as a key of the dictionary. */
export type ReadFault = 'notJson' | 'notFlow';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNode = (value: unknown): boolean =>
  isObject(value) && typeof value.id === 'string' && typeof value.type === 'string';
const isEdge = (value: unknown): boolean =>
  isObject(value) && typeof value.from === 'string' && typeof value.to === 'string';

/**
 * Reads a flow document, loosely: what can be drawn is let in, however many problems the checker will find. A document
 * wrapped in `{ definition }`, as the API takes it, is unwrapped.
 */
export const readDocument = (text: string): { document: FlowDocument } | { fault: ReadFault } => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { fault: 'notJson' };
  }
  return asDrawable(parsed);
};

/** The same of a value that is parsed already. */
export const asDrawable = (parsed: unknown): { document: FlowDocument } | { fault: ReadFault } => {
  const found = isObject(parsed) && isObject(parsed.definition) ? parsed.definition : parsed;
  return isObject(found) && looksLikeFlow(found) ? { document: completed(found) } : { fault: 'notFlow' };
};

const looksLikeFlow = (value: Record<string, unknown>): boolean =>
  Array.isArray(value.nodes) &&
  value.nodes.every(isNode) &&
  (value.edges === undefined || (Array.isArray(value.edges) && value.edges.every(isEdge)));

/** What every editor of the document takes for granted is written in. */
const completed = (value: Record<string, unknown>): FlowDocument => {
  const trigger = isObject(value.trigger) ? value.trigger : {};
  return {
    ...value,
    language: 'trama/1',
    name: typeof value.name === 'string' && value.name !== '' ? value.name : 'Fluxo',
    trigger: {
      ...trigger,
      type: String(trigger.type ?? 'manual'),
      config: (trigger.config ?? {}) as Record<string, Json>,
    },
    nodes: (value.nodes as FlowDocument['nodes']).map((node) => ({ ...node, config: node.config ?? {} })),
    edges: (value.edges ?? []) as FlowDocument['edges'],
  };
};
