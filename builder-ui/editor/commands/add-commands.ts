import type { Command } from './command.ts';
import { type Here, selectedOne } from './editor-here.ts';

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
  {
    id: 'add.wire',
    title: { pt: 'Ligar a outro passo', en: 'Connect to another step' },
    words: 'ligação conectar fio wire edge connection',
    keys: ['C'],
    icon: 'flows',
    group: 'add',
    edits: true,
    when: () => selectedOne(here()) !== undefined,
    run: () => {
      const id = selectedOne(here());
      if (id !== undefined) here().editing.askAfter(id, true);
    },
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
