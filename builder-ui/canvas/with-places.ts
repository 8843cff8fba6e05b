import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { moveNodes } from '../document/edit.ts';
import { layOut, needsLayout } from './layout.ts';
import { layoutInWorker } from './layout-engine.ts';

/** The document with a place for every node. Where the layout fails, nodes stand in a row: they must be seen. */
export async function withPlaces(document: FlowDocument, catalogue: Catalogue): Promise<FlowDocument> {
  if (!needsLayout(document)) return document;
  try {
    return moveNodes(document, await layOut(document, catalogue, layoutInWorker));
  } catch {
    const rows = document.nodes.map((node, n) => [node.id, node.position ?? { x: n * 300, y: 0 }] as const);
    return moveNodes(document, new Map(rows));
  }
}
