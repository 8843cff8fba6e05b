import { Menu } from '@mantine/core';
import { inLocale } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { useLocale } from '../../texts/texts.ts';
import type { Command } from './command.ts';
import { KeyCaps } from './key-caps.tsx';
import { canRun, useAllCommands } from './registry.ts';

/** Ids of commands, those that belong together in a list. */
type Chapters = readonly (readonly string[])[];

/** Of these the commands that are on the page and can be done now. */
export const offered = (chapters: Chapters, all: readonly Command[]): Command[][] =>
  chapters
    .map((ids) => ids.flatMap((id) => all.filter((command) => command.id === id && canRun(command))))
    .filter((commands) => commands.length > 0);

/**
 * Commands in a menu; what is not on the page or cannot be done just now is left out. Drawn anew each time that the menu
 * opens: what can be done depends on what is selected.
 */
export const CommandItems = ({ chapters }: { chapters: Chapters }) => {
  const locale = useLocale();
  return offered(chapters, useAllCommands()).map((commands, n) => (
    <section key={commands[0]?.id}>
      {n > 0 && <Menu.Divider />}
      {commands.map((command) => (
        <Menu.Item
          key={command.id}
          leftSection={<Icon name={command.icon} size={15} />}
          rightSection={command.keys?.[0] && <KeyCaps keys={command.keys[0]} />}
          // The menu closes first: what opens over the page keeps the focus that it takes.
          onClick={() => setTimeout(command.run)}
          {...(command.id === 'edit.delete' ? { color: 'red' } : {})}
        >
          {inLocale(command.title, locale)}
        </Menu.Item>
      ))}
    </section>
  ));
};
