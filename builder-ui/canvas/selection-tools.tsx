import { Tooltip } from '@mantine/core';
import { NodeToolbar, Position } from '@xyflow/react';
import { onBoard } from '../document/board-edit.ts';
import { isMac, keysInWords } from '../editor/commands/keys.ts';
import { useCommand } from '../editor/commands/registry.ts';
import { Icon } from '../icons/icon.tsx';
import type { IconName } from '../icons/icon-paths.ts';
import type { Arrangement, CanvasEdits } from './canvas-edits.ts';
import { useCanvasTexts } from './canvas-texts.ts';

interface ToolProps {
  icon: IconName;
  label: string;
  /** The command that does the same, for its keys. */
  command?: string;
  onClick: () => void;
}

export const Tool = ({ icon, label, command = '', onClick }: ToolProps) => {
  const [keys] = useCommand(command)?.keys ?? [];
  return (
    <Tooltip label={keys ? `${label} · ${keysInWords(keys, isMac())}` : label}>
      <button type="button" className="tool" aria-label={label} onClick={onClick}>
        <Icon name={icon} size={16} />
      </button>
    </Tooltip>
  );
};

const ARRANGEMENTS: [how: Arrangement, icon: IconName][] = [
  ['left', 'align-left'],
  ['centre', 'align-centre'],
  ['right', 'align-right'],
  ['top', 'align-top'],
  ['middle', 'align-middle'],
  ['bottom', 'align-bottom'],
  ['across', 'spread-across'],
  ['down', 'spread-down'],
];

interface SelectionToolsProps {
  selected: ReadonlySet<string>;
  edits: CanvasEdits;
}

/** Above several that are selected: line them up, share their room, tidy them, frame, copy or delete them. */
export const SelectionTools = ({ selected, edits }: SelectionToolsProps) => {
  const t = useCanvasTexts();
  const nodes = [...selected].filter((id) => onBoard(id) === null);
  if (nodes.length < 2) return null;
  const arrangements = nodes.length > 2 ? ARRANGEMENTS : ARRANGEMENTS.slice(0, 6);
  return (
    <NodeToolbar nodeId={nodes} isVisible position={Position.Top} offset={16}>
      <div className="tools-bar" role="toolbar" aria-label={t.selectionTools}>
        {arrangements.map(([how, icon]) => (
          <Tool
            key={how}
            icon={icon}
            label={t.arrange[how]}
            command={`arrange.${how}`}
            onClick={() => edits.arrange(how)}
          />
        ))}
        <i />
        <Tool icon="layout" label={t.tidySelected} command="arrange.tidySelected" onClick={edits.tidySelected} />
        <Tool icon="group" label={t.groupSelected} command="edit.group" onClick={edits.group} />
        <Tool icon="copy" label={t.duplicate} command="edit.duplicate" onClick={edits.duplicate} />
        <Tool icon="trash" label={t.delete} command="edit.delete" onClick={edits.remove} />
      </div>
    </NodeToolbar>
  );
};
