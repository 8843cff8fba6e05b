import { useEffect, useRef, useState } from 'react';
import type { ImportReport } from '#flow/import/import-report.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { importPasted, takeReport, workflowIn } from '../flows/import-workflow.ts';
import { toastError } from '../shell/toasts.tsx';
import { isWriting } from './commands/keyboard.ts';
import type { Dialog } from './dialog.ts';
import type { EditorStore } from './editor-store.ts';
import { putWorkflow } from './put-workflow.ts';

interface Pasting {
  store: EditorStore;
  catalogue: Catalogue;
  locale: Locale;
  flowId: string;
  dialog: Dialog;
  openDialog: (dialog: Dialog) => void;
}

/** Nodes copied out of n8n or Node-RED and pasted on the canvas come into the flow; gives the report to show, if there is one. */
export const usePastedWorkflow = (given: Pasting): ImportReport | null => {
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
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { store, catalogue, locale, dialog, openDialog } = latest.current;
      if (dialog || isWriting(event.target)) return;
      const workflow = workflowIn(event.clipboardData?.getData('text/plain') ?? '');
      if (workflow === undefined) return;
      event.preventDefault();
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
    };
    globalThis.addEventListener('paste', onPaste);
    return () => globalThis.removeEventListener('paste', onPaste);
  }, []);
  return report;
};
