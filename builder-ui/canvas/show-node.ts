import type { useReactFlow } from '@xyflow/react';
import type { FlowDocument } from '#flow/document.ts';
import { findNode } from '../document/connect.ts';
import { type Size, STEP } from './geometry.ts';
import type { View } from './show-start.ts';

type Flow = ReturnType<typeof useReactFlow>;

/** Below this a card that was looked for cannot be read; above, it fills the screen. */
const READABLE = 0.7;
const LARGEST = 1.25;
/** Of a frame that is larger than the canvas. */
const AROUND = 0.9;
const MOTION_MS = 180;

/** The view that has the box in the middle of a canvas of this size, as near as it was if it can be read so. */
export const middleView = (box: Size & { x: number; y: number }, pane: Size, zoom: number): View => {
  const fits = Math.min((pane.width * AROUND) / box.width, (pane.height * AROUND) / box.height);
  const next = Math.min(Math.max(zoom, READABLE), LARGEST, fits);
  return {
    x: pane.width / 2 - (box.x + box.width / 2) * next,
    y: pane.height / 2 - (box.y + box.height / 2) * next,
    zoom: next,
  };
};

/** The node as it is drawn; of one in a closed frame that frame. */
const drawnNode = (flow: Flow, document: FlowDocument, id: string): ReturnType<Flow['getInternalNode']> => {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = findNode(document, at)?.parent) {
    seen.add(at);
    const node = flow.getInternalNode(at);
    if (node) return node;
  }
  return undefined;
};

/** Brings what was looked for to the middle of the canvas: of what is seen of it once panels that open with it are there. */
export const bringToMiddle = (flow: Flow, document: FlowDocument, id: string): void => {
  requestAnimationFrame(() => {
    const pane = globalThis.document.querySelector('.react-flow')?.getBoundingClientRect();
    const node = drawnNode(flow, document, id);
    if (!pane || !node) return;
    const size = { width: node.width ?? STEP.width, height: node.height ?? STEP.height };
    const view = middleView({ ...node.internals.positionAbsolute, ...size }, pane, flow.getZoom());
    void flow.setViewport(view, { duration: MOTION_MS });
  });
};
