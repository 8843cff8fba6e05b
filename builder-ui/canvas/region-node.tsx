import { type NodeProps, NodeToolbar, Position } from '@xyflow/react';
import { useInside } from './canvas-inside.ts';
import type { RegionNode } from './canvas-nodes.ts';
import { useCanvasTexts } from './canvas-texts.ts';
import { Swatches } from './swatches.tsx';

/** A group: a titled frame behind its nodes, which move with its title. It means nothing for a run. */
export const RegionNodeView = ({ data: { group }, selected }: NodeProps<RegionNode>) => {
  const t = useCanvasTexts();
  const edits = useInside().edits();
  return (
    <section className="region" data-color={group.color} data-selected={selected} aria-label={group.title || t.group}>
      {edits && (
        <NodeToolbar isVisible={selected} position={Position.Top} offset={8}>
          <div className="tools-row">
            <Swatches color={group.color} onPick={(color) => edits.changeGroup(group.id, { color })} />
            <div className="tools-bar">
              <button type="button" className="tool-text" onClick={edits.ungroup}>
                {t.ungroup}
              </button>
            </div>
          </div>
        </NodeToolbar>
      )}
      <header className="region-title">
        {edits && selected ? (
          <input
            className="nodrag"
            aria-label={t.groupTitle}
            defaultValue={group.title}
            maxLength={200}
            onChange={(event) => edits.changeGroup(group.id, { title: event.currentTarget.value })}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
            }}
          />
        ) : (
          <strong>{group.title || t.group}</strong>
        )}
      </header>
    </section>
  );
};
