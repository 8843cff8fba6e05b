import { useState } from 'react';
import type { Panels } from './commands/editor-here.ts';

export type PhonePanel = 'palette' | 'inspector' | null;

/** Which parts stand beside the canvas; on a phone one of them at a time lies over it. */
export const usePanels = () => {
  const [open, setOpen] = useState<Panels>({ palette: true, inspector: true, problems: false, find: false });
  const [drawer, setDrawer] = useState<PhonePanel>(null);
  const setPanel = (panel: keyof Panels, next: boolean | 'toggle') =>
    setOpen((now) => ({ ...now, [panel]: next === 'toggle' ? !now[panel] : next }));
  const toggle = (panel: keyof Panels) => () => setPanel(panel, 'toggle');
  return { open, setPanel, toggle, drawer, setDrawer };
};
