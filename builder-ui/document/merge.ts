import type { FlowEdge, FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Drawing } from './drawing.ts';
import { withInsides } from './edit.ts';
import { freshId } from './fresh-id.ts';
import { applyPatch, type Change, type Patch, patchOf } from './patch.ts';
import { parsePort } from './ports.ts';
import { renameInDrawing } from './rename-in-drawing.ts';
import { DRAWING, isObject, type Shape, sameJson, shapeAt } from './shapes.ts';

/** Both changed it, differently. A side that is left out has taken it away. */
export interface Conflict {
  /** As of a `Change`; of a node where one side removed what the other works on. */
  path: readonly string[];
  base?: Json;
  mine?: Json;
  theirs?: Json;
}

export interface Merged {
  /** With both sides' changes; where they are in conflict, mine. */
  drawing: Drawing;
  conflicts: Conflict[];
  /** Ids that both gave to a new node: mine has another now. */
  renamed: { from: string; to: string }[];
}

/**
 * Joins what two authors made of one drawing, by node and field. Where something stands never is a conflict: mine
 * stays. Without conflicts, who is "mine" changes nothing but places and the order of lists.
 */
export const merge = (base: Drawing, mineBefore: Drawing, theirs: Drawing): Merged => {
  const renamed = clashes(base, mineBefore, theirs);
  const mine = renamed.reduce((drawing, { from, to }) => renameInDrawing(drawing, from, to), mineBefore);
  const [myPatch, theirPatch] = [patchOf(base, mine), patchOf(base, theirs)];
  const removed = removedWhileInUse({ base, mine, theirs }, myPatch, theirPatch);
  const settled = new Set(removed.flatMap(({ nodes }) => [...nodes]));
  const myChanges = new Map(myPatch.map((change) => [keyOf(change), change]));
  const conflicts: Conflict[] = removed.map(({ conflict }) => conflict);
  const adopted = theirPatch.filter((change) => {
    if ([...nodesOf(change)].some((id) => settled.has(id))) return false;
    const my = myChanges.get(keyOf(change));
    if (!my || isFrame(change)) return true;
    if (change.order || isPlace(change.path) || isEdge(change.path) || sameJson(my.to, change.to)) return false;
    conflicts.push({
      path: change.path,
      ...(change.from === undefined ? {} : { base: change.from }),
      ...(my.to === undefined ? {} : { mine: my.to }),
      ...(change.to === undefined ? {} : { theirs: change.to }),
    });
    return false;
  });
  return { drawing: applyPatch(adopted, mine), conflicts, renamed };
};

/** The drawing with their side of one conflict; `theirs` is the drawing that was merged. */
export const chooseTheirs = (drawing: Drawing, theirs: Drawing, conflict: Conflict): Drawing => {
  const [part, list, id = ''] = conflict.path;
  if (part !== 'document' || list !== 'nodes' || conflict.path.length > 3) {
    const change: Change = { path: conflict.path, ...(conflict.theirs === undefined ? {} : { to: conflict.theirs }) };
    return applyPatch([change], drawing);
  }
  const touched = insidesIn([drawing, theirs], id);
  const chosen = conflict.theirs as unknown as FlowNode | undefined;
  // What they have inside it, and itself as it was told, even where `theirs` has changed since.
  const their = theirs.document.nodes.filter((node) => touched.has(node.id) && node.id !== id);
  const nodes = [
    ...drawing.document.nodes.filter((node) => !touched.has(node.id)),
    ...(chosen ? [chosen, ...their] : []),
  ];
  const ids = new Set(['trigger', ...nodes.map((node) => node.id)]);
  const edges = [
    ...drawing.document.edges.filter((edge) => !touches(edge, touched)),
    ...theirs.document.edges.filter((edge) => touches(edge, touched) && endsOf(edge).every((end) => ids.has(end))),
  ];
  const wanted = { ...drawing, document: { ...drawing.document, nodes, edges } };
  // By way of a patch, so that nodes keep the order in which they stand.
  return applyPatch(patchOf(drawing, wanted), drawing);
};

const keyOf = ({ path, order }: Change): string => JSON.stringify([path, order ?? false]);
const isEdge = (path: readonly string[]): boolean => path[0] === 'document' && path[1] === 'edges';

/** Where something stands, or how large it is drawn: it never has meaning. */
export const isPlace = (path: readonly string[]): boolean => {
  const last = path.at(-1);
  return last === 'x-trigger-position' || (path.length === 4 && (last === 'position' || last === 'size'));
};

