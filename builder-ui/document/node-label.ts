import type { FlowNode } from '#flow/document.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';

/** What people call a node: its label, else the title of its type. */
export const nodeLabel = (node: FlowNode, catalogue: Catalogue, locale: Locale): string => {
  const type = catalogue.get(node.type);
  return node.label ?? (type ? inLocale(type.title, locale) : node.id);
};
