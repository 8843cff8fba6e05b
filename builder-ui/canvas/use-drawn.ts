import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from '@xyflow/react';
import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react';
import type { FlowDocument, FlowEdge } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { DrawnBoard, Selection } from './canvas-edits.ts';
import type { CanvasInside } from './canvas-inside.ts';
import { edgeKey, toCanvasEdges, toCanvasNodes } from './canvas-model.ts';
import type { CanvasEdge, CanvasNode } from './canvas-nodes.ts';
import { followDrag } from './region.ts';

interface Shown {
  document: FlowDocument;
  board: DrawnBoard;
  catalogue: Catalogue;
  selected: ReadonlySet<string>;
  /** The edges that are selected, where somebody else than the hand on the canvas selects, too. */
  wires?: readonly FlowEdge[] | undefined;
}

/** The nodes of the drawing, with what only the canvas knows of them (a drag under way, measures, selection). */
const redrawn = (before: readonly CanvasNode[], { document, catalogue, board, selected }: Shown): CanvasNode[] => {
  const kept = new Map(before.map((node) => [node.id, node]));
  return toCanvasNodes(document, catalogue, before, board).map((node) => {
    const old = kept.get(node.id);
    const isSelected = selected.has(node.id);
    if (old === node && Boolean(node.selected) === isSelected) return node;
    const measured = old?.width === node.width && old?.height === node.height ? old?.measured : undefined;
    return { ...node, selected: isSelected, ...(measured ? { measured } : {}) } as CanvasNode;
  });
};

const isMoved = (change: NodeChange<CanvasNode>): change is NodeChange<CanvasNode> & { id: string; type: 'position' } =>
  change.type === 'position';

export interface DrawnFlow {
  nodes: CanvasNode[];
  /** The nodes as they stood when nothing was dragged. */
  settled: readonly CanvasNode[];
  edges: CanvasEdge[];
  setNodes: Dispatch<SetStateAction<CanvasNode[]>>;
  onNodesChange: (changes: NodeChange<CanvasNode>[]) => void;
  onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => void;
}

/** Edges are drawn as selected where keys selected them; a drawing that changed with them is left as it is. */
const useChosenWires = (
  wires: readonly FlowEdge[] | undefined,
  setEdges: Dispatch<SetStateAction<CanvasEdge[]>>,
  chooseEdge: CanvasInside['chooseEdge'],
): void => {
  useEffect(() => {
    if (!wires) return;
    const keys = new Set(wires.map(edgeKey));
    const isRight = (edge: CanvasEdge): boolean => Boolean(edge.selected) === keys.has(edge.id);
    setEdges((before) =>
      before.every(isRight)
        ? before
        : before.map((edge) => (isRight(edge) ? edge : { ...edge, selected: keys.has(edge.id) })),
    );
    const [only] = keys;
    chooseEdge(keys.size === 1 ? only : undefined);
  }, [wires, setEdges, chooseEdge]);
};

/** What React Flow draws: it follows the drawing, and between two of its changes the hand. */
export const useDrawn = (
  shown: Shown,
  onSelect: (selection: Selection) => void,
  inside: Pick<CanvasInside, 'chooseEdge'>,
): DrawnFlow => {
  const { document, catalogue, board, selected } = shown;
  const [nodes, setNodes] = useState<CanvasNode[]>(() => redrawn([], shown));
  const [edges, setEdges] = useState<CanvasEdge[]>(() => toCanvasEdges(document, catalogue, [], board));
  const [settled, setSettled] = useState<readonly CanvasNode[]>(nodes);
  const held = useRef({ nodes, edges });
  held.current = { nodes, edges };
  const first = useRef(true);
  useEffect(() => {
    // What was drawn at first is still so.
    if (first.current) {
      first.current = false;
      return;
    }
    const next = redrawn(held.current.nodes, { document, catalogue, board, selected });
    held.current = { ...held.current, nodes: next };
    setNodes(next);
    setSettled(next);
  }, [document, catalogue, board, selected]);
  useEffect(
    () => setEdges((before) => toCanvasEdges(document, catalogue, before, board)),
    [document, catalogue, board],
  );

  useChosenWires(shown.wires, setEdges, inside.chooseEdge);

  const select = () => {
    const chosen = held.current.edges.filter((edge) => edge.selected);
    const picked = held.current.nodes.filter((node) => node.selected);
    inside.chooseEdge(picked.length === 0 && chosen.length === 1 ? chosen[0]?.id : undefined);
    onSelect({
      nodes: new Set(picked.map((node) => node.id)),
      edges: chosen.flatMap(({ data }) => (data ? [{ from: data.from, to: data.to }] : [])),
    });
  };
  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    let next = applyNodeChanges(changes, held.current.nodes);
    const moved = new Set(changes.filter(isMoved).map((change) => change.id));
    if (moved.size > 0 && board.groups?.length) next = followDrag(next, moved);
    held.current = { ...held.current, nodes: next };
    setNodes(next);
    if (changes.some((change) => change.type === 'select')) select();
  };
  const onEdgesChange = (changes: EdgeChange<CanvasEdge>[]) => {
    held.current = { ...held.current, edges: applyEdgeChanges(changes, held.current.edges) };
    setEdges(held.current.edges);
    if (changes.some((change) => change.type === 'select')) select();
  };
  return { nodes, edges, settled, setNodes, onNodesChange, onEdgesChange };
};
