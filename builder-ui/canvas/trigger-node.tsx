import { Handle, type NodeProps, Position } from '@xyflow/react';
import { inLocale } from '#flow/json.ts';
import { triggerSummary } from '../document/summary.ts';
import { triggerType } from '../document/trigger-type.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import type { TriggerNode } from './canvas-nodes.ts';
import { NodeBadges } from './node-badges.tsx';

export const TriggerNodeView = ({ id, data, selected }: NodeProps<TriggerNode>) => {
  const locale = useLocale();
  const type = triggerType(data.trigger.type);
  return (
    <article className="node node-trigger" data-group="trigger" data-selected={selected}>
      <span className="node-tile">
        <Icon name={type?.icon ?? 'bell'} size={20} />
      </span>
      <span className="node-words">
        <strong>{type ? inLocale(type.title, locale) : data.trigger.type}</strong>
        <small>{triggerSummary(data.trigger, locale) || (type && inLocale(type.description, locale))}</small>
      </span>
      <NodeBadges id={id} />
      <Handle id="out" type="source" position={Position.Right} className="port" />
    </article>
  );
};
