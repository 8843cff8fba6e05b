import { useMemo, useRef } from 'react';
import { toastDone, toastError, toastUndo } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { exportFlows } from './export-flows.ts';
import type { FlowActions } from './flow-row.tsx';
import { duplicateFlow, type ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';
import { useArchiving } from './use-archiving.ts';

/** What the list does with flows. Who is archived is out of sight at once, and can be taken back for a while. */
export const useFlowActions = (
  reload: () => void,
  organize: (flows: ListedFlow[]) => void,
): { actions: FlowActions; gone: ReadonlySet<string> } => {
  const t = useFlowsTexts();
  const texts = useTexts();
  const { gone, archive } = useArchiving();
  const latest = useRef({ t, texts, archive, reload, organize });
  latest.current = { t, texts, archive, reload, organize };
  const actions = useMemo<FlowActions>(
    () => ({
      organize: (flows) => latest.current.organize(flows),
      exportAll: (flows) => void exportFlows(flows).catch(toastError),
      archive: (flows) => {
        const now = latest.current;
        const undo = flows.map(({ id }) => now.archive(id, now.reload));
        const [only] = flows;
        const said = flows.length === 1 && only ? now.texts.flows.archived(only.name) : now.t.archived(flows.length);
        toastUndo(said, () => undo.forEach((take) => take()));
      },
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
  return { actions, gone };
};
