import { focusCanvas, focusNextRegion, focusPalette } from './canvas-focus.ts';
import type { Command } from './command.ts';
import type { Here, Panels } from './editor-here.ts';

const MOTION_MS = 160;

/** Of what is typed into the inspector, Esc closes first what is open over the field. */
const inInspector = (): boolean => {
  const field = document.activeElement;
  if (!field?.closest('.sidebar, .find-bar') || field.closest('[role="dialog"], [role="menu"]')) return false;
  return field.getAttribute('aria-expanded') !== 'true' && !document.querySelector('.cm-tooltip-autocomplete');
};

const zoom = (here: Here): Command[] => [
  {
    id: 'view.fit',
    title: { pt: 'Ver o fluxo inteiro', en: 'See the whole flow' },
    words: 'enquadrar ajustar zoom fit',
    keys: ['1'],
    icon: 'fit',
    group: 'view',
    run: () => void here().canvas.fitView({ padding: 0.12, maxZoom: 1, duration: MOTION_MS }),
  },
  {
    id: 'view.zoomReset',
    title: { pt: 'Tamanho real', en: 'Actual size' },
    words: 'zoom 100% reset',
    keys: ['0'],
    icon: 'fit',
    group: 'view',
    run: () => void here().canvas.zoomTo(1, { duration: MOTION_MS }),
  },
  {
    id: 'view.zoomIn',
    title: { pt: 'Aproximar', en: 'Zoom in' },
    keys: ['Plus', '='],
    icon: 'plus',
    group: 'view',
    run: () => void here().canvas.zoomIn({ duration: MOTION_MS }),
  },
  {
    id: 'view.zoomOut',
    title: { pt: 'Afastar', en: 'Zoom out' },
    keys: ['Minus'],
    icon: 'minus',
    group: 'view',
    run: () => void here().canvas.zoomOut({ duration: MOTION_MS }),
  },
];

const panel = (here: Here, name: keyof Panels, key: string, pt: string, en: string): Command => ({
  id: `view.${name}`,
  title: { pt: `Mostrar ou esconder ${pt}`, en: `Show or hide ${en}` },
  words: 'painel panel',
  keys: [key],
  icon: 'panel',
  group: 'view',
  run: () => here().setPanel(name, 'toggle'),
});

/** What changes only what is seen, and where the keys go. */
export const viewCommands = (here: Here): readonly Command[] => [
  ...zoom(here),
  panel(here, 'palette', '[', 'os passos', 'the steps'),
  panel(here, 'inspector', ']', 'os detalhes', 'the details'),
  panel(here, 'problems', 'E', 'os problemas', 'the problems'),
  {
    id: 'view.searchPalette',
    title: { pt: 'Procurar na lista de passos', en: 'Search the list of steps' },
    words: 'paleta palette nós nodes novo',
    keys: ['N'],
    icon: 'search',
    group: 'add',
    edits: true,
    run: () => {
      here().setPanel('palette', true);
      focusPalette();
    },
  },
  {
    id: 'view.lock',
    title: { pt: 'Travar ou destravar a edição', en: 'Lock or unlock editing' },
    words: 'só leitura read only somente bloquear',
    icon: 'eye',
    group: 'view',
    when: () => here().readOnly.reason !== 'role',
    run: () => here().readOnly.toggle(),
  },
  {
    id: 'view.nextRegion',
    title: { pt: 'Ir para a próxima parte da tela', en: 'Go to the next part of the screen' },
    keys: ['F6'],
    keysIn: 'anywhere',
    icon: 'panel',
    group: 'view',
    quiet: true,
    run: () => focusNextRegion(1),
  },
  {
    id: 'view.previousRegion',
    title: { pt: 'Voltar à parte anterior da tela', en: 'Go back to the part before' },
    keys: ['Shift+F6'],
    keysIn: 'anywhere',
    icon: 'panel',
    group: 'view',
    quiet: true,
    run: () => focusNextRegion(-1),
  },
  {
    id: 'view.backToCanvas',
    title: { pt: 'Voltar do campo ao desenho', en: 'Back from a field to the drawing' },
    keys: ['Escape'],
    keysIn: 'anywhere',
    icon: 'flows',
    group: 'view',
    quiet: true,
    when: inInspector,
    run: () => focusCanvas([...here().store.get().nodes].at(-1)),
  },
];
