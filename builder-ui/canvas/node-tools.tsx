import { NodeToolbar, Position, useStore } from '@xyflow/react';
import { useKeyed } from '../keyed-store.ts';
import { useInside } from './canvas-inside.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { findCommand } from './find-command.ts';
import { Tool } from './selection-tools.tsx';

/** What the hand finds above the node that it is at: the commands of the editor, for this node. */
const OFFERED = [
  { id: 'test.runUntil', icon: 'play', text: 'runUntil' },
  { id: 'edit.disable', icon: 'ban', text: 'disable' },
  { id: 'edit.delete', icon: 'trash', text: 'delete' },
] as const;

/** One bar for the whole canvas, above the node that the hand is at. */
export const NodeTools = ({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) => {
  const t = useCanvasTexts();
  const inside = useInside();
  const id = useKeyed(inside.near, 'node');
  const data = useStore((state) => (id === undefined ? undefined : state.nodeLookup.get(id)?.data.node)) as
    | { disabled?: boolean }
    | undefined;
  if (id === undefined) return null;
  const choose = (command: string) => () => {
    inside.select([id]);
    findCommand(command)?.run();
  };
  const offered = OFFERED.filter(
    (one) => findCommand(one.id) !== undefined && (data !== undefined || one.id === 'test.runUntil'),
  );
  return (
    <NodeToolbar nodeId={id} isVisible position={Position.Top} align="start" offset={6}>
      <div
        className="tools-bar tools-near"
        role="toolbar"
        aria-label={t.nodeTools}
        onMouseEnter={onStay}
        onMouseLeave={onLeave}
      >
        {offered.map((one) => (
          <Tool
            key={one.id}
            icon={one.icon}
            label={one.text === 'disable' && data?.disabled ? t.enable : t[one.text]}
            command={one.id}
            onClick={choose(one.id)}
          />
        ))}
        <Tool
          icon="dots"
          label={t.more}
          onClick={() => {
            const box = document.querySelector('.tools-near')?.getBoundingClientRect();
            inside.select([id]);
            inside.openMenu({ x: box?.right ?? 0, y: box?.bottom ?? 0 });
          }}
        />
      </div>
    </NodeToolbar>
  );
};
