import type { Text } from '#flow/json.ts';
import { TRIGGER_ID } from '../../document/connect.ts';
import { parsePort } from '../../document/ports.ts';
import { focusCanvasSoon } from './canvas-focus.ts';
import type { Command } from './command.ts';
import type { EditorHere, Here } from './editor-here.ts';
import { type Direction, neighbourOf, withAllBeyond } from './walk.ts';

/** From where the arrows go on: the last that was selected; of a wire, where it begins. */
const standingOn = ({ store }: EditorHere): string | undefined => {
  const { nodes, edges } = store.get();
  const wire = edges.at(-1);
  return [...nodes].at(-1) ?? (wire && parsePort(wire.from).node);
};

const walk = (here: EditorHere, direction: Direction, extend: boolean): void => {
  const { document, nodes } = here.store.get();
  const from = standingOn(here);
  const to = from === undefined ? TRIGGER_ID : neighbourOf(document, here.catalogue, from, direction);
  if (to === undefined) return;
  // The last of the set is where one stands: walking back over the way takes it out again.
  const ids = extend ? [...[...nodes].filter((id) => id !== to), to] : [to];
  here.store.select(ids);
  here.editing.show(to);
  focusCanvasSoon(to);
};

const ARROWS: { direction: Direction; key: string; to: Text; extend: Text }[] = [
  {
    direction: 'right',
    key: 'ArrowRight',
    to: { pt: 'Ir ao passo seguinte', en: 'Go to the next step' },
    extend: { pt: 'Escolher também o seguinte', en: 'Select the next one, too' },
  },
  {
    direction: 'left',
    key: 'ArrowLeft',
    to: { pt: 'Ir ao passo anterior', en: 'Go to the step before' },
    extend: { pt: 'Escolher também o anterior', en: 'Select the one before, too' },
  },
  {
    direction: 'up',
    key: 'ArrowUp',
    to: { pt: 'Ir ao passo de cima', en: 'Go to the step above' },
    extend: { pt: 'Escolher também o de cima', en: 'Select the one above, too' },
  },
  {
    direction: 'down',
    key: 'ArrowDown',
    to: { pt: 'Ir ao passo de baixo, ou para dentro do bloco', en: 'Go to the step below, or into the container' },
    extend: { pt: 'Escolher também o de baixo', en: 'Select the one below, too' },
  },
];

const arrows = (here: Here): Command[] =>
  ARROWS.flatMap(({ direction, key, to, extend }) =>
    [false, true].map(
      (more): Command => ({
        id: `select.${more ? 'extend' : 'walk'}.${direction}`,
        title: more ? extend : to,
        keys: [more ? `Shift+${key}` : key],
        keysIn: 'canvas',
        icon: 'chevron-right',
        group: 'select',
        quiet: true,
        run: () => walk(here(), direction, more),
      }),
    ),
  );

const anySelected = (here: Here) => () => here().store.get().nodes.size > 0;

/** The wires of the step that was selected last, one after the other: Del takes one away, Tab puts a step into it. */
const walkWires = (here: EditorHere, last: { node: string | undefined }): void => {
  const { document, nodes, edges } = here.store.get();
  last.node = [...nodes].at(-1) ?? last.node;
  const own = document.edges.filter((edge) => edge.to === last.node || parsePort(edge.from).node === last.node);
  const at = own.findIndex((edge) => edges.some((one) => one.from === edge.from && one.to === edge.to));
  const next = own[(at + 1) % own.length];
  if (next) here.store.select([], [next]);
};

const wires = (here: Here): Command => {
  const last: { node: string | undefined } = { node: undefined };
  return {
    id: 'select.wire',
    title: { pt: 'Escolher uma ligação do passo', en: 'Select a wire of the step' },
    words: 'fio conexão edge connection',
    keys: ['W'],
    icon: 'flows',
    group: 'select',
    when: () => here().store.get().nodes.size > 0 || here().store.get().edges.length > 0,
    run: () => {
      walkWires(here(), last);
      focusCanvasSoon();
    },
  };
};

/** What changes only what is selected. */
export const selectCommands = (here: Here): readonly Command[] => [
  ...arrows(here),
  wires(here),
  {
    id: 'select.all',
    title: { pt: 'Escolher tudo', en: 'Select all' },
    words: 'selecionar todos',
    keys: ['Mod+A'],
    icon: 'check',
    group: 'select',
    run: () =>
      here().store.select(
        here()
          .store.get()
          .document.nodes.map(({ id }) => id),
      ),
  },
  {
    id: 'select.none',
    title: { pt: 'Não escolher nada', en: 'Select nothing' },
    words: 'limpar seleção deselect',
    keys: ['Escape'],
    icon: 'x',
    group: 'select',
    quiet: true,
    when: () => here().store.get().nodes.size > 0 || here().store.get().edges.length > 0,
    run: () => {
      here().store.select([]);
      focusCanvasSoon();
    },
  },
  {
    id: 'select.upstream',
    title: { pt: 'Escolher tudo que vem antes', en: 'Select everything before' },
    words: 'upstream anteriores selecionar',
    keys: ['Alt+S U'],
    icon: 'chevron-left',
    group: 'select',
    when: anySelected(here),
    run: () => here().store.select(withAllBeyond(here().store.get().document, here().store.get().nodes, 'up')),
  },
  {
    id: 'select.downstream',
    title: { pt: 'Escolher tudo que vem depois', en: 'Select everything after' },
    words: 'downstream seguintes selecionar',
    keys: ['Alt+S D'],
    icon: 'chevron-right',
    group: 'select',
    when: anySelected(here),
    run: () => here().store.select(withAllBeyond(here().store.get().document, here().store.get().nodes, 'down')),
  },
];
