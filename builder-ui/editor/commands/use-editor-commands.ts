import { useCallback, useMemo, useRef } from 'react';
import { nodeLabel } from '../../document/node-label.ts';
import { addCommands, typeCommands } from './add-commands.ts';
import { arrangeCommands } from './arrange-commands.ts';
import { canvasCommands } from './canvas-commands.ts';
import { focusCanvasSoon } from './canvas-focus.ts';
import type { Command } from './command.ts';
import { editCommands } from './edit-commands.ts';
import type { EditorHere, Here } from './editor-here.ts';
import { findCommands } from './find-commands.ts';
import { flowCommands } from './flow-commands.ts';
import { useCommandSource, useCommands } from './registry.ts';
import { selectCommands } from './select-commands.ts';
import { viewCommands } from './view-commands.ts';

/** Every step of the flow, to go to it. */
const nodeCommands = (here: Here): Command[] => {
  const { store, catalogue, locale } = here();
  return store.get().document.nodes.map((node) => {
    const label = nodeLabel(node, catalogue, locale);
    return {
      id: `go.node.${node.id}`,
      title: { pt: `Passo: ${label}`, en: `Step: ${label}` },
      words: `${node.id} ${node.type}`,
      icon: 'chevron-right',
      group: 'go',
      run: () => {
        store.select([node.id]);
        here().editing.goTo(node.id);
        focusCanvasSoon(node.id);
      },
    };
  });
};

/** The commands of an editor, for as long as it is open. Those that change the drawing are left out where none may. */
export const useEditorCommands = (given: EditorHere): void => {
  const readOnly = given.readOnly.reason !== null;
  const latest = useRef(given);
  latest.current = given;
  const here: Here = useCallback(() => latest.current, []);
  const commands = useMemo(() => {
    const all = [
      addCommands,
      editCommands,
      selectCommands,
      arrangeCommands,
      flowCommands,
      viewCommands,
      findCommands,
      canvasCommands,
    ].flatMap((make) => make(here));
    return readOnly ? all.filter((command) => !command.edits) : all;
  }, [here, readOnly]);
  useCommands(commands);
  const source = useCallback(() => [...nodeCommands(here), ...(readOnly ? [] : typeCommands(here))], [here, readOnly]);
  useCommandSource(source);
};
