import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';

/** The text with every `from` replaced, outside of `{{ }}`: what an expression reads is renamed, not replaced. */
export const replaceInText = (text: string, from: string, to: string): string =>
  from === ''
    ? text
    : text
        .split(/(\{\{.*?\}\})/s)
        .map((part) => (part.startsWith('{{') ? part : part.replaceAll(from, to)))
        .join('');

const inValue = (value: Json, from: string, to: string): Json => {
  if (typeof value === 'string') return replaceInText(value, from, to);
  if (Array.isArray(value)) return value.map((one) => inValue(one, from, to));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inValue(one, from, to)]));
};

/** A text that would become another one. */
export interface Replacement {
  node: string;
  field: string;
  before: string;
  after: string;
}

const changesIn = (before: Json, after: Json, node: string, field: string): Replacement[] => {
  if (typeof before === 'string' && typeof after === 'string')
    return before === after ? [] : [{ node, field, before, after }];
  if (before === null || typeof before !== 'object' || after === null || typeof after !== 'object') return [];
  return Object.entries(before).flatMap(([key, one]) =>
    changesIn(one, (after as Record<string, Json>)[key] ?? null, node, `${field}/${key}`),
  );
};

/** Plain texts that authors write: labels, notes, config. Code and choices that are spelled so are left to their fields. */
const replaced = (node: FlowNode, from: string, to: string): FlowNode => {
  const { source, ...config } = node.config;
  return {
    ...node,
    ...(node.label !== undefined && { label: replaceInText(node.label, from, to) }),
    ...(node.note !== undefined && { note: replaceInText(node.note, from, to) }),
    config: {
      ...(inValue(config, from, to) as FlowNode['config']),
      ...(source !== undefined && { source }),
    },
  };
};

/** What replacing would change, to be looked at before it is done. */
export const replacementsOf = (
  document: FlowDocument,
  nodes: ReadonlySet<string>,
  from: string,
  to: string,
): Replacement[] =>
  document.nodes
    .filter(({ id }) => nodes.has(id))
    .flatMap((node) => changesIn(node as unknown as Json, replaced(node, from, to) as unknown as Json, node.id, ''));

export const replaceIn = (
  document: FlowDocument,
  nodes: ReadonlySet<string>,
  from: string,
  to: string,
): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (nodes.has(node.id) ? replaced(node, from, to) : node)),
});
