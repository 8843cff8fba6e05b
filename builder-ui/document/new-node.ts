import type { FlowDocument, FlowNode, Position } from '#flow/document.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { freshId, idFromTitle } from './fresh-id.ts';
import { startObject } from './schema.ts';

/** A node of the type, with what its schema gives to begin with, and an id made from its title. */
export const newNode = (
  document: FlowDocument,
  type: NodeType,
  locale: Locale,
  place: { position: Position; parent?: string | undefined },
): FlowNode => {
  const taken = new Set(document.nodes.map((node) => node.id));
  const node: FlowNode = {
    id: freshId(idFromTitle(inLocale(type.title, locale)), taken),
    type: type.type,
    config: startObject(type.config),
    position: { x: Math.round(place.position.x), y: Math.round(place.position.y) },
  };
  return place.parent === undefined ? node : { ...node, parent: place.parent };
};

/** What a flow begins as: it starts by hand, and does nothing yet. */
export const newDocument = (name: string): FlowDocument => ({
  language: 'trama/1',
  name,
  trigger: { type: 'manual', config: {} },
  nodes: [],
  edges: [],
  settings: { timezone: 'America/Sao_Paulo' },
});
