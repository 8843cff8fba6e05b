import { Handle, type NodeProps, Position } from '@xyflow/react';
import { inLocale } from '#flow/json.ts';
import { summaryOf } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCanvasWorld } from './canvas-context.ts';
import type { ContainerNode } from './canvas-nodes.ts';
import { NodeBadges, useNodeStatus } from './node-badges.tsx';
import { PortHandles } from './port-handles.tsx';
import { FrameToggle, usePortUpdates, useTarget } from './step-node.tsx';

/** A titled frame; its children are nodes of their own that React Flow draws over it. */
export const ContainerNodeView = ({ id, data, selected, height }: NodeProps<ContainerNode>) => {
  const locale = useLocale();
  const t = useTexts();
  const { frameTools } = useCanvasWorld();
  const status = useNodeStatus(id);
  const target = useTarget(id);
  usePortUpdates(id, data.ports);
  const { node, type } = data;
  const title = type ? inLocale(type.title, locale) : node.type;
  return (
    <section
      className="frame"
      data-group={type?.group ?? 'flow'}
      data-selected={selected}
      data-disabled={node.disabled}
      data-status={status}
      data-target={target}
    >
      <Handle type="target" position={Position.Left} className="port port-in" style={{ top: 31 }} />
      <header className="container-title">
        <FrameToggle id={id} closed={false} />
        <span className="node-tile">
          <Icon name={type?.icon ?? 'box'} size={16} />
        </span>
        <strong>{node.label || title}</strong>
        <small>{summaryOf(node, locale)}</small>
        {frameTools?.(id)}
      </header>
      <span className="frame-entry">
        {node.type === 'scope' ? t.ports.begin : t.ports.each}
        <Handle id="each" type="source" position={Position.Right} className="port" />
      </span>
      <NodeBadges id={id} />
      <PortHandles ports={data.ports} used={data.used} height={data.ports.length > 3 ? (height ?? 176) : 64} />
    </section>
  );
};
