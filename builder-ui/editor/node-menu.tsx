import { ActionIcon, Menu } from '@mantine/core';
import type { FlowNode } from '#flow/document.ts';
import { Icon } from '../icons/icon.tsx';
import { StepTestItems } from '../testing/step-test-items.tsx';
import { useTexts } from '../texts/texts.ts';
import type { Editing } from './use-editing.ts';

interface NodeMenuProps {
  node: FlowNode;
  editing: Editing;
  /** Nothing where a node of the type cannot be turned off. */
  onToggle: (() => void) | undefined;
  onDeleteAndJoin: () => void;
}

export const NodeMenu = ({ node, editing, onToggle, onDeleteAndJoin }: NodeMenuProps) => {
  const t = useTexts();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t.common.more}>
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <StepTestItems />
        <Menu.Item
          leftSection={<Icon name="copy" size={15} />}
          rightSection={<kbd>Ctrl D</kbd>}
          onClick={editing.duplicate}
        >
          {t.common.duplicate}
        </Menu.Item>
        {onToggle && (
          <Menu.Item leftSection={<Icon name="ban" size={15} />} onClick={onToggle}>
            {node.disabled ? t.editor.enable : t.editor.disable}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="minus" size={15} />} onClick={onDeleteAndJoin}>
          {t.editor.deleteAndJoin}
        </Menu.Item>
        <Menu.Item
          color="red"
          leftSection={<Icon name="trash" size={15} />}
          rightSection={<kbd>Del</kbd>}
          onClick={editing.remove}
        >
          {t.common.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
