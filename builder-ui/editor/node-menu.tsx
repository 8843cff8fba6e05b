import { ActionIcon, Menu } from '@mantine/core';
import { inLocale } from '#flow/json.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { KeyCaps } from './commands/key-caps.tsx';
import { canRun, useAllCommands } from './commands/registry.ts';

/** Commands for the selected step; what cannot be done with it is left out. */
const CHAPTERS = [
  ['test.runUntil', 'test.step', 'test.again', 'test.pin', 'test.unpin', 'test.mock'],
  ['edit.rename', 'edit.copy', 'edit.duplicate', 'edit.disable'],
  ['edit.detach', 'edit.deleteAndJoin', 'edit.delete'],
];

export const NodeMenu = () => {
  const t = useTexts();
  return (
    <Menu position="bottom-end" withinPortal width={270}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.common.more}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Items />
      </Menu.Dropdown>
    </Menu>
  );
};

/** Asked anew each time that the menu opens: what can be done depends on what is selected. */
const Items = () => {
  const locale = useLocale();
  const all = useAllCommands();
  const chapters = CHAPTERS.map((ids) =>
    ids.flatMap((id) => all.filter((command) => command.id === id && canRun(command))),
  ).filter((commands) => commands.length > 0);
  return chapters.map((commands, n) => (
    <section key={commands[0]?.id}>
      {n > 0 && <Menu.Divider />}
      {commands.map((command) => (
        <Menu.Item
          key={command.id}
          leftSection={<Icon name={command.icon} size={15} />}
          rightSection={command.keys?.[0] && <KeyCaps keys={command.keys[0]} />}
          onClick={command.run}
          {...(command.id === 'edit.delete' ? { color: 'red' } : {})}
        >
          {inLocale(command.title, locale)}
        </Menu.Item>
      ))}
    </section>
  ));
};
