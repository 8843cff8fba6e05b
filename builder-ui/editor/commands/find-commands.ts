import type { Command } from './command.ts';
import type { Here } from './editor-here.ts';

const inDialog = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** Opens the search, or goes back into its field. */
export const findCommands = (here: Here): readonly Command[] => [
  {
    id: 'view.find',
    title: { pt: 'Procurar no fluxo', en: 'Find in the flow' },
    words: 'buscar trocar substituir localizar search replace',
    keys: ['Mod+F'],
    keysIn: 'anywhere',
    icon: 'search',
    group: 'view',
    when: () => !inDialog(),
    run: () => {
      here().setPanel('find', true);
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>('.find-bar input')?.select());
    },
  },
];

interface Walk {
  current: { next: () => void; previous: () => void };
}

/** From one place that was found to another, while the search is open. */
export const findStepCommands = (walk: Walk): readonly Command[] => [
  {
    id: 'view.findNext',
    title: { pt: 'Próximo encontrado', en: 'Next found' },
    keys: ['F3'],
    keysIn: 'anywhere',
    icon: 'chevron-right',
    group: 'view',
    quiet: true,
    run: () => walk.current.next(),
  },
  {
    id: 'view.findPrevious',
    title: { pt: 'Encontrado anterior', en: 'Found before' },
    keys: ['Shift+F3'],
    keysIn: 'anywhere',
    icon: 'chevron-left',
    group: 'view',
    quiet: true,
    run: () => walk.current.previous(),
  },
];
