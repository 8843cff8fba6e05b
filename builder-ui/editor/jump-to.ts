import type { Problem } from '#flow/problem.ts';
import { TRIGGER_ID } from '../document/connect.ts';
import type { EditorStore } from './editor-store.ts';
import type { Editing } from './use-editing.ts';
import type { usePanels } from './use-panels.ts';

type Panels = Pick<ReturnType<typeof usePanels>, 'setPanel' | 'setDrawer'>;

/** To where a problem is: selected, its fields open, and it in the middle of what is left of the canvas. */
export const jumpTo =
  (store: EditorStore, editing: Editing, { setPanel, setDrawer }: Panels, narrow: boolean) =>
  (problem: Pick<Problem, 'node' | 'field'>): void => {
    const id = problem.node ?? (problem.field?.startsWith('/trigger') ? TRIGGER_ID : undefined);
    store.select(id === undefined ? [] : [id]);
    setPanel('inspector', true);
    if (narrow) setDrawer('inspector');
    if (id !== undefined) editing.goTo(id);
  };
