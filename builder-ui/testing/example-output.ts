import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { exampleOf } from '../document/example.ts';

/** What a step of the type gives, where nobody has seen it yet. */
export const exampleOutput = (node: FlowNode, type: NodeType | undefined): Json => {
  const schema = node.outputSchema ?? type?.output;
  return type?.example ?? (schema ? exampleOf(schema) : {});
};
