import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, getStraightPath } from '@xyflow/react';
import type { MouseEvent } from 'react';
import { Icon } from '../icons/icon.tsx';
import { createKeyedStore, useKeyed } from '../keyed-store.ts';
import { BEND_AT } from './bend.ts';
import { useCanvasWorld } from './canvas-context.ts';
import { useInside } from './canvas-inside.ts';
import type { CanvasEdge, FlowEdgeData } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';

/** An editor counts nothing. */
const NO_COUNTS = createKeyedStore<number>();

const at = (x: number, y: number) => ({ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` });

/** Ends that differ by less than this in height are joined by a straight line: a step so small looks like a kink. */
const LEVEL_PX = 4;

const pathOf = (edge: EdgeProps<CanvasEdge>): [path: string, labelX: number, labelY: number] => {
  const { sourceX, sourceY, targetX, targetY } = edge;
  if (Math.abs(sourceY - targetY) < LEVEL_PX && targetX > sourceX) {
    const [path, x, y] = getStraightPath({ sourceX, sourceY, targetX, targetY });
    return [path, x, y];
  }
  const turn = { source: sourceX + BEND_AT, target: targetX - BEND_AT, middle: undefined }[edge.data?.bend ?? 'middle'];
  const centre = turn === undefined ? {} : { centerX: turn };
  const [path, x, y] = getSmoothStepPath({ ...edge, borderRadius: 14, offset: 24, ...centre });
  return [path, x, y];
};

interface EdgeToolsProps {
  data: FlowEdgeData;
  x: number;
  y: number;
  /** Under a hand that only passes, nothing cuts. */
  chosen: boolean;
}

/** What can be done with the edge that is selected, or that the hand is at. */
const EdgeTools = ({ data, x, y, chosen }: EdgeToolsProps) => {
  const world = useCanvasWorld();
  const inside = useInside();
  const t = useCanvasTexts();
  const edge = { from: data.from, to: data.to };
  const insert = ({ currentTarget }: MouseEvent) => {
    // Pressed with a key, the event has no place of its own.
    const box = currentTarget.getBoundingClientRect();
    world.insertAt(edge, { x: box.left + box.width / 2, y: box.bottom });
  };
  return (
    <EdgeLabelRenderer>
      <span className="edge-tools nodrag nopan" style={at(x, y)}>
        <button type="button" aria-label={t.insertHere} title={t.insertHere} onClick={insert}>
          <Icon name="plus" size={14} stroke={2.4} />
        </button>
        {chosen && (
          <button
            type="button"
            aria-label={t.cutHere}
            title={t.cutHere}
            data-cut
            onClick={() => inside.edits()?.disconnect([edge])}
          >
            <Icon name="trash" size={13} stroke={2} />
          </button>
        )}
      </span>
    </EdgeLabelRenderer>
  );
};

export const FlowEdgeView = (edge: EdgeProps<CanvasEdge>) => {
  const world = useCanvasWorld();
  const mark = useKeyed(useInside().marks, edge.id);
  const state = useKeyed(world.edges, edge.id) ?? 'none';
  const count = useKeyed(world.counts ?? NO_COUNTS, edge.id) ?? 0;
  const [path, x, y] = pathOf(edge);
  return (
    <g className="edge" data-state={state} data-port={edge.data?.port} data-selected={edge.selected} data-mark={mark}>
      <BaseEdge id={edge.id} path={path} interactionWidth={24} />
      {count > 1 && (
        <EdgeLabelRenderer>
          <span className="edge-count" style={at(x, y)}>
            {count}×
          </span>
        </EdgeLabelRenderer>
      )}
      {!world.readOnly && edge.data && (mark === 'near' || mark === 'chosen') && (
        <EdgeTools data={edge.data} x={x} y={y} chosen={mark === 'chosen'} />
      )}
    </g>
  );
};
