import { ActionIcon, Menu } from '@mantine/core';
import { Icon } from '../icons/icon.tsx';
import { useTexts } from '../texts/texts.ts';
import { CommandItems } from './commands/command-items.tsx';

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
        <CommandItems chapters={CHAPTERS} />
      </Menu.Dropdown>
    </Menu>
  );
};
