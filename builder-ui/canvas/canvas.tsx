import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { type DragEvent, type MouseEvent as ReactMouseEvent, useCallback, useEffect, useState } from 'react';
import type { FlowDocument, FlowEdge, Position } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { PortRef } from '../document/ports.ts';
import './canvas.css';
import { CanvasContext, type CanvasWorld } from './canvas-context.ts';
import { type CanvasEdge, type CanvasNode, toCanvasEdges, toCanvasNodes } from './canvas-model.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { EDGE_TYPES, NODE_TYPES } from './node-types.ts';
import { showStart } from './show-start.ts';

/** Where a node type is dragged from the palette: the type's name under this kind of data. */
export const DRAG_TYPE = 'application/x-trama-node-type';

export interface CanvasEdits {
  /** Relative to the container that each node stood in when the drag began. */
  move: (positions: ReadonlyMap<string, Position>) => void;
  canConnect: (from: PortRef, to: string) => boolean;
  connect: (from: PortRef, to: string) => void;
  drop: (type: string, at: Position) => void;
  /** A wire let go over nothing, or a double click on the ground: what shall stand here? */
  askForNode: (screen: Position, flow: Position, from: PortRef | null) => void;
  tidy: () => void;
}

export interface Selection {
  nodes: ReadonlySet<string>;
  edges: readonly FlowEdge[];
}

interface CanvasProps {
  document: FlowDocument;
  catalogue: Catalogue;
  world: CanvasWorld;
  selected: ReadonlySet<string>;
  onSelect: (selection: Selection) => void;
  edits?: CanvasEdits | undefined;
  /** The node that one came to see, where not all can be shown at once. */
  first?: string | undefined;
}

const pointOf = (event: MouseEvent | TouchEvent): Position => {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
};

/** The drawn nodes: from the document, with what only the drawing knows (a drag under way, measures, selection). */
const useDrawnNodes = (document: FlowDocument, catalogue: Catalogue, selected: ReadonlySet<string>) => {
  const [nodes, setNodes] = useState<CanvasNode[]>(() => toCanvasNodes(document, catalogue));
  useEffect(() => {
    setNodes((before) => {
      const kept = new Map(before.map((node) => [node.id, node]));
      return toCanvasNodes(document, catalogue, before).map((node) => {
        const old = kept.get(node.id);
        const isSelected = selected.has(node.id);
        if (old === node && Boolean(node.selected) === isSelected) return node;
        const measured = old?.width === node.width && old?.height === node.height ? old?.measured : undefined;
        return { ...node, selected: isSelected, ...(measured ? { measured } : {}) } as CanvasNode;
      });
    });
  }, [document, catalogue, selected]);
  return [nodes, setNodes] as const;
};

/** Of fewer nodes one sees all at a glance. */
const MAPPED_FROM = 8;

export const Canvas = ({ document, catalogue, world, selected, onSelect, edits, first }: CanvasProps) => {
  const scheme = useComputedColorScheme('light');
  const { screenToFlowPosition } = useReactFlow();
  const [nodes, setNodes] = useDrawnNodes(document, catalogue, selected);
  const [edges, setEdges] = useState<CanvasEdge[]>(() => toCanvasEdges(document, catalogue));
  useEffect(() => setEdges((before) => toCanvasEdges(document, catalogue, before)), [document, catalogue]);

  const select = useCallback(
    (nextNodes: CanvasNode[], nextEdges: CanvasEdge[]) =>
      onSelect({
        nodes: new Set(nextNodes.filter((node) => node.selected).map((node) => node.id)),
        edges: nextEdges.flatMap((edge) =>
          edge.selected && edge.data ? [{ from: edge.data.from, to: edge.data.to }] : [],
        ),
      }),
    [onSelect],
  );

  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    const next = applyNodeChanges(changes, nodes);
    setNodes(next);
    if (changes.some((change) => change.type === 'select')) select(next, edges);
  };
  const onEdgesChange = (changes: EdgeChange<CanvasEdge>[]) => {
    const next = applyEdgeChanges(changes, edges);
    setEdges(next);
    if (changes.some((change) => change.type === 'select')) select(nodes, next);
  };
  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { fromHandle } = state;
    if (!edits || state.toNode || !fromHandle || fromHandle.type !== 'source') return;
    const screen = pointOf(event);
    edits.askForNode(screen, screenToFlowPosition(screen), { node: fromHandle.nodeId, port: fromHandle.id ?? 'out' });
  };
  const onDrop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(DRAG_TYPE);
    if (!edits || !type) return;
    event.preventDefault();
    edits.drop(type, screenToFlowPosition({ x: event.clientX - 40, y: event.clientY - 32 }));
  };
  const onDoubleClick = (event: ReactMouseEvent) => {
    if (!edits || !(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
    const screen = { x: event.clientX, y: event.clientY };
    edits.askForNode(screen, screenToFlowPosition(screen), null);
  };
  const isValidConnection = (link: Connection | CanvasEdge) =>
    edits?.canConnect({ node: link.source, port: link.sourceHandle ?? 'out' }, link.target) ?? false;
  const onNodeDragStop = (_: unknown, __: CanvasNode, dragged: CanvasNode[]) =>
    edits?.move(new Map(dragged.map((node) => [node.id, node.position])));

  return (
    <CanvasContext value={world}>
      {/* A double click on the ground is a shortcut, not the only way. */}
      <div className="canvas" onDoubleClick={onDoubleClick}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnect={(link) => edits?.connect({ node: link.source, port: link.sourceHandle ?? 'out' }, link.target)}
          onConnectEnd={onConnectEnd}
          isValidConnection={isValidConnection}
          onNodeDragStop={onNodeDragStop}
          onDrop={onDrop}
          onDragOver={(event) => event.preventDefault()}
          nodesDraggable={edits !== undefined}
          nodesConnectable={edits !== undefined}
          edgesFocusable={edits !== undefined}
          deleteKeyCode={null}
          disableKeyboardA11y
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Meta', 'Control', 'Shift']}
          zoomOnDoubleClick={false}
          connectionRadius={28}
          minZoom={0.1}
          maxZoom={2}
          onInit={(flow) => void showStart(flow, first)}
          colorMode={scheme}
          onlyRenderVisibleElements={nodes.length > 150}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
          {document.nodes.length >= MAPPED_FROM && (
            <MiniMap className="minimap" pannable zoomable nodeClassName={(node) => `mini-${node.type}`} />
          )}
          <CanvasTools tidy={edits?.tidy} />
        </ReactFlow>
      </div>
    </CanvasContext>
  );
};
