import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import type { FlowNode } from '#flow/document.ts';
import { useEditor } from '../editor/editor-store.ts';
import { Icon } from '../icons/icon.tsx';
import { canPin } from './pins.ts';
import { useTestingTexts } from './testing-texts.ts';
import type { TestingHere } from './use-testing-here.ts';

interface StepToolsProps {
  here: TestingHere;
  node: FlowNode;
  /** Nothing while the output is being changed. */
  onEdit: (() => void) | undefined;
}

/** What one does with a step whose result is seen: pin it, change it, run it or what follows again. */
export const StepTools = ({ here: { store, testing, actions }, node, onEdit }: StepToolsProps) => {
  const t = useTestingTexts();
  const pinned = useEditor(store, (state) => Object.hasOwn(state.board.pins ?? {}, node.id));
  const mayPin = canPin(node);
  return (
    <span className="test-tools">
      {mayPin && (
        <Tooltip label={pinned ? t.unpin : t.pinHelp} multiline maw={260}>
          <Button
            size="compact-sm"
            variant={pinned ? 'filled' : 'default'}
            color={pinned ? 'violet' : undefined}
            aria-pressed={pinned}
            leftSection={<Icon name="pin" size={13} />}
            onClick={() => (pinned ? actions.unpin(node.id) : actions.pinLast(node.id))}
          >
            {pinned ? t.pinned : t.pin}
          </Button>
        </Tooltip>
      )}
      {mayPin && onEdit && (
        <Button size="compact-sm" variant="default" onClick={onEdit}>
          {t.editAndRun}
        </Button>
      )}
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t.moreOfStep}>
            <Icon name="dots" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="player-skip-forward" size={15} />} onClick={() => actions.until(node.id)}>
            {t.until}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="play" size={15} />} onClick={() => actions.only(node.id)}>
            {t.only}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="refresh" size={15} />}
            title={t.againHelp}
            onClick={() => actions.again(node.id)}
          >
            {t.again}
          </Menu.Item>
          {mayPin && (
            <Menu.Item leftSection={<Icon name="braces" size={15} />} onClick={() => testing.set({ pinning: node.id })}>
              {pinned ? t.editPin : t.mock}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
};
