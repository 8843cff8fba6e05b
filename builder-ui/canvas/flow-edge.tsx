import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath } from '@xyflow/react';
import { Icon } from '../icons/icon.tsx';
import { useKeyed } from '../keyed-store.ts';
import { useTexts } from '../texts/texts.ts';
import { BEND_AT } from './bend.ts';
import { useCanvasWorld } from './canvas-context.ts';
import type { CanvasEdge } from './canvas-model.ts';

export const FlowEdgeView = (edge: EdgeProps<CanvasEdge>) => {
  const world = useCanvasWorld();
  const t = useTexts();
  const state = useKeyed(world.edges, edge.id) ?? 'none';
  const turn = { source: edge.sourceX + BEND_AT, target: edge.targetX - BEND_AT, middle: undefined }[
    edge.data?.bend ?? 'middle'
  ];
  const centre = turn === undefined ? {} : { centerX: turn };
  const [path, x, y] = getSmoothStepPath({ ...edge, borderRadius: 14, offset: 24, ...centre });
  return (
    <g className="edge" data-state={state} data-port={edge.data?.port} data-selected={edge.selected}>
      <BaseEdge id={edge.id} path={path} interactionWidth={24} />
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
