import type { ReactFlowInstance } from '@xyflow/react';
import { TRIGGER_ID } from '../document/connect.ts';
import type { CanvasEdge, CanvasNode } from './canvas-model.ts';

/** Smaller than this nobody reads a card. */
const READABLE = 0.45;
export const FIT = { padding: 0.12, maxZoom: 1 };

/** The whole flow where it can be read so; of a larger one its beginning, at a size that can be read. */
export async function showStart(flow: ReactFlowInstance<CanvasNode, CanvasEdge>): Promise<void> {
  await flow.fitView(FIT);
  const { zoom, y } = flow.getViewport();
  if (zoom >= READABLE) return;
  const trigger = flow.getNode(TRIGGER_ID);
  if (!trigger) return;
  const middle = (trigger.position.y + 32) * zoom + y;
  await flow.setViewport({
    x: 40 - trigger.position.x * READABLE,
    y: middle - (trigger.position.y + 32) * READABLE,
    zoom: READABLE,
  });
}
