import { Menu } from '@mantine/core';
import { inLocale } from '#flow/json.ts';
import { findCommand } from '../canvas/find-command.ts';
import { isMac, keysInWords } from '../editor/commands/keys.ts';
import { canRun } from '../editor/commands/registry.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';

const OFFERED = ['test.runUntil', 'test.step', 'test.again', 'test.pin', 'test.unpin', 'test.mock'];

/** The items of a step's menu that try it: the commands for the step that is selected. */
export const StepTestItems = () => {
  const locale = useLocale();
  const commands = OFFERED.flatMap((id) => findCommand(id) ?? []).filter(canRun);
  if (commands.length === 0) return null;
  return (
    <>
      {commands.map((command) => (
        <Menu.Item
          key={command.id}
          leftSection={<Icon name={command.icon} size={15} />}
          rightSection={command.keys?.[0] && <kbd>{keysInWords(command.keys[0], isMac())}</kbd>}
          onClick={command.run}
        >
          {inLocale(command.title, locale)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
};
