import { useEffect, useMemo, useRef, useState } from 'react';
import type { CanvasWorld } from '../canvas/canvas-context.ts';
import { useCommands } from '../editor/commands/registry.ts';
import { type EditorStore, useEditor } from '../editor/editor-store.ts';
import { edgeStates, nodeStates, stepsByNode } from '../runs/run-states.ts';
import { useMay } from '../shell/session.ts';
import { staleNodes } from './stale.ts';
import { createTestingActions, type TestingActions } from './testing-actions.ts';
import { testingCommands } from './testing-commands.ts';
import { createTestingStore, type TestingStore, useTesting } from './testing-store.ts';
import { useTestingTexts } from './testing-texts.ts';
import { toastWarn } from './toast-warn.tsx';
import { usePastRun } from './use-past-run.ts';

/** The testing of one open editor. */
export interface TestingHere {
  flowId: string;
  store: EditorStore;
  testing: TestingStore;
  actions: TestingActions;
  world: CanvasWorld;
}

interface Given {
  store: EditorStore;
  flowId: string;
  world: CanvasWorld;
  flush: () => Promise<boolean>;
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

/** What the canvas shows of the test in hand: where each step stands, and which results are old. */
const useResultsOnCanvas = ({ store, testing, world }: Pick<TestingHere, 'store' | 'testing' | 'world'>): void => {
  const results = useTesting(testing, (state) => state.results);
  const simulates = useTesting(testing, (state) => state.open && state.tab === 'simulator');
  const document = useEditor(store, (state) => state.document);
  const pins = useEditor(store, (state) => state.board.pins);
  useEffect(() => {
    world.pins?.replace(new Map(Object.keys(pins ?? {}).map((id) => [id, true])));
  }, [world, pins]);
  useEffect(() => {
    // The simulator shows a run of its own.
    if (simulates) return;
    if (!results) {
      world.states.replace(NOTHING);
      world.edges.replace(NOTHING);
      return;
    }
    const byNode = stepsByNode(results.steps);
    const stale = staleNodes(results.ranOn, { document, pins });
    world.states.replace(
      new Map([...nodeStates(byNode)].map(([id, state]) => [id, stale.has(id) ? { ...state, stale: true } : state])),
    );
    world.edges.replace(edgeStates(document, byNode));
  }, [world, results, document, pins, simulates]);
};

/** For the life of an editor: its tests, their commands, and what they show on its canvas. */
export const useTestingHere = ({ store, flowId, world, flush }: Given): TestingHere => {
  const t = useTestingTexts();
  const latest = useRef({ flush, t });
  latest.current = { flush, t };
  const [testing] = useState(() => createTestingStore(flowId, store.get().board));
  const actions = useMemo(
    () =>
      createTestingActions({
        store,
        testing,
        flowId,
        flush: () => latest.current.flush(),
        notSaved: () => toastWarn(latest.current.t.notSaved),
      }),
    [store, testing, flowId],
  );
  const [run, edit] = [useMay('runs:write'), useMay('flows:write')];
  useCommands(
    useMemo(() => testingCommands(store, testing, actions, { run, edit }), [store, testing, actions, run, edit]),
  );
  useResultsOnCanvas({ store, testing, world });
  usePastRun({ store, testing, flowId });
  return useMemo(() => ({ flowId, store, testing, actions, world }), [flowId, store, testing, actions, world]);
};
