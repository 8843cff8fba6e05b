import { Menu } from '@mantine/core';
import { useMemo } from 'react';
import { inLocale } from '#flow/json.ts';
import type { Command } from '../editor/commands/command.ts';
import { isMac, keysInWords } from '../editor/commands/keys.ts';
import { canRun } from '../editor/commands/registry.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { findCommand } from './find-command.ts';

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
  const locale = useLocale();
  const chapters = useMemo(
    () =>
      at === null
        ? []
        : CHAPTERS.map((ids) =>
            ids.flatMap((id): Command[] => {
              const command = findCommand(id);
              return command && canRun(command) ? [command] : [];
            }),
          ).filter((commands) => commands.length > 0),
    [at],
  );
  return (
    <Menu
      opened={at !== null && chapters.length > 0}
      onChange={(open) => !open && onClose()}
      position="bottom-start"
      withinPortal
      shadow="lg"
      width={260}
    >
      <Menu.Target>
        <span aria-hidden="true" className="quick-anchor" style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} />
      </Menu.Target>
      <Menu.Dropdown className="canvas-menu">
        {chapters.map((commands, n) => (
          <section key={commands[0]?.id}>
            {n > 0 && <Menu.Divider />}
            {commands.map((command) => (
              <Menu.Item
                key={command.id}
                leftSection={<Icon name={command.icon} size={15} />}
                rightSection={command.keys?.[0] && <kbd>{keysInWords(command.keys[0], isMac())}</kbd>}
                onClick={command.run}
                {...(command.id === 'edit.delete' ? { color: 'red' } : {})}
              >
                {inLocale(command.title, locale)}
              </Menu.Item>
            ))}
          </section>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
};
