import type { FlowDocument, FlowNode } from '#flow/document.ts';

/**
 * A copy that crossed to a worker has new objects throughout; nodes that say what they said before are given back as
 * the objects of before, so that the checker need not look at them again.
 */
export const createSameNodes = (): ((document: FlowDocument) => FlowDocument) => {
  let before = new Map<string, FlowNode>();
  return (document) => {
    const now = new Map<string, FlowNode>();
    const nodes = document.nodes.map((node) => {
      const text = JSON.stringify(node);
      const same = before.get(text) ?? node;
      now.set(text, same);
      return same;
    });
    before = now;
    return { ...document, nodes };
  };
};
