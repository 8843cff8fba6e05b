import { useEffect, useMemo, useRef, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';
import type { Facts } from '../document/known-values.ts';
import { useSession } from '../shell/session.ts';
import { type EditorStore, useEditor } from './editor-store.ts';

interface Ran {
  run: Run | null;
  steps: readonly Step[];
}

const NOT_RUN: Ran = { run: null, steps: [] };
/** Who goes from step to step is not asked for at each. */
const FRESH_MS = 4_000;
const NO_PINS = {};

const lastRun = async (flow: string, known: Ran | null): Promise<Ran> => {
  const [latest] = (await api.runs({ flow, limit: 1 })).data;
  if (!latest) return NOT_RUN;
  if (known?.run?.id === latest.id && known.run.endedAt !== null) return known;
  const [run, { steps }] = await Promise.all([api.run(latest.id), api.trace(latest.id)]);
  return { run, steps };
};

/** The last run of a flow, looked for anew when another step is looked at and when the window is come back to. */
const useLastRun = (flowId: string, looked: string | undefined): Ran | null => {
  const [ran, setRan] = useState<Ran | null>(null);
  const latest = useRef<Ran | null>(null);
  const askedAt = useRef(0);
  useEffect(() => {
    const look = async () => {
      if (Date.now() - askedAt.current < FRESH_MS) return;
      askedAt.current = Date.now();
      try {
        latest.current = await lastRun(flowId, latest.current);
      } catch {
        // A help that may be missing: examples stand in for it.
        latest.current ??= NOT_RUN;
      }
      setRan(latest.current);
    };
    const again = () => void look();
    again();
    globalThis.addEventListener('focus', again);
    return () => globalThis.removeEventListener('focus', again);
    // Another step is another look.
  }, [flowId, looked]);
  return ran;
};

interface FactsOf {
  flowId: string;
  store: EditorStore;
  catalogue: Catalogue;
  document: FlowDocument;
  /** The node that is looked at. */
  looked: string | undefined;
}

/** What is known about the values that the draft's expressions would read. */
export const useFacts = ({ flowId, store, catalogue, document, looked }: FactsOf): Facts | null => {
  const ran = useLastRun(flowId, looked);
  const tenant = useSession()?.tenant;
  const pins = useEditor(store, (state) => state.board.pins) ?? NO_PINS;
  const sample: Json | undefined = useEditor(store, (state) => state.board.samples?.[0]?.data);
  return useMemo(
    () =>
      ran && {
        ...{ document, catalogue, tenant, pins },
        run: ran.run,
        steps: ran.steps,
        ...(sample === undefined ? {} : { sample }),
      },
    [ran, document, catalogue, tenant, pins, sample],
  );
};
