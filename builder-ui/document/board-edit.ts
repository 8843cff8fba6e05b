import type { Board, BoardColor, BoardGroup, BoardNote } from '#flow/board.ts';
import type { FlowDocument, Position } from '#flow/document.ts';
import { withInsides } from './edit.ts';

/** Notes and groups are selected among the nodes of a canvas, by ids that no node can have. */
export const noteKey = (id: string): string => `note:${id}`;
export const groupKey = (id: string): string => `group:${id}`;

/** The keys of all that is on a board. */
export const keysOf = (board: Board): string[] => [
  ...(board.notes ?? []).map(({ id }) => noteKey(id)),
  ...(board.groups ?? []).map(({ id }) => groupKey(id)),
];

/** The note or group that a key means; nothing for a node's id. */
export const onBoard = (key: string): { kind: 'note' | 'group'; id: string } | null => {
  const match = /^(note|group):(.+)$/s.exec(key);
  return match ? { kind: match[1] as 'note' | 'group', id: match[2] ?? '' } : null;
};

const nextId = (prefix: string, taken: readonly { id: string }[]): string => {
  const ids = new Set(taken.map(({ id }) => id));
  for (let n = 1; ; n++) if (!ids.has(`${prefix}${n}`)) return `${prefix}${n}`;
};

export const NOTE_SIZE = { width: 240, height: 140 } as const;

export const addNote = (board: Board, at: Position, text = ''): { board: Board; id: string } => {
  const notes = board.notes ?? [];
  const id = nextId('nota', notes);
  const position = { x: Math.round(at.x), y: Math.round(at.y) };
  return { board: { ...board, notes: [...notes, { id, text, color: 'yellow', position, size: NOTE_SIZE }] }, id };
};

export const changeNote = (board: Board, id: string, change: Partial<Omit<BoardNote, 'id'>>): Board => ({
  ...board,
  notes: (board.notes ?? []).map((note) => (note.id === id ? { ...note, ...change } : note)),
});

/** A node stands in one group at most: it leaves the one that it stood in; groups that become empty are gone. */
export const groupNodes = (
  board: Board,
  nodes: readonly string[],
  title: string,
  color: BoardColor = 'blue',
): { board: Board; id: string } => {
  const taken = new Set(nodes);
  const left = (board.groups ?? []).map((group) => ({ ...group, nodes: group.nodes.filter((id) => !taken.has(id)) }));
  const id = nextId('grupo', board.groups ?? []);
  const groups = [...left.filter((group) => group.nodes.length > 0), { id, title, color, nodes: [...nodes] }];
  return { board: { ...board, groups }, id };
};

export const changeGroup = (board: Board, id: string, change: Partial<Omit<BoardGroup, 'id'>>): Board => ({
  ...board,
  groups: (board.groups ?? []).map((group) => (group.id === id ? { ...group, ...change } : group)),
});

/** Takes notes and groups off the board (by their keys); the nodes of a group stay. */
export const removeFromBoard = (board: Board, keys: Iterable<string>): Board => {
  const gone = new Set(keys);
  const notes = board.notes?.filter(({ id }) => !gone.has(noteKey(id)));
  const groups = board.groups?.filter(({ id }) => !gone.has(groupKey(id)));
  if (notes?.length === board.notes?.length && groups?.length === board.groups?.length) return board;
  return { ...board, ...(notes && { notes }), ...(groups && { groups }) };
};

/** Groups of which one of these nodes, or the group itself, is meant: what "ungroup" takes away. */
export const groupsOf = (board: Board, ids: ReadonlySet<string>): string[] =>
  (board.groups ?? [])
    .filter((group) => ids.has(groupKey(group.id)) || group.nodes.some((id) => ids.has(id)))
    .map((group) => groupKey(group.id));

export const moveNotes = (board: Board, positions: ReadonlyMap<string, Position>): Board => {
  if (!board.notes?.some(({ id }) => positions.has(noteKey(id)))) return board;
  const notes = board.notes.map((note) => {
    const at = positions.get(noteKey(note.id));
    return at ? { ...note, position: { x: Math.round(at.x), y: Math.round(at.y) } } : note;
  });
  return { ...board, notes };
};

export const closedOf = (board: Board | undefined): ReadonlySet<string> => new Set(board?.collapsed);

/** Closes an open container, opens a closed one. */
export const toggleClosed = (board: Board, id: string): Board => {
  const closed = new Set(board.collapsed);
  if (!closed.delete(id)) closed.add(id);
  return { ...board, collapsed: [...closed] };
};

/** What of the board means nodes that are no more is forgotten with them. */
export const withoutNodes = (board: Board, document: FlowDocument, gone: Iterable<string>): Board => {
  const ids = withInsides(document, gone);
  const touches = (list: readonly string[] | undefined) => list?.some((id) => ids.has(id)) ?? false;
  const groups = board.groups?.some((group) => touches(group.nodes))
    ? board.groups
        .map((group) => ({ ...group, nodes: group.nodes.filter((id) => !ids.has(id)) }))
        .filter((group) => group.nodes.length > 0)
    : board.groups;
  const collapsed = touches(board.collapsed) ? board.collapsed?.filter((id) => !ids.has(id)) : board.collapsed;
  const pins = touches(Object.keys(board.pins ?? {}))
    ? Object.fromEntries(Object.entries(board.pins ?? {}).filter(([id]) => !ids.has(id)))
    : board.pins;
  if (groups === board.groups && collapsed === board.collapsed && pins === board.pins) return board;
  return { ...board, ...(groups && { groups }), ...(collapsed && { collapsed }), ...(pins && { pins }) };
};
