import type { FlowDocument, FlowNode } from '#flow/document.ts';

/** Below all that stands there, so that nothing is covered. */
const belowAll = (nodes: readonly FlowNode[]): number =>
  Math.max(0, ...nodes.filter((node) => node.parent === undefined).map((node) => (node.position?.y ?? 0) + 200));

/**
 * A flow with what was pasted into it. An empty flow takes the trigger, too; in any other the pasted steps stand below
 * the others, and their author joins them. The ids must not meet (see `taken` of the import).
 */
export function putWorkflow(document: FlowDocument, pasted: FlowDocument): FlowDocument {
  if (document.nodes.length === 0) {
    return {
      ...pasted,
      name: document.name,
      settings: { ...pasted.settings, ...document.settings },
    };
  }
  const down = belowAll(document.nodes);
  const moved = pasted.nodes.map((node) =>
    node.parent === undefined && node.position
      ? { ...node, position: { x: node.position.x, y: node.position.y + down } }
      : node,
  );
  return {
    ...document,
    nodes: [...document.nodes, ...moved],
    edges: [...document.edges, ...pasted.edges.filter((edge) => edge.from !== 'trigger')],
  };
}
