import { useCallback, useEffect, useRef, useState } from 'react';
import type { ImportReport } from '#flow/import/import-report.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { importPasted, takeReport, workflowIn } from '../flows/import-workflow.ts';
import { toastError } from '../shell/toasts.tsx';
import type { Dialog } from './dialog.ts';
import type { EditorStore } from './editor-store.ts';
import { putWorkflow } from './put-workflow.ts';

interface Pasting {
  store: EditorStore;
  catalogue: Catalogue;
  locale: Locale;
  flowId: string;
  openDialog: (dialog: Dialog) => void;
}

interface PastedWorkflow {
  /** Of what was imported last, to be shown. */
  report: ImportReport | null;
  /** Takes a text that holds steps of n8n or Node-RED into the flow; false where it holds none. */
  take: (text: string) => boolean;
}

/** Nodes copied out of n8n or Node-RED come into the flow when they are pasted, or dropped as a file. */
export const usePastedWorkflow = (given: Pasting): PastedWorkflow => {
  const latest = useRef(given);
  latest.current = given;
  const { flowId } = given;
  const [report, setReport] = useState<ImportReport | null>(null);
  useEffect(() => {
    const imported = takeReport(flowId);
    if (!imported) return;
    setReport(imported);
    latest.current.openDialog('import');
  }, [flowId]);
  const take = useCallback((text: string): boolean => {
    const { store, catalogue, locale, openDialog } = latest.current;
    const workflow = workflowIn(text);
    if (workflow === undefined) return false;
    const taken = store.get().document.nodes.map((node) => node.id);
    importPasted(workflow, { catalogue, locale, taken })
      .then(async (imported) => {
        if (!imported) return;
        const placed = await withPlaces(imported.document, catalogue);
        store.edit((document) => putWorkflow(document, placed));
        store.select(imported.document.nodes.filter((node) => node.parent === undefined).map((node) => node.id));
        setReport(imported.report);
        openDialog('import');
      })
      .catch(toastError);
    return true;
  }, []);
  return { report, take };
};
