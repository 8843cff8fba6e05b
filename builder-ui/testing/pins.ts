import type { Board, BoardPin } from '#flow/board.ts';
import { ENDINGS } from '#flow/core/core-types.ts';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Pin } from '#flow/machine/protocol.ts';
import { trimTo } from '#flow/trim-to.ts';
import type { Step } from '../api-types.ts';
import { ledTo } from '../document/reach.ts';

/** What a step gave, as something to give again. */
export const pinOfStep = ({ port, output, error }: Step): BoardPin => {
  if (error) return { error: { code: error.code, message: error.message } };
  return { ...(port === null || port === 'out' ? {} : { port }), output };
};

export const withPin = (board: Board, node: string, pin: BoardPin): Board => ({
  ...board,
  pins: { ...board.pins, [node]: pin },
});

export const withoutPin = (board: Board, node: string): Board => {
  const { [node]: _, ...pins } = board.pins ?? {};
  return { ...board, pins };
};

export const withoutPins = (board: Board): Board => ({ ...board, pins: {} });

/** Nodes that a pin would mean nothing for end something; the rest can stand in for themselves. */
export const canPin = ({ type }: Pick<FlowNode, 'type'>): boolean => !ENDINGS.has(type);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** As a run takes it. */
export const toPin = ({ port, output, error }: BoardPin): Pin => {
  const { code, message, details } = error ?? {};
  const text = textOf(message);
  return {
    ...(port === undefined ? {} : { port }),
    ...(output === undefined ? {} : { output }),
    ...(error && {
      error: {
        code: textOf(code) ?? 'pinned',
        ...(text === undefined ? {} : { message: text }),
        ...(details === undefined ? {} : { details }),
      },
    }),
  };
};

/** Pins of the board, of nodes that are there. */
export const boardPins = ({ pins = {} }: Board, { nodes }: FlowDocument): Record<string, Pin> => {
  const there = new Map(nodes.map((node) => [node.id, node]));
  return Object.fromEntries(
    Object.entries(pins).flatMap(([id, pin]) => {
      const node = there.get(id);
      return node && canPin(node) ? [[id, toPin(pin)]] : [];
    }),
  );
};

/** The last time that each node left by a port, outside of loops. */
const lastSteps = (steps: readonly Step[]): Map<string, Step> =>
  new Map(
    steps
      .filter(({ path, port, status }) => path.length === 0 && port !== null && status !== 'skipped')
      .map((step) => [step.node, step]),
  );

/** Ids of nodes of a document, those inside a container that is among them left out: the container stands for them. */
const outermost = (nodes: readonly FlowNode[], isMeant: (node: FlowNode) => boolean): FlowNode[] => {
  const meant = new Set(nodes.filter(isMeant).map(({ id }) => id));
  return nodes.filter(({ id, parent }) => meant.has(id) && !(parent !== undefined && meant.has(parent)));
};

/** What stands around a node, at any depth. */
const around = (document: FlowDocument, id: string): ReadonlySet<string> => {
  const parents = new Map(document.nodes.map((node) => [node.id, node.parent]));
  const found = new Set<string>();
  for (let at = parents.get(id); at !== undefined && !found.has(at); at = parents.get(at)) found.add(at);
  return found;
};

export interface PinsBefore {
  pins: Record<string, Pin>;
  /** Nodes before it that have given nothing yet. */
  missing: FlowNode[];
}

/** For "only this step": what comes before it gives what it gave last, or what is pinned. */
export const pinsBefore = (document: FlowDocument, board: Board, steps: readonly Step[], id: string): PinsBefore => {
  const frames = around(document, id);
  const before = outermost(trimTo(document, id)?.nodes ?? [], (node) => node.id !== id && !frames.has(node.id));
  const pinned = boardPins(board, document);
  const last = lastSteps(steps);
  const found: PinsBefore = { pins: {}, missing: [] };
  for (const node of before) {
    const step = last.get(node.id);
    const pin = pinned[node.id] ?? (step && toPin(pinOfStep(step)));
    if (node.disabled || !canPin(node)) continue;
    if (pin) found.pins[node.id] = pin;
    else found.missing.push(node);
  }
  return found;
};

/** For "again from here": all that the node does not lead to gives what it gave in the run before. */
export const pinsBeside = (
  document: FlowDocument,
  board: Board,
  steps: readonly Step[],
  from: string,
): Record<string, Pin> => {
  const frames = around(document, from);
  const roots = new Set([from, ...frames]);
  const after = ledTo(document.edges, roots);
  const isAgain = ({ id, parent }: FlowNode): boolean =>
    roots.has(id) || (parent !== undefined && roots.has(parent)) || after.has(id);
  const last = lastSteps(steps);
  const kept = outermost(document.nodes, (node) => !isAgain(node) && canPin(node) && last.has(node.id));
  return {
    ...boardPins(board, document),
    ...Object.fromEntries(kept.map(({ id }) => [id, toPin(pinOfStep(last.get(id) as Step))])),
  };
};
