import { useMemo, useRef } from 'react';
import { toastDone, toastError, toastUndo } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { archiveSoon, isBack, useGone } from './archiving.ts';
import { exportFlows } from './export-flows.ts';
import type { FlowActions } from './flow-row.tsx';
import { duplicateFlow, type ListedFlow, restoreFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

/**
 * What the list does with flows. Before one is archived its author is asked; then it is out of sight at once, and can be
 * taken back for a while.
 */
export const useFlowActions = (
  reload: () => void,
  organize: (flows: ListedFlow[]) => void,
  ask: (flows: ListedFlow[]) => void,
): { actions: FlowActions; gone: ReadonlySet<string>; archive: (flows: ListedFlow[]) => void } => {
  const t = useFlowsTexts();
  const texts = useTexts();
  const gone = useGone();
  const latest = useRef({ t, texts, reload, organize, ask });
  latest.current = { t, texts, reload, organize, ask };
  const actions = useMemo<FlowActions>(
    () => ({
      organize: (flows) => latest.current.organize(flows),
      exportAll: (flows) => void exportFlows(flows).catch(toastError),
      archive: (flows) => latest.current.ask(flows),
      duplicate: (flow) => {
        const name = latest.current.t.copyName(flow.name);
        duplicateFlow(flow, name)
          .then(() => {
            toastDone(latest.current.t.duplicated(name));
            latest.current.reload();
          })
          .catch(toastError);
      },
    }),
    [],
  );
  const takeBack = async (flow: ListedFlow) => {
    await restoreFlow(flow.id);
    isBack(flow.id);
    toastDone(t.inArchive.restored(flow.name));
    latest.current.reload();
  };
  const archive = (flows: ListedFlow[]) => {
    const undo = flows.map((flow) => ({ flow, take: archiveSoon(flow.id, () => latest.current.reload()) }));
    const [only] = flows;
    const said = flows.length === 1 && only ? texts.flows.archived(only.name) : t.archived(flows.length);
    toastUndo(said, () => {
      // Whoever took longer than we waited gets it back as the archive gives it.
      for (const { flow, take } of undo) if (!take()) void takeBack(flow).catch(toastError);
    });
  };
  return { actions, gone, archive };
};
