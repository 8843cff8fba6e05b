import { Background, BackgroundVariant, ReactFlow, SelectionMode, useReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useComputedColorScheme } from '@mantine/core';
import {
  type KeyboardEvent,
  memo,
  type MouseEvent as ReactMouseEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { FlowDocument, FlowEdge } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import './board.css';
import './canvas.css';
import { CanvasContext, type CanvasWorld } from './canvas-context.ts';
import type { CanvasEdits, DrawnBoard, Selection } from './canvas-edits.ts';
import { InsideContext } from './canvas-inside.ts';
import { CanvasMenu } from './canvas-menu.tsx';
import type { CanvasNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { CanvasTools } from './canvas-tools.tsx';
import { Distance } from './distance.tsx';
import { NodeTools } from './node-tools.tsx';
import { EDGE_TYPES, NODE_TYPES } from './node-types.ts';
import { Overview } from './overview.tsx';
import { SelectionTools } from './selection-tools.tsx';
import { startView, type View } from './show-start.ts';
import { useCanvasInside } from './use-canvas-inside.ts';
import { useDrawn } from './use-drawn.ts';
import { useMoving } from './use-moving.ts';
import { useNear } from './use-near.ts';
import { useSlice } from './use-slice.ts';
import { useStable } from './use-stable.ts';
import { useWiring } from './use-wiring.ts';
import { WireLine } from './wire-line.tsx';

export type { Selection } from './canvas-edits.ts';
export { DRAG_TYPE } from './drag-type.ts';

interface CanvasProps {
  document: FlowDocument;
  /** Notes, groups and closed containers; another board only where it changed. */
  board?: DrawnBoard | undefined;
  catalogue: Catalogue;
  world: CanvasWorld;
  selected: ReadonlySet<string>;
  /** Selected edges, where keys select them, too. */
  wires?: readonly FlowEdge[] | undefined;
  onSelect: (selection: Selection) => void;
  edits?: CanvasEdits | undefined;
  /** The node that one came to see, where not all can be shown at once. */
  first?: string | undefined;
}

/** What lies over the cards is drawn anew when it changes itself, not with each step of a drag. */
const Ground = memo(() => <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />);
const Tools = memo(CanvasTools);
const Corner = memo(Overview);
const OfNode = memo(NodeTools);
const OfMany = memo(SelectionTools);

const NO_BOARD: DrawnBoard = {};
/** Of fewer nodes one sees all at a glance. */
const MAPPED_FROM = 8;
/** Of more nodes only those that are seen are drawn. */
const DRAWN_WHOLE = 100;
const ADDING_KEYS = ['Meta', 'Control', 'Shift'];

/** What is shown at first, known once the size of the canvas is: before that nothing is drawn. */
const useStart = (canvas: RefObject<HTMLElement | null>, nodes: readonly CanvasNode[], first?: string) => {
  const [start, setStart] = useState<View>();
  const given = useRef({ nodes, first });
  useLayoutEffect(() => {
    const { width = 0, height = 0 } = canvas.current?.getBoundingClientRect() ?? {};
    setStart(startView(given.current.nodes, { width, height }, given.current.first));
  }, [canvas]);
  return start;
};

const useCanvas = (props: CanvasProps) => {
  const { document, catalogue, selected, wires, onSelect, edits, first, board = NO_BOARD } = props;
  const { screenToFlowPosition } = useReactFlow();
  const canvas = useRef<HTMLDivElement>(null);
  const [menuAt, openMenu] = useState<{ x: number; y: number } | null>(null);
  const { inside, board: shown } = useCanvasInside({ edits, board, onSelect, openMenu });
  const drawn = useDrawn({ document, catalogue, board: shown, selected, wires }, onSelect, inside);
  const { stay, leave, onPointerDown, onPointerMove, onPointerUp, onClickCapture, ...near } = useNear(inside);
  const line = useSlice(canvas, inside);
  const start = useStart(canvas, drawn.nodes, first);
  const onContextMenu = (event: ReactMouseEvent | MouseEvent, node?: CanvasNode) => {
    if (!edits) return;
    event.preventDefault();
    if (node && !selected.has(node.id)) inside.select([node.id]);
    openMenu({ x: event.clientX, y: event.clientY });
  };
  const handlers = useStable({
    ...useWiring(edits, inside),
    ...useMoving(edits, inside, drawn),
    ...near,
    onNodesChange: drawn.onNodesChange,
    onEdgesChange: drawn.onEdgesChange,
    onNodeContextMenu: onContextMenu,
    onPaneContextMenu: (event: ReactMouseEvent | MouseEvent) => onContextMenu(event),
    onSelectionContextMenu: (event: ReactMouseEvent) => onContextMenu(event),
  });
  const ground = useStable({
    onDoubleClick: (event: ReactMouseEvent) => {
      if (!edits || !(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
      const screen = { x: event.clientX, y: event.clientY };
      edits.askForNode(screen, screenToFlowPosition(screen), null);
    },
    /** A wire that has the focus is chosen like one that is clicked, a note is written like one that is clicked twice. */
    onKeyDown: ({ target, key }: KeyboardEvent) => {
      if (!(target instanceof HTMLElement || target instanceof SVGElement) || (key !== 'Enter' && key !== ' ')) return;
      if (target.matches('.react-flow__edge')) {
        const { id } = target.dataset;
        drawn.onEdgesChange(drawn.edges.map((edge) => ({ type: 'select', id: edge.id, selected: edge.id === id })));
      } else if (target.matches('.react-flow__node-note')) {
        target.querySelector('.note-text')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
      }
    },
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
    onClickCapture,
  });
  const tools = useStable({ stay, leave, closeMenu: () => openMenu(null) });
  return { canvas, inside, drawn, start, handlers, ground, tools, line, menuAt };
};

export const Canvas = (props: CanvasProps) => {
  const { document, world, selected, edits } = props;
  const scheme = useComputedColorScheme('light');
  const { spoken } = useCanvasTexts();
  const { canvas, inside, drawn, start, handlers, ground, tools, line, menuAt } = useCanvas(props);
  return (
    <CanvasContext value={world}>
      <InsideContext value={inside}>
        {/* A double click on the ground is a shortcut, not the only way. */}
        <div className="canvas" ref={canvas} {...ground}>
          {start && (
            <ReactFlow
              defaultViewport={start}
              nodes={drawn.nodes}
              edges={drawn.edges}
              nodeTypes={NODE_TYPES}
              edgeTypes={EDGE_TYPES}
              connectionLineComponent={WireLine}
              {...handlers}
              nodesDraggable={edits !== undefined}
              nodesConnectable={edits !== undefined}
              edgesReconnectable={edits !== undefined}
              edgesFocusable={edits !== undefined}
              deleteKeyCode={null}
              disableKeyboardA11y
              ariaLabelConfig={spoken}
              selectionKeyCode="Shift"
              selectionMode={SelectionMode.Partial}
              multiSelectionKeyCode={ADDING_KEYS}
              zoomOnDoubleClick={false}
              connectionRadius={28}
              reconnectRadius={14}
              minZoom={0.1}
              maxZoom={2}
              colorMode={scheme}
              elevateNodesOnSelect={false}
              onlyRenderVisibleElements={drawn.nodes.length > DRAWN_WHOLE}
            >
              <Ground />
              <Distance canvas={canvas} />
              {document.nodes.length >= MAPPED_FROM && <Corner nodes={drawn.settled} />}
              <Tools tidy={edits?.tidy} />
              {edits && <OfNode onStay={tools.stay} onLeave={tools.leave} />}
              {edits && <OfMany selected={selected} edits={edits} />}
            </ReactFlow>
          )}
          {line.length > 1 && (
            <svg className="slice-line" aria-hidden="true">
              <polyline points={line.map(({ x, y }) => `${x},${y}`).join(' ')} />
            </svg>
          )}
        </div>
        <CanvasMenu at={menuAt} onClose={tools.closeMenu} />
      </InsideContext>
    </CanvasContext>
  );
};
