import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { Canvas, type Selection } from '../canvas/canvas.tsx';
import type { CanvasWorld } from '../canvas/canvas-context.ts';
import { createKeyedStore } from '../keyed-store.ts';
import { CanvasMarks } from './canvas-marks.tsx';
import { diffMarks } from './diff-marks.ts';
import type { DiffView } from './diff-view.ts';

interface DiffCanvasProps {
  view: DiffView;
  catalogue: Catalogue;
  selected: string | null;
  onSelect: (id: string | null) => void;
}

const quietWorld = (): CanvasWorld => ({
  problems: createKeyedStore(),
  states: createKeyedStore(),
  edges: createKeyedStore(),
  readOnly: true,
  insertAt: () => {},
});

/** Both drawings in one: what came, what changed, and what is gone where it stood. */
export const DiffCanvas = (props: DiffCanvasProps) => (
  <ReactFlowProvider>
    <Drawn {...props} />
  </ReactFlowProvider>
);

const Drawn = ({ view, catalogue, selected, onSelect }: DiffCanvasProps) => {
  const [world] = useState(quietWorld);
  const flow = useReactFlow();
  const chosen = useMemo(() => new Set(selected === null ? [] : [selected]), [selected]);
  const select = useCallback(
    ({ nodes }: Selection) => {
      const [id] = nodes;
      if (id !== undefined) onSelect(id);
    },
    [onSelect],
  );
  useEffect(() => {
    if (selected) void flow.fitView({ nodes: [{ id: selected }], maxZoom: 1, duration: 160, padding: 0.6 });
  }, [flow, selected]);
  const marks = useMemo(() => diffMarks(view), [view]);
  return (
    <div className="diff-canvas">
      <CanvasMarks scope="diff-canvas" marks={marks} />
      <Canvas document={view.union} catalogue={catalogue} world={world} selected={chosen} onSelect={select} />
    </div>
  );
};
