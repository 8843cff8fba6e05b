import { type FocusEvent, useEffect } from 'react';
import type { ImportReport } from '#flow/import/import-report.ts';
import { focusCanvas } from './commands/canvas-focus.ts';
import type { EditorHere } from './commands/editor-here.ts';
import { CANVAS_KEYS } from './commands/keyboard.ts';
import { useEditorCommands } from './commands/use-editor-commands.ts';
import { usePointerOver } from './commands/use-pointer-over.ts';
import { useClipboard } from './use-clipboard.ts';
import { usePastedWorkflow } from './use-pasted-workflow.ts';

/** The keyboard, the clipboard and dropped files of an editor. */
export const useEditorKeys = (given: Omit<EditorHere, 'pointer'>) => {
  const pointer = usePointerOver();
  const here: EditorHere = { ...given, pointer: pointer.place };
  useEditorCommands(here);
  const pasted = usePastedWorkflow(given);
  const onDrop = useClipboard({ here, takeForeign: pasted.take });
  const { store } = given;
  /** The card that the keys are brought to is the one that they are about. */
  const onFocus = ({ target }: FocusEvent) => {
    const id = target.matches('.react-flow__node:focus-visible') ? target.getAttribute('data-id') : null;
    if (id !== null && !store.get().nodes.has(id)) store.select([id]);
  };
  useEffect(() => {
    // Who comes by keys goes on by keys; whoever has begun to write meanwhile is left there.
    if (document.activeElement === document.body) focusCanvas();
  }, []);
  const imported: ImportReport | null = pasted.report;
  /** `canvas`: for the element in which the keys of the canvas count. */
  return { imported, canvas: { ...CANVAS_KEYS, ...pointer.watch, onDrop, onFocus } };
};
