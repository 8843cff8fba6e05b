import { fitContainers } from '../../canvas/geometry.ts';
import { findNode } from '../../document/connect.ts';
import { moveNodes } from '../../document/edit.ts';
import type { Command } from './command.ts';
import { type EditorHere, type Here, selectedSteps } from './editor-here.ts';

const STEP_PX = 20;

const nudge = (here: EditorHere, x: number, y: number): void => {
  const ids = new Set(selectedSteps(here));
  here.store.edit((document) => {
    const moves = [...ids].flatMap((id) => {
      const node = findNode(document, id);
      // What stands in a frame that moves goes along with it.
      if (!node?.position || (node.parent !== undefined && ids.has(node.parent))) return [];
      return [[id, { x: node.position.x + x, y: node.position.y + y }] as const];
    });
    return moves.length === 0 ? document : fitContainers(moveNodes(document, new Map(moves)));
  }, 'nudge');
};

const nudges = (here: Here): Command[] =>
  (
    [
      ['ArrowLeft', -STEP_PX, 0, 'para a esquerda', 'to the left'],
      ['ArrowRight', STEP_PX, 0, 'para a direita', 'to the right'],
      ['ArrowUp', 0, -STEP_PX, 'para cima', 'up'],
      ['ArrowDown', 0, STEP_PX, 'para baixo', 'down'],
    ] as const
  ).map(([key, x, y, pt, en]) => ({
    id: `arrange.nudge.${key}`,
    title: { pt: `Mover um pouco ${pt}`, en: `Move ${en} a little` },
    keys: [`Alt+${key}`],
    keysIn: 'canvas',
    icon: 'layout',
    group: 'arrange',
    edits: true,
    quiet: true,
    when: () => selectedSteps(here()).length > 0,
    run: () => nudge(here(), x, y),
  }));

/** Where things stand. */
export const arrangeCommands = (here: Here): readonly Command[] => [
  ...nudges(here),
  {
    id: 'arrange.tidy',
    title: { pt: 'Arrumar o desenho', en: 'Tidy up the drawing' },
    words: 'organizar layout alinhar automático auto',
    keys: ['Shift+T'],
    icon: 'layout',
    group: 'arrange',
    edits: true,
    run: () => here().editing.tidy(),
  },
];
