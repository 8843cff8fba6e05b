import type { N8nEdge, N8nNode, N8nWorkflow } from './n8n-workflow.ts';
import { at, objects, text } from './nodes/parameters.ts';
import { isBatches } from './order.ts';

/**
 * The first loop node had one output, and an IF asked it for `noItemsLeft`. Such an IF becomes the way back of the loop,
 * and what followed its end follows the loop's end, as in later versions.
 */
export function withLoopEnds(workflow: N8nWorkflow): N8nWorkflow {
  const loops = workflow.nodes.filter((node) => isBatches(node) && node.version < 2);
  let { nodes, edges } = workflow;
  for (const loop of loops) {
    const asks = nodes.find((node) => node.type === 'n8n-nodes-base.if' && asksFor(node, loop.name));
    if (!asks) continue;
    const [first] = objects(at(asks.parameters, 'conditions', 'boolean'));
    const end = first?.value2 === true ? 0 : 1;
    const moved = edges.flatMap((edge): N8nEdge[] => {
      if (edge.from !== asks.name) return [edge];
      return edge.output === end ? [{ ...edge, from: loop.name, output: 1 }] : [];
    });
    edges = [...moved, { from: asks.name, output: 0, to: loop.name, input: 0 }];
    nodes = nodes.map((node) => (node === asks ? { ...node, type: 'n8n-nodes-base.noOp', parameters: {} } : node));
  }
  return { ...workflow, nodes, edges };
}

const asksFor = (node: N8nNode, loop: string): boolean =>
  objects(at(node.parameters, 'conditions', 'boolean')).some(({ value1 }) => {
    const asked = text(value1);
    return asked.includes('noItemsLeft') && asked.includes(loop);
  });
