import type { Position } from '#flow/document.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import type { CanvasNode } from './canvas-nodes.ts';
import { type Size, STEP } from './geometry.ts';

/** Larger than this a card is read with ease; a flow that fits is shown whole down to what can still be made out. */
const READABLE = 0.7;
const STILL_WHOLE = 0.5;
/** Of what is shown from its beginning: the size that has the most cards whole, and of those the largest. */
const BEGINNINGS = [0.74, 0.72, READABLE, 0.68, 0.66, 0.64, 0.62];
/** A card so near to the edge of the canvas looks cut off. */
const EDGE = 8;
const MARGIN = 0.12;
/** Around a flow that is shown whole. */
const AROUND = 0.05;

export interface View extends Position {
  zoom: number;
}

/** Where nodes stand on the canvas, whatever frame they are in. */
const placesOf = (nodes: readonly CanvasNode[]): ((id: string) => Position | undefined) => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placeOf = (id: string): Position | undefined => {
    const node = byId.get(id);
    if (!node) return undefined;
    const { x, y } = (node.parentId !== undefined && placeOf(node.parentId)) || { x: 0, y: 0 };
    return { x: x + node.position.x, y: y + node.position.y };
  };
  return placeOf;
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
  const placeOf = placesOf(nodes);
  const wanted = first === undefined ? undefined : placeOf(first);
  if (wanted) return middle(wanted.x + STEP.width / 2, wanted.y + STEP.height / 2, READABLE);
  const trigger = placeOf(TRIGGER_ID) ?? { x: left, y: top };
  const beginning = (at: number): View => {
    // Low flows stand in the middle of the height; of high ones the beginning does, but nothing is shown above the first row.
    const low = height * at < pane.height * room;
    const y = pane.height / 2 - (low ? top + height / 2 : trigger.y + STEP.height / 2) * at;
    return {
      x: Math.max(EDGE * 2, pane.width * 0.04) - trigger.x * at,
      y: low ? y : Math.min(y, pane.height * MARGIN - top * at),
      zoom: at,
    };
  };
  const cards = nodes
    .filter(({ type }) => type === 'step' || type === 'trigger')
    .flatMap(({ id }) => placeOf(id) ?? []);
  return BEGINNINGS.map(beginning).reduce((best, next) =>
    wholeCards(cards, next, pane) > wholeCards(cards, best, pane) ? next : best,
  );
};

/** How many cards are seen whole. */
const wholeCards = (cards: readonly Position[], { x, y, zoom }: View, pane: Size): number => {
  const isWithin = (start: number, size: number, length: number) => start >= EDGE && start + size <= length - EDGE;
  return cards.filter(
    (card) =>
      isWithin(card.x * zoom + x, STEP.width * zoom, pane.width) &&
      isWithin(card.y * zoom + y, STEP.height * zoom, pane.height),
  ).length;
};