/** A list or object that begins or ends to be there, with nothing in it. */
const isFrame = ({ path, from, to }: Change): boolean => {
  const shape = path.reduce<Shape>(shapeAt, DRAWING);
  const value = to ?? from;
  return shape.kind !== 'leaf' && Object.keys(isObject(value) || Array.isArray(value) ? value : { x: 1 }).length === 0;
};

const endsOf = (edge: FlowEdge): string[] => [parsePort(edge.from).node, edge.to];
const touches = (edge: FlowEdge, ids: ReadonlySet<string>): boolean => endsOf(edge).some((id) => ids.has(id));

/** Ids of the nodes that a change is about. */
const nodesOf = ({ path, from, to }: Change): Set<string> => {
  const [part, list, key] = path;
  if (part !== 'document' || key === undefined) return new Set();
  if (list === 'nodes') return new Set([key]);
  return list === 'edges' ? new Set(endsOf((to ?? from) as unknown as FlowEdge)) : new Set();
};

const insidesIn = (drawings: readonly Drawing[], id: string): Set<string> =>
  new Set(drawings.flatMap(({ document }) => [...withInsides(document, [id])]));

const nodeIn = ({ document }: Drawing, id: string): FlowNode | undefined =>
  document.nodes.find((node) => node.id === id);

/** New nodes of the same id and other content: a person added each, and both are wanted. */
const clashes = (base: Drawing, mine: Drawing, theirs: Drawing): { from: string; to: string }[] => {
  const known = new Set(base.document.nodes.map(({ id }) => id));
  const others = new Map(theirs.document.nodes.map((node) => [node.id, node]));
  const taken = new Set([...known, ...others.keys(), ...mine.document.nodes.map(({ id }) => id)]);
  return mine.document.nodes.flatMap((node) => {
    const other = others.get(node.id);
    if (!other || known.has(node.id) || sameJson(node as unknown as Json, other as unknown as Json)) return [];
    const to = freshId(node.id, taken);
    taken.add(to);
    return [{ from: node.id, to }];
  });
};

interface Removed {
  conflict: Conflict;
  /** Whatever is about these nodes waits until it is chosen. */
  nodes: ReadonlySet<string>;
}

/** Nodes that one side removed while the other changed them, joined something to them or put something into them. */
const removedWhileInUse = (
  { base, mine, theirs }: Record<'base' | 'mine' | 'theirs', Drawing>,
  myPatch: Patch,
  theirPatch: Patch,
): Removed[] => {
  const all = [base, mine, theirs];
  const found = new Map<string, Removed>();
  for (const [removing, using] of [
    [myPatch, theirPatch],
    [theirPatch, myPatch],
  ] as const) {
    const gone = new Set(removing.filter((change) => isNodeRemoval(change)).map(({ path }) => path[2] ?? ''));
    for (const change of using) {
      if (isPlace(change.path) || change.to === undefined) {
        if (!isFieldOf(change, gone)) continue;
      }
      for (const id of usedBy(change)) {
        if (!gone.has(id)) continue;
        const top = outermost(base, id, gone);
        const [before, my, their] = all.map((one) => nodeIn(one, top) as Json | undefined);
        found.set(top, {
          conflict: {
            path: ['document', 'nodes', top],
            ...(before && { base: before }),
            ...(my && { mine: my }),
            ...(their && { theirs: their }),
          },
          nodes: insidesIn(all, top),
        });
      }
    }
  }
  return [...found.values()];
};

const isNodeRemoval = ({ path, to }: Change): boolean =>
  path.length === 3 && path[0] === 'document' && path[1] === 'nodes' && to === undefined;

/** A field that is taken out of one of these nodes: their author works on it. */
const isFieldOf = ({ path }: Change, ids: ReadonlySet<string>): boolean =>
  path.length > 3 && path[1] === 'nodes' && path[0] === 'document' && !isPlace(path) && ids.has(path[2] ?? '');

/** Nodes that a change works on: the node of a field, both ends of a new edge, the container of a new node. */
const usedBy = (change: Change): string[] => {
  const ids = [...nodesOf(change)];
  const { path, to } = change;
  if (path[0] !== 'document' || path[1] !== 'nodes') return ids;
  const parent = path.length === 3 && isObject(to) ? to.parent : path[3] === 'parent' ? to : undefined;
  return typeof parent === 'string' ? [...ids, parent] : ids;
};

const outermost = ({ document }: Drawing, id: string, gone: ReadonlySet<string>): string => {
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  let top = id;
  for (let at = parents.get(id); at !== undefined && at !== top; at = parents.get(at)) if (gone.has(at)) top = at;
  return top;
};
