import type { ReactFlowInstance } from '@xyflow/react';
import { TRIGGER_ID } from '../document/connect.ts';
import type { CanvasEdge, CanvasNode } from './canvas-nodes.ts';
import { STEP } from './geometry.ts';

/** Smaller than this nobody reads a card. */
const READABLE = 0.5;
export const FIT = { padding: 0.12, maxZoom: 1 };

/**
 * The whole flow where it can be read so; of a larger one, at a size that can be read, the node that one came to see, or
 * its beginning.
 */
export async function showStart(
  flow: ReactFlowInstance<CanvasNode, CanvasEdge>,
  node: string | undefined,
): Promise<void> {
  await flow.fitView(FIT);
  const { zoom, y } = flow.getViewport();
  if (zoom >= READABLE) return;
  const wanted = node === undefined ? undefined : flow.getInternalNode(node)?.internals.positionAbsolute;
  if (wanted) {
    await flow.setCenter(wanted.x + STEP.width / 2, wanted.y + STEP.height / 2, { zoom: READABLE });
    return;
  }
  const trigger = flow.getNode(TRIGGER_ID);
  if (!trigger) return;
  const middle = (trigger.position.y + 32) * zoom + y;
  await flow.setViewport({
    x: 40 - trigger.position.x * READABLE,
    y: middle - (trigger.position.y + 32) * READABLE,
    zoom: READABLE,
  });
}
