import { type ConnectionLineComponentProps, getSmoothStepPath } from '@xyflow/react';
import { useKeyed } from '../keyed-store.ts';
import { useInside } from './canvas-inside.ts';
import type { CanvasNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';

/** The wire that is being pulled; where it may not end it says why. */
export const WireLine = ({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  toNode,
  connectionStatus,
}: ConnectionLineComponentProps<CanvasNode>) => {
  const { targets } = useInside();
  const t = useCanvasTexts();
  const target = useKeyed(targets, toNode?.id ?? '');
  const reason = target === undefined || target === 'legal' || connectionStatus === 'valid' ? '' : t.faults[target];
  const ends = { sourceX: fromX, sourceY: fromY, sourcePosition: fromPosition };
  const [path] = getSmoothStepPath({
    ...ends,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
    borderRadius: 14,
  });
  return (
    <g className="wire-line" data-status={reason ? 'invalid' : connectionStatus}>
      <path d={path} fill="none" className="react-flow__connection-path" />
      {reason && (
        <foreignObject x={toX + 14} y={toY + 14} width={300} height={60} className="wire-reason">
          <span role="status">{reason}</span>
        </foreignObject>
      )}
    </g>
  );
};
