import type { FlowEdge, FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Drawing } from './drawing.ts';
import type { Change, Patch } from './patch.ts';
import { formatPort, parsePort } from './ports.ts';
import { renameInNode, renameInValue, renameNode } from './rename.ts';

/** Gives a node a new id, in the document and on the board. */
export const renameInDrawing = ({ document, board }: Drawing, from: string, to: string): Drawing => {
  const name = (id: string) => (id === from ? to : id);
  return {
    document: renameNode(document, from, to),
    board: {
      ...board,
      ...(board.collapsed && { collapsed: board.collapsed.map(name) }),
      ...(board.groups && { groups: board.groups.map((group) => ({ ...group, nodes: group.nodes.map(name) })) }),
      ...(board.pins && {
        pins: Object.fromEntries(Object.entries(board.pins).map(([id, pin]) => [name(id), pin])),
      }),
    },
  };
};

/** A step of undo that was made while the node had its old id. */
export const renameInPatch = (patch: Patch, from: string, to: string): Patch =>
  patch.map((change) => inChange(change, from, to));

const inChange = (change: Change, from: string, to: string): Change => {
  const name = (id: string) => (id === from ? to : id);
  const edge = (one: FlowEdge): FlowEdge => {
    const source = parsePort(one.from);
    return { from: formatPort({ node: name(source.node), port: source.port }), to: name(one.to) };
  };
  const [part, list, key = ''] = change.path;
  const value = (one: Json | undefined): Json | undefined => {
    if (one === undefined) return undefined;
    if (change.order) return Array.isArray(one) ? one.map((id) => name(String(id))) : one;
    if (list === 'edges') return edge(one as unknown as FlowEdge) as unknown as Json;
    if (list === 'nodes' && change.path.length === 3) {
      const node = renameInNode(one as unknown as FlowNode, from, to);
      const parent = node.parent === undefined ? {} : { parent: name(node.parent) };
      return { ...node, id: name(node.id), ...parent } as unknown as Json;
    }
    if (change.path[3] === 'parent') return name(String(one));
    return part === 'board' ? one : renameInValue(one, from, to);
  };
  const path = change.path.map((at, n) => {
    if (n !== 2) return at;
    if (list !== 'edges') return list === 'nodes' || list === 'pins' || list === 'collapsed' ? name(at) : at;
    const [source = '', target = ''] = key.split(' > ');
    const renamed = edge({ from: source, to: target });
    return `${renamed.from} > ${renamed.to}`;
  });
  const [before, after] = [value(change.from), value(change.to)];
  return {
    path,
    ...(before === undefined ? {} : { from: before }),
    ...(after === undefined ? {} : { to: after }),
    ...(change.after === undefined ? {} : { after: change.after === null ? null : name(change.after) }),
    ...(change.order && { order: true }),
  };
};
