import { Menu } from '@mantine/core';
import { inLocale } from '#flow/json.ts';
import { Icon } from '../../icons/icon.tsx';
import { useLocale } from '../../texts/texts.ts';
import { KeyCaps } from './key-caps.tsx';
import { canRun, useAllCommands } from './registry.ts';

/**
 * Commands in a menu, by their ids, in chapters; what is not on the page or cannot be done just now is left out. Drawn
 * anew each time that the menu opens: what can be done depends on what is selected.
 */
export const CommandItems = ({ chapters: wanted }: { chapters: readonly (readonly string[])[] }) => {
  const locale = useLocale();
  const all = useAllCommands();
  const chapters = wanted
    .map((ids) => ids.flatMap((id) => all.filter((command) => command.id === id && canRun(command))))
    .filter((commands) => commands.length > 0);
  return chapters.map((commands, n) => (
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
