import { useEffect, useRef } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { api } from '../api-client.ts';
import type { EditorStore } from '../editor/editor-store.ts';
import { setSearch } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import type { TestingStore } from './testing-store.ts';

interface Given {
  store: EditorStore;
  testing: TestingStore;
  flowId: string;
}

/** What webhooks bring beside their data is an object, or nothing. */
export const asObject = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** A run that was, as the test in hand: its event, what each step gave, and what changed since it ran. */
const takeUp = async ({ store, testing, flowId }: Given, runId: string): Promise<void> => {
  const run = await api.run(runId);
  if (run.flowId !== flowId) return;
  const version = run.flowVersion === null ? undefined : await api.version(flowId, run.flowVersion);
  const { document, board } = store.get();
  const ranOn = { document: (version?.definition ?? document) as FlowDocument, pins: board.pins };
  const { data = null, headers, query } = run.trigger;
  testing.set({
    ...{ open: true, tab: 'test', own: data, sample: null, headers: asObject(headers), query: asObject(query) },
    results: { runId, run, steps: [], ranOn, until: undefined },
  });
};

/** A link from a run (`?try=run_…`) opens it in the test panel, where outputs can be changed and what follows run again. */
export const usePastRun = ({ store, testing, flowId }: Given): void => {
  const asked = useRef(new URLSearchParams(location.search).get('try'));
  useEffect(() => {
    const runId = asked.current;
    asked.current = null;
    if (runId === null) return;
    // Loaded again, the page shows what was tested last, as ever.
    setSearch({ try: null });
    takeUp({ store, testing, flowId }, runId).catch(toastError);
  }, [store, testing, flowId]);
};
