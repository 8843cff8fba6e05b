import type { Command } from './command.ts';
import type { Here } from './editor-here.ts';

/** What brings something new. */
export const addCommands = (here: Here): readonly Command[] => [
  {
    id: 'add.step',
    title: { pt: 'Acrescentar um passo', en: 'Add a step' },
    words: 'novo inserir nó new insert node',
    keys: ['Tab', '/'],
    keysIn: 'canvas',
    icon: 'plus',
    group: 'add',
    edits: true,
    run: () => here().editing.askHere(here().pointer()),
  },
];

/** Every type of step, by its own words: found in the command bar once something is typed. */
export const typeCommands = (here: Here): readonly Command[] =>
  [...here().catalogue.values()].map((type) => ({
    id: `add.type.${type.type}`,
    title: { pt: `Acrescentar: ${type.title.pt}`, en: `Add: ${type.title.en}` },
    words: `${type.type} ${type.description.pt} ${type.description.en}`,
    icon: 'plus',
    group: 'add',
    edits: true,
    run: () => here().editing.add(type.type),
  }));
