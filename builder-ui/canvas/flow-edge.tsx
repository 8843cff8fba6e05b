import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { Icon } from '../icons/icon.tsx';
import { createKeyedStore, useKeyed } from '../keyed-store.ts';
import { useTexts } from '../texts/texts.ts';
import { BEND_AT } from './bend.ts';
import { useCanvasWorld } from './canvas-context.ts';
import type { CanvasEdge } from './canvas-model.ts';

/** An editor counts nothing. */
const NO_COUNTS = createKeyedStore<number>();

export const FlowEdgeView = (edge: EdgeProps<CanvasEdge>) => {
  const world = useCanvasWorld();
  const t = useTexts();
  const state = useKeyed(world.edges, edge.id) ?? 'none';
  const count = useKeyed(world.counts ?? NO_COUNTS, edge.id) ?? 0;
  const turn = { source: edge.sourceX + BEND_AT, target: edge.targetX - BEND_AT, middle: undefined }[
    edge.data?.bend ?? 'middle'
  ];
  const centre = turn === undefined ? {} : { centerX: turn };
  const [path, x, y] = getSmoothStepPath({ ...edge, borderRadius: 14, offset: 24, ...centre });
  return (
    <g className="edge" data-state={state} data-port={edge.data?.port} data-selected={edge.selected}>
      <BaseEdge id={edge.id} path={path} interactionWidth={24} />
      {count > 1 && (
        <EdgeLabelRenderer>
          <span className="edge-count" style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
            {count}×
          </span>
        </EdgeLabelRenderer>
      )}
      {!world.readOnly && (
        <EdgeLabelRenderer>
          <button
            type="button"
            className="edge-insert nodrag nopan"
            data-shown={edge.selected}
            aria-label={t.editor.insertHere}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            onClick={(event) => edge.data && world.insertAt(edge.data, { x: event.clientX, y: event.clientY })}
          >
            <Icon name="plus" size={13} stroke={2.4} />
          </button>
        </EdgeLabelRenderer>
      )}
    </g>
  );
};
