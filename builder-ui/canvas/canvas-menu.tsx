import { Menu } from '@mantine/core';
import { useMemo } from 'react';
import { CommandItems, offered } from '../editor/commands/command-items.tsx';
import { allCommands } from '../editor/commands/registry.ts';

/** What a menu offers, in chapters; what is not there, or cannot be done just now, is left out. */
const CHAPTERS = [
  ['test.runUntil', 'test.step', 'test.again', 'test.pin', 'test.unpin', 'test.mock'],
  ['add.step', 'add.note', 'edit.rename', 'edit.disable', 'view.toggleClosed'],
  [
    'edit.copy',
    'edit.cut',
    'edit.paste',
    'edit.duplicate',
    'edit.group',
    'edit.ungroup',
    'arrange.tidySelected',
    'arrange.tidy',
  ],
  ['edit.detach', 'edit.deleteAndJoin', 'edit.delete'],
];

interface CanvasMenuProps {
  at: { x: number; y: number } | null;
  onClose: () => void;
}

/** The commands for what is selected, where the hand is: by the right button, a long press, or a node's own button. */
export const CanvasMenu = ({ at, onClose }: CanvasMenuProps) => {
  const any = useMemo(() => at !== null && offered(CHAPTERS, allCommands()).length > 0, [at]);
  return (
    <Menu
      opened={any}
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      // It may cover what it is about, never leave the window.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      withinPortal
      shadow="lg"
      width={300}
    >
      <Menu.Target>
        <span aria-hidden="true" className="quick-anchor" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      </Menu.Target>
      <Menu.Dropdown className="canvas-menu">
        <CommandItems chapters={CHAPTERS} />
      </Menu.Dropdown>
    </Menu>
  );
};
