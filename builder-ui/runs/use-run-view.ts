import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Run, Step } from '../api-types.ts';
import type { Selection } from '../canvas/canvas.tsx';
import type { CanvasWorld, EdgeState, NodeState } from '../canvas/canvas-context.ts';
import { bringToMiddle } from '../canvas/show-node.ts';
import { createKeyedStore, type KeyedStore } from '../keyed-store.ts';
import { setSearch, usePlace } from '../router.ts';
import { type Picks, pick, picksFor, type Rounds, roundsOf, sameRounds, stepsOfRounds } from './moment/rounds.ts';
import { stepsAt } from './moment/run-moment.ts';
import { edgeCounts, edgeStates, nodeStates, sameNodeState, stepsByNode } from './run-states.ts';
import type { Span } from './timeline/time-scale.ts';

export const VIEWS = ['canvas', 'timeline', 'story'] as const;
export type RunViewName = (typeof VIEWS)[number];

interface RunWorld {
  world: CanvasWorld;
  rounds: KeyedStore<Rounds>;
}

const createWorld = (frameTools: NonNullable<CanvasWorld['frameTools']>): CanvasWorld => ({
  problems: createKeyedStore(),
  states: createKeyedStore<NodeState>(sameNodeState),
  edges: createKeyedStore<EdgeState>(),
  counts: createKeyedStore<number>(),
  frameTools,
  readOnly: true,
  insertAt: () => {},
});

/** What a canvas of a run reads: made once, filled anew whenever the steps that it shows change. */
export const useRunWorld = (
  document: FlowDocument,
  byNode: ReadonlyMap<string, Step[]>,
  allRounds: ReadonlyMap<string, Rounds>,
  frameTools: (id: string, rounds: KeyedStore<Rounds>) => React.ReactNode,
): RunWorld => {
  const [made] = useState((): RunWorld => {
    const rounds = createKeyedStore<Rounds>(sameRounds);
    return { rounds, world: createWorld((id) => frameTools(id, rounds)) };
  });
  useEffect(() => {
    made.world.states.replace(nodeStates(byNode));
    made.world.edges.replace(edgeStates(document, byNode));
    made.world.counts?.replace(edgeCounts(document, byNode));
  }, [made, document, byNode]);
  useEffect(() => made.rounds.replace(allRounds), [made, allRounds]);
  return made;
};

/** From when a run began until it ended, or now. */
const wholeOf = (began: string | null, endedAt: string | null, now: number): Span => {
  const from = began === null ? now : Date.parse(began);
  return { from, to: Math.max(from + 1, endedAt === null ? now : Date.parse(endedAt)) };
};

/** A run under way is drawn along a new length so often. */
const LENGTHEN_MS = 2_000;

/** The step that one looks at, and the way to it; it stands in the address. */
const useChosen = (document: FlowDocument, steps: readonly Step[], onSee: (step: Step) => void) => {
  const canvas = useReactFlow();
  const { search } = usePlace();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<number | null>(() => Number(search.get('step')) || null);
  const goTo = useCallback(
    (node: string) => {
      setSelected(new Set([node]));
      setChosen(null);
      bringToMiddle(canvas, document, node);
    },
    [canvas, document],
  );
  const choose = useCallback(
    (step: Step) => {
      goTo(step.node);
      setChosen(step.n);
      onSee(step);
      setSearch({ step: String(step.n) });
    },
    [goTo, onSee],
  );
  const onSelect = useCallback(({ nodes }: Selection) => {
    setSelected(nodes);
    setChosen(null);
  }, []);
  // Who comes by a link to a step is shown it, as soon as it is known.
  const linked = selected.size === 0 && chosen !== null ? steps.find(({ n }) => n === chosen)?.node : undefined;
  useEffect(() => {
    if (linked !== undefined) setSelected(new Set([linked]));
  }, [linked]);
  const leave = useCallback(() => {
    setSelected(new Set());
    setChosen(null);
    setSearch({ step: null });
  }, []);
  return { selected, chosen, setChosen, goTo, choose, onSelect, leave };
};

interface Looked {
  run: Run;
  steps: Step[];
  document: FlowDocument;
  narrow: boolean;
  /** Epoch ms. */
  now: number;
}

/** What one looks at: the view (in the address), the instant, the rounds, the step. */
export const useRunView = ({ run, steps, document, narrow, now }: Looked) => {
  const { search } = usePlace();
  const asked = search.get('view');
  const view: RunViewName = VIEWS.find((one) => one === asked) ?? (narrow ? 'story' : 'canvas');
  const [picks, setPicks] = useState<Picks>(new Map());
  const [at, setAt] = useState<number | null>(null);
  const onSee = useCallback((step: Step) => setPicks((before) => picksFor(before, step)), []);
  const chosen = useChosen(document, steps, onSee);
  const types = useMemo(() => new Map(document.nodes.map(({ id, type }) => [id, type])), [document]);
  const rounds = useMemo(() => roundsOf(steps, picks), [steps, picks]);
  const shown = useMemo(() => {
    const inRounds = stepsOfRounds(steps, picks);
    return at === null ? inRounds : stepsAt(inRounds, at, types);
  }, [steps, picks, at, types]);
  const byNode = useMemo(() => stepsByNode(shown), [shown]);
  const until = run.endedAt === null ? Math.ceil(now / LENGTHEN_MS) * LENGTHEN_MS : 0;
  const began = run.startedAt ?? run.acceptedAt ?? steps[0]?.startedAt ?? null;
  const whole = useMemo(() => wholeOf(began, run.endedAt, until), [began, run.endedAt, until]);
  const onPick = useCallback(
    (container: string, index: number | undefined) => setPicks((before) => pick(before, container, index)),
    [],
  );
  return { ...chosen, view, types, rounds, shown, byNode, whole, at, setAt, onPick };
};
