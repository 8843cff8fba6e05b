import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { inLocale } from '#flow/json.ts';
import { summaryOf } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import type { StepNode } from './canvas-model.ts';
import { STEP } from './geometry.ts';
import { NodeBadges, useNodeStatus } from './node-badges.tsx';
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

export const StepNodeView = ({ id, data, selected, height }: NodeProps<StepNode>) => {
  const locale = useLocale();
  const status = useNodeStatus(id);
  usePortUpdates(id, data.ports);
  const { node, type } = data;
  const title = type ? inLocale(type.title, locale) : node.type;
  const summary = summaryOf(node, locale) || (node.label ? title : (type && inLocale(type.description, locale)) || '');
  return (
    <article
      className="node"
      data-group={type?.group ?? 'flow'}
      data-selected={selected}
      data-disabled={node.disabled}
      data-status={status}
    >
      <Handle type="target" position={Position.Left} className="port port-in" />
      <span className="node-tile">
        <Icon name={type?.icon ?? 'question'} size={20} />
      </span>
      <span className="node-words">
        <strong>{node.label || title}</strong>
        <small>{summary}</small>
      </span>
      {node.note && (
        <span className="node-note" title={node.note}>
          <Icon name="note" size={13} />
        </span>
      )}
      <NodeBadges id={id} />
      <PortHandles ports={data.ports} used={data.used} height={height ?? STEP.height} />
    </article>
  );
};
