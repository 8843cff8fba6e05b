import type { Position } from '#flow/document.ts';
import { placeAt } from '../canvas/drop.ts';
import { absolutePlace, fitContainers } from '../canvas/geometry.ts';
import { closedOf } from '../document/board-edit.ts';
import { type CopiedNodes, copyNodes, pasteNodes } from '../document/clipboard.ts';
import { findNode } from '../document/connect.ts';
import { parsePort } from '../document/ports.ts';
import { focusCanvasSoon } from './commands/canvas-focus.ts';
import { type EditorHere, selectedSteps } from './commands/editor-here.ts';

/** The selected steps as text; null where none are. */
export const copiedText = (here: EditorHere): string | null => {
  const ids = selectedSteps(here);
  if (ids.length === 0) return null;
  const { document } = here.store.get();
  return JSON.stringify(
    copyNodes(document, ids, (id) => absolutePlace(document, id)),
    null,
    2,
  );
};

const middleOfCanvas = (): Position => {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  return { x: (pane?.left ?? 0) + (pane?.width ?? 0) / 2 - 110, y: (pane?.top ?? 0) + (pane?.height ?? 0) / 2 - 32 };
};

/** The scope that the wires from outside came from, so that they can be kept; undefined where nothing says so. */
const scopeOfIncoming = (here: EditorHere, { incoming }: CopiedNodes): { parent: string | undefined } | undefined => {
  const { document } = here.store.get();
  const [edge] = incoming;
  const from = edge && parsePort(edge.from);
  if (!from) return undefined;
  if (from.port === 'each') return { parent: from.node };
  const source = findNode(document, from.node);
  return source || from.node === 'trigger' ? { parent: source?.parent } : undefined;
};

/** Where what is pasted goes: under the mouse, else the middle of what is seen; on nothing that stands there. */
const placeFor = (here: EditorHere, copied: CopiedNodes, screen: Position | null, keepIncoming: boolean) => {
  const { document, board } = here.store.get();
  const point = here.canvas.screenToFlowPosition(screen ?? middleOfCanvas());
  const scope = keepIncoming ? scopeOfIncoming(here, copied) : undefined;
  const origin = scope?.parent === undefined ? { x: 0, y: 0 } : absolutePlace(document, scope.parent);
  const place = scope
    ? { parent: scope.parent, position: { x: point.x - origin.x, y: point.y - origin.y } }
    : placeAt(document, here.catalogue, point, closedOf(board));
  const position = { x: Math.round(place.position.x), y: Math.round(place.position.y) };
  const covered = () =>
    document.nodes.some(
      ({ parent, position: at }) =>
        parent === place.parent &&
        at !== undefined &&
        Math.abs(at.x - position.x) < 24 &&
        Math.abs(at.y - position.y) < 24,
    );
  for (let n = 0; n < 50 && covered(); n++) {
    position.x += 40;
    position.y += 40;
  }
  return { parent: place.parent, position };
};

/** Puts copied steps where the author points, and selects them. */
export const pasteSteps = (
  here: EditorHere,
  copied: CopiedNodes,
  screen: Position | null,
  keepIncoming = false,
): void => {
  const place = placeFor(here, copied, screen, keepIncoming);
  let ids: string[] = [];
  here.store.edit((document) => {
    const pasted = pasteNodes(document, here.catalogue, copied, { ...place, keepIncoming });
    ids = pasted.ids;
    return fitContainers(pasted.document);
  });
  here.store.select(ids);
  const [first] = ids;
  if (first !== undefined) requestAnimationFrame(() => here.editing.show(first));
  focusCanvasSoon(first);
};
