import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { inLocale } from '#flow/json.ts';
import { summaryOf } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useKeyed } from '../keyed-store.ts';
import { useLocale } from '../texts/texts.ts';
import { useInside } from './canvas-inside.ts';
import type { StepData, StepNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { STEP } from './geometry.ts';
import { ClosedBadges, NodeBadges, useNodeStatus } from './node-badges.tsx';
import { PortHandles } from './port-handles.tsx';

/** React Flow measures where handles are when a node is first drawn, and is told when its ports change after that. */
export const usePortUpdates = (id: string, ports: string[]): void => {
  const update = useUpdateNodeInternals();
  const names = ports.join(' ');
  const measured = useRef(names);
  useEffect(() => {
    // Each telling makes every node of the canvas look at itself: 500 of them at the start would take seconds.
    if (measured.current === names) return;
    measured.current = names;
    update(id);
  }, [id, names, update]);
};

/** Whether a wire that is being pulled may end at a node: `legal`, or why not; nothing while none is pulled. */
export const useTarget = (id: string): string | undefined => useKeyed(useInside().targets, id);

/** The icon of a node in its hue, with what its connection lacks. */
const NodeTile = ({ node, type }: Pick<StepData, 'node' | 'type'>) => {
  const t = useCanvasTexts();
  const lacks = type?.connection?.required === true && !node.connection;
  return (
    <span className="node-tile">
      <Icon name={type?.icon ?? 'question'} size={20} />
      {(lacks || node.connection) && (
        <span
          className="node-plug"
          data-lacks={lacks}
          title={lacks ? t.needsConnection : t.connectedBy(node.connection ?? '')}
        >
          <Icon name="plug" size={10} stroke={2.4} />
        </span>
      )}
    </span>
  );
};

/** Opens a closed container, closes an open one. */
export const FrameToggle = ({ id, closed }: { id: string; closed: boolean }) => {
  const t = useCanvasTexts();
  const { toggleClosed } = useInside();
  const label = closed ? t.open : t.close;
  return (
    <button
      type="button"
      className="frame-toggle nodrag nopan"
      aria-label={label}
      title={label}
      aria-expanded={!closed}
      onClick={(event) => {
        event.stopPropagation();
        toggleClosed(id);
      }}
    >
      <Icon name={closed ? 'chevron-right' : 'chevron-down'} size={15} stroke={2.2} />
    </button>
  );
};

export const StepNodeView = ({ id, data, selected, height }: NodeProps<StepNode>) => {
  const locale = useLocale();
  const t = useCanvasTexts();
  const status = useNodeStatus(id);
  const target = useTarget(id);
  usePortUpdates(id, data.ports);
  const { node, type, inside } = data;
  const title = type ? inLocale(type.title, locale) : node.type;
  const summary = summaryOf(node, locale) || (node.label ? title : (type && inLocale(type.description, locale)) || '');
  return (
    <article
      className="node"
      data-group={type?.group ?? 'flow'}
      data-selected={selected}
      data-disabled={node.disabled}
      data-status={status}
      data-target={target}
      data-closed={inside !== undefined}
    >
      <Handle type="target" position={Position.Left} className="port port-in" />
      <NodeTile node={node} type={type} />
      <span className="node-words" title={`${node.label || title}\n${summary}`}>
        <strong>{node.label || title}</strong>
        <small>{node.disabled ? t.off : summary}</small>
      </span>
      {inside !== undefined && <FrameToggle id={id} closed />}
      {node.note && (
        <span className="node-note" title={node.note}>
          <Icon name="note" size={13} />
        </span>
      )}
      {inside === undefined ? <NodeBadges id={id} /> : <ClosedBadges id={id} inside={inside} />}
      <PortHandles ports={data.ports} used={data.used} height={height ?? STEP.height} />
    </article>
  );
};
