import { findNode, TRIGGER_ID } from '../../document/connect.ts';
import { updateNode } from '../../document/edit.ts';
import { portsOf } from '../../document/ports.ts';
import { removeAllAndReconnect } from '../../document/wires.ts';
import { focusCanvasSoon } from './canvas-focus.ts';
import type { Command } from './command.ts';
import { type EditorHere, type Here, selectedStep, selectedSteps } from './editor-here.ts';
import { neighbourOf } from './walk.ts';

/** Of the selected, those that can be turned off: the flow passes through by `out`. */
const disableable = (here: EditorHere): string[] => {
  const { document } = here.store.get();
  return selectedSteps(here).filter((id) => {
    const node = findNode(document, id);
    return node !== undefined && portsOf(node, here.catalogue.get(node.type)).includes('out');
  });
};

/** Turned off; all that were off already, on again. */
const toggleDisabled = (here: EditorHere): void => {
  const ids = disableable(here);
  here.store.edit((document) => {
    const allOff = ids.every((id) => findNode(document, id)?.disabled);
    return ids.reduce(
      (now, id) => updateNode(now, id, ({ disabled: _was, ...rest }) => (allOff ? rest : { ...rest, disabled: true })),
      document,
    );
  });
};

/** Deletes what is selected; the keys go on from what stood before it. */
const remove = (here: EditorHere, change: () => void): void => {
  const { document, nodes } = here.store.get();
  const [only] = nodes;
  const before =
    nodes.size === 1 && only !== undefined ? neighbourOf(document, here.catalogue, only, 'left') : undefined;
  change();
  if (before !== undefined && !nodes.has(before)) here.store.select([before]);
  focusCanvasSoon(before);
};

const deleteAndJoin = (here: EditorHere): void =>
  here.store.edit((document) => removeAllAndReconnect(document, here.catalogue, selectedSteps(here)));

const hasSteps = (here: Here) => () => selectedSteps(here()).length > 0;

const historyCommands = (here: Here): Command[] => [
  {
    id: 'edit.undo',
    title: { pt: 'Desfazer', en: 'Undo' },
    keys: ['Mod+Z'],
    icon: 'undo',
    group: 'edit',
    edits: true,
    when: () => here().store.get().past.length > 0,
    run: () => here().store.undo(),
  },
  {
    id: 'edit.redo',
    title: { pt: 'Refazer', en: 'Redo' },
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    icon: 'redo',
    group: 'edit',
    edits: true,
    when: () => here().store.get().future.length > 0,
    run: () => here().store.redo(),
  },
];

const changeCommands = (here: Here): Command[] => [
  {
    id: 'edit.duplicate',
    title: { pt: 'Duplicar', en: 'Duplicate' },
    words: 'copiar clone',
    keys: ['Mod+D'],
    icon: 'copy',
    group: 'edit',
    edits: true,
    when: hasSteps(here),
    run: () => {
      here().editing.duplicate();
      focusCanvasSoon([...here().store.get().nodes].at(-1));
    },
  },
  {
    id: 'edit.rename',
    title: { pt: 'Renomear', en: 'Rename' },
    words: 'nome rótulo id label name',
    keys: ['F2'],
    icon: 'note',
    group: 'edit',
    edits: true,
    when: () => selectedStep(here()) !== undefined,
    run: () => here().openDialog('rename'),
  },
  {
    id: 'edit.disable',
    title: { pt: 'Desligar ou ligar o passo', en: 'Turn the step off or on' },
    words: 'desativar ativar disable enable deactivate pular skip',
    keys: ['D'],
    icon: 'ban',
    group: 'edit',
    edits: true,
    when: () => disableable(here()).length > 0,
    run: () => toggleDisabled(here()),
  },
];

const removeCommands = (here: Here): Command[] => [
  {
    id: 'edit.deleteAndJoin',
    title: { pt: 'Excluir e religar', en: 'Delete and reconnect' },
    words: 'remover apagar remove join',
    keys: ['Mod+Delete', 'Mod+Backspace'],
    icon: 'minus',
    group: 'edit',
    edits: true,
    when: hasSteps(here),
    run: () => remove(here(), () => deleteAndJoin(here())),
  },
  {
    id: 'edit.delete',
    title: { pt: 'Excluir', en: 'Delete' },
    words: 'remover apagar remove',
    keys: ['Delete', 'Backspace'],
    icon: 'trash',
    group: 'edit',
    edits: true,
    when: () => {
      const { nodes, edges } = here().store.get();
      return edges.length > 0 || [...nodes].some((id) => id !== TRIGGER_ID);
    },
    run: () => remove(here(), here().editing.remove),
  },
];

/** What changes what stands there. */
export const editCommands = (here: Here): readonly Command[] => [
  ...historyCommands(here),
  ...changeCommands(here),
  ...removeCommands(here),
];
