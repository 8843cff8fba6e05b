import type { Position } from '#flow/document.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import type { CanvasNode } from './canvas-nodes.ts';
import { type Size, STEP } from './geometry.ts';

/** Larger than this a card is read with ease; a flow that fits is shown whole down to what can still be made out. */
const READABLE = 0.7;
const STILL_WHOLE = 0.5;
const MARGIN = 0.12;
/** Around a flow that is shown whole. */
const AROUND = 0.05;

export interface View extends Position {
  zoom: number;
}

const placeOf = (nodes: readonly CanvasNode[], id: string): Position | undefined => {
  const node = nodes.find((one) => one.id === id);
  if (!node) return undefined;
  const { x, y } = (node.parentId !== undefined && placeOf(nodes, node.parentId)) || { x: 0, y: 0 };
  return { x: x + node.position.x, y: y + node.position.y };
};

/**
 * What a canvas of this size shows at first: the whole flow where it can be read so; of a larger one, at a size that can
 * be read, the node that one came to see, or its beginning. It is known before anything is drawn, so that nothing is drawn
 * that is not seen.
 */
export const startView = (nodes: readonly CanvasNode[], pane: Size, first: string | undefined): View => {
  const outer = nodes.filter((node) => node.parentId === undefined);
  const left = Math.min(...outer.map((node) => node.position.x));
  const top = Math.min(...outer.map((node) => node.position.y));
  const width = Math.max(...outer.map((node) => node.position.x + (node.width ?? STEP.width))) - left;
  const height = Math.max(...outer.map((node) => node.position.y + (node.height ?? STEP.height))) - top;
  const room = 1 - 2 * MARGIN;
  const whole = 1 - 2 * AROUND;
  const zoom = Math.min(1, (pane.width * whole) / width, (pane.height * whole) / height);
  const middle = (x: number, y: number, at: number): View => ({
    x: pane.width / 2 - x * at,
    y: pane.height / 2 - y * at,
    zoom: at,
  });
  if (zoom >= STILL_WHOLE) return middle(left + width / 2, top + height / 2, zoom);
  const wanted = first === undefined ? undefined : placeOf(nodes, first);
  if (wanted) return middle(wanted.x + STEP.width / 2, wanted.y + STEP.height / 2, READABLE);
  const trigger = placeOf(nodes, TRIGGER_ID) ?? { x: left, y: top };
  // Low flows stand in the middle of the height; of high ones the beginning does, but nothing is shown above the first row.
  const low = height * READABLE < pane.height * room;
  const y = pane.height / 2 - (low ? top + height / 2 : trigger.y + STEP.height / 2) * READABLE;
  return {
    x: Math.max(24, pane.width * 0.05) - trigger.x * READABLE,
    y: low ? y : Math.min(y, pane.height * MARGIN - top * READABLE),
    zoom: READABLE,
  };
};
