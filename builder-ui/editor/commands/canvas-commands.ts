import type { Text } from '#flow/json.ts';
import type { Arrangement } from '../../canvas/canvas-edits.ts';
import { groupsOf } from '../../document/board-edit.ts';
import { isContainer } from '../../document/ports.ts';
import { detachNodes } from '../../document/wires.ts';
import type { Command } from './command.ts';
import { type EditorHere, type Here, selectedStep, selectedSteps } from './editor-here.ts';

const ARRANGEMENTS: [how: Arrangement, key: string, title: Text][] = [
  ['left', 'L', { pt: 'Alinhar à esquerda', en: 'Align left' }],
  ['centre', 'C', { pt: 'Alinhar pelo meio, em coluna', en: 'Align middles, in a column' }],
  ['right', 'R', { pt: 'Alinhar à direita', en: 'Align right' }],
  ['top', 'T', { pt: 'Alinhar por cima', en: 'Align tops' }],
  ['middle', 'M', { pt: 'Alinhar pelo meio, em linha', en: 'Align middles, in a row' }],
  ['bottom', 'B', { pt: 'Alinhar por baixo', en: 'Align bottoms' }],
  ['across', 'H', { pt: 'Distribuir na horizontal', en: 'Distribute across' }],
  ['down', 'V', { pt: 'Distribuir na vertical', en: 'Distribute down' }],
];

const several = (here: Here, least: number) => () => selectedSteps(here()).length >= least;

const arrangements = (here: Here): Command[] =>
  ARRANGEMENTS.map(([how, key, title]) => ({
    id: `arrange.${how}`,
    title,
    words: 'alinhar align distribuir distribute',
    keys: [`Alt+A ${key}`],
    icon: 'layout',
    group: 'arrange',
    edits: true,
    when: several(here, how === 'across' || how === 'down' ? 3 : 2),
    run: () => here().editing.arrange(how),
  }));

/** In the middle of what is seen, or under the mouse. */
const addNote = (here: EditorHere): void => {
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  const middle = { x: (pane?.left ?? 0) + (pane?.width ?? 0) / 2 - 120, y: (pane?.top ?? 0) + (pane?.height ?? 0) / 3 };
  here.editing.addNote(here.canvas.screenToFlowPosition(here.pointer() ?? middle));
};

const selectedContainer = (here: Here) => () => {
  const node = selectedStep(here());
  return node !== undefined && isContainer(node.type);
};

const inGroup = (here: Here) => () => {
  const { board, nodes } = here().store.get();
  return groupsOf(board, nodes).length > 0;
};

const onBoard = (here: Here): Command[] => [
  {
    id: 'add.note',
    title: { pt: 'Colar um bilhete no desenho', en: 'Put a sticky note on the drawing' },
    words: 'nota anotação comentário lembrete note comment',
    keys: ['Shift+S'],
    icon: 'note',
    group: 'add',
    edits: true,
    run: () => addNote(here()),
  },
  {
    id: 'edit.group',
    title: { pt: 'Agrupar', en: 'Group' },
    words: 'grupo moldura frame',
    keys: ['Mod+G'],
    icon: 'box',
    group: 'arrange',
    edits: true,
    when: several(here, 1),
    run: () => here().editing.group(),
  },
  {
    id: 'edit.ungroup',
    title: { pt: 'Desfazer o grupo', en: 'Ungroup' },
    words: 'desagrupar moldura frame',
    keys: ['Mod+Shift+G'],
    icon: 'box',
    group: 'arrange',
    edits: true,
    when: inGroup(here),
    run: () => here().editing.ungroup(),
  },
  {
    id: 'view.toggleClosed',
    title: { pt: 'Fechar ou abrir o bloco', en: 'Close or open the container' },
    words: 'recolher expandir collapse expand',
    keys: ['Alt+G'],
    icon: 'box',
    group: 'view',
    edits: true,
    when: selectedContainer(here),
    run: () => {
      const node = selectedStep(here());
      if (node) here().editing.toggleClosed(node.id);
    },
  },
];

/** What hands do on the canvas, with keys. */
export const canvasCommands = (here: Here): readonly Command[] => [
  ...onBoard(here),
  ...arrangements(here),
  {
    id: 'arrange.tidySelected',
    title: { pt: 'Arrumar só o que está escolhido', en: 'Tidy up only what is selected' },
    words: 'organizar layout',
    keys: ['Alt+Shift+T'],
    icon: 'layout',
    group: 'arrange',
    edits: true,
    when: several(here, 2),
    run: () => here().editing.tidySelected(),
  },
  {
    id: 'edit.detach',
    title: { pt: 'Soltar das ligações', en: 'Detach from its wires' },
    words: 'desligar desconectar disconnect',
    keys: ['Shift+X'],
    icon: 'plug',
    group: 'edit',
    edits: true,
    when: several(here, 1),
    run: () => here().store.edit((document) => detachNodes(document, here().catalogue, selectedSteps(here()))),
  },
];
