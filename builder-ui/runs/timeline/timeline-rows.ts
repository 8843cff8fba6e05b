import type { PathStep } from '#flow/machine/protocol.ts';
import type { Step } from '../../api-types.ts';
import { type Attempt, attemptsOf } from '../attempts/attempts.ts';
import { lengthOf, type Span } from './time-scale.ts';

/** A line of the timeline: a step, one of its attempts, or a round of a loop that holds steps. */
export interface TimelineRow extends Span {
  /** `s12` a step, `r12/3` round 3 of the loop whose step is 12, `a12/0` its first attempt that is told. */
  key: string;
  depth: number;
  /** Of an attempt: the step that it is one of. */
  step?: Step;
  round?: number;
  /** This line is one attempt. */
  attempt?: Attempt;
  /** Of a step that needed several: all of them, drawn on its own line, too. */
  attempts?: Attempt[];
  /** Steps that failed in a round, or in the rounds of a container. */
  failed: number;
  /** What is beneath it; 0: nothing can be opened. */
  inside: number;
  open: boolean;
  /** It is still going on. */
  going: boolean;
}

interface Node {
  step?: Step;
  round?: number;
  attempt?: Attempt;
  attempts?: Attempt[];
  key: string;
  children: Node[];
  from: number;
  to: number;
  failed: number;
  going: boolean;
}

const placeOf = (path: readonly PathStep[], upTo: number): string =>
  path
    .slice(0, upTo)
    .map(({ container, index }) => `${container}:${index}`)
    .join('/');

const spanOf = (step: Step, now: number): Span & { going: boolean } => {
  const ended = step.endedAt === null ? null : Date.parse(step.endedAt);
  const from = step.startedAt === null ? (ended ?? now) : Date.parse(step.startedAt);
  return { from, to: Math.max(from, ended ?? now), going: ended === null };
};

const attemptsUnder = (step: Step, now: number): Pick<Node, 'children' | 'attempts'> => {
  const attempts = attemptsOf(step, now);
  if (attempts.length === 0) return { children: [] };
  const children = attempts.map((attempt, at): Node => {
    const { from, to, kind } = attempt;
    return { step, attempt, key: `a${step.n}/${at}`, children: [], from, to, going: kind === 'going', failed: 0 };
  });
  return { children, attempts };
};

/** Steps under their rounds, rounds under their containers; what was skipped is left out. */
const forest = (steps: readonly Step[], now: number): Node[] => {
  const top: Node[] = [];
  const containers = new Map<string, Node>();
  const rounds = new Map<string, Node>();
  const ran = steps.filter((step) => step.startedAt !== null);
  const nodeOf = (step: Step): Node => ({
    step,
    key: `s${step.n}`,
    ...attemptsUnder(step, now),
    ...spanOf(step, now),
    failed: step.status === 'failed' ? 1 : 0,
  });
  const nodes = ran.map((step) => [step, nodeOf(step)] as const);
  for (const [step, node] of nodes) containers.set(`${placeOf(step.path, step.path.length)}/${step.node}`, node);
  for (const [step, node] of nodes) {
    const last = step.path.at(-1);
    const owner = last && containers.get(`${placeOf(step.path, step.path.length - 1)}/${last.container}`);
    if (!last || !owner) {
      top.push(node);
      continue;
    }
    const place = placeOf(step.path, step.path.length);
    let round = rounds.get(place);
    if (!round) {
      round = {
        key: `r${owner.step?.n}/${last.index}`,
        round: last.index,
        children: [],
        ...spanOf(step, now),
        failed: 0,
      };
      rounds.set(place, round);
      owner.children.push(round);
    }
    round.children.push(node);
    round.from = Math.min(round.from, node.from);
    round.to = Math.max(round.to, node.to);
    round.going ||= node.going;
    round.failed += node.failed;
    if (owner.step?.status !== 'failed') owner.failed += node.failed;
  }
  for (const { children } of containers.values()) children.sort((a, b) => (a.round ?? 0) - (b.round ?? 0));
  return top;
};

/** A loop of more rounds is closed until it is opened. */
const OPEN_ROUNDS = 3;

/** The lines that are to be seen; `opened`: what was opened or closed by hand, by key. */
export const timelineRows = (
  steps: readonly Step[],
  opened: ReadonlyMap<string, boolean>,
  now: number,
): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  const add = (node: Node, depth: number): void => {
    const usual = node.round !== undefined ? node.children.length > 0 : node.children.length <= OPEN_ROUNDS;
    const open = node.children.length > 0 && (opened.get(node.key) ?? usual);
    const { children, ...rest } = node;
    rows.push({ ...rest, depth, inside: children.length, open });
    if (open) for (const child of children) add(child, depth + 1);
  };
  for (const node of forest(steps, now)) add(node, 0);
  return rows;
};

const WAITS: ReadonlySet<string> = new Set(['wait', 'waitForEvent', 'approval', 'ask', 'flow']);

export interface TimeShare {
  node: string;
  /** How long it was under way, rounds at the same time counted once. */
  ms: number;
  /** Of the whole run, 0 to 1. */
  share: number;
  isWait: boolean;
  visits: number;
}

/** Where the time of a run went, most first: by node, containers left out, for what is in them tells it. */
export const whereTimeWent = (steps: readonly Step[], types: ReadonlyMap<string, string>, whole: Span): TimeShare[] => {
  const holding = new Set(steps.flatMap(({ path }) => path.map(({ container }) => container)));
  const byNode = new Map<string, Span[]>();
  for (const step of steps) {
    if (step.startedAt === null || holding.has(step.node)) continue;
    const { from, to } = spanOf(step, whole.to);
    const spans = byNode.get(step.node);
    if (spans) spans.push({ from, to });
    else byNode.set(step.node, [{ from, to }]);
  }
  const length = Math.max(1, whole.to - whole.from);
  return [...byNode]
    .map(([node, spans]) => {
      const ms = lengthOf(spans);
      return { node, ms, share: ms / length, isWait: WAITS.has(types.get(node) ?? ''), visits: spans.length };
    })
    .sort((a, b) => b.ms - a.ms);
};

/** Spans in which something was worked at: containers, waits and the pauses between attempts left out. */
export const workOf = (steps: readonly Step[], types: ReadonlyMap<string, string>, now: number): Span[] => {
  const holding = new Set(steps.flatMap(({ path }) => path.map(({ container }) => container)));
  return steps
    .filter(({ node, startedAt }) => startedAt !== null && !holding.has(node) && !WAITS.has(types.get(node) ?? ''))
    .flatMap((step): Span[] => {
      // Between attempts nothing is done, and a parked step waits.
      const attempts = attemptsOf(step, now);
      return attempts.length > 0 || step.status === 'parked' ? attempts : [spanOf(step, now)];
    });
};
