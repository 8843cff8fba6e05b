import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { Canvas } from '../canvas/canvas.tsx';
import type { CanvasWorld } from '../canvas/canvas-context.ts';
import { createKeyedStore } from '../keyed-store.ts';
import { edgeStates, nodeStates, sameNodeState, stepsByNode } from '../runs/run-states.ts';
import type { Played } from './play-through.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** A template as the editor would show it, to look at; after a trial with the way that it took. */
export const TemplateCanvas = ({
  document,
  catalogue,
  played,
}: {
  document: FlowDocument;
  catalogue: Catalogue;
  played: Played | null;
}) => {
  const [world] = useState<CanvasWorld>(() => ({
    problems: createKeyedStore(),
    states: createKeyedStore(sameNodeState),
    edges: createKeyedStore(),
    readOnly: true,
    insertAt: () => {},
  }));
  useEffect(() => {
    const byNode = stepsByNode([...(played?.steps ?? [])]);
    world.states.replace(nodeStates(byNode));
    world.edges.replace(played ? edgeStates(document, byNode) : new Map());
  }, [world, document, played]);
  return (
    <ReactFlowProvider>
      <Canvas document={document} catalogue={catalogue} world={world} selected={NOTHING} onSelect={() => {}} />
    </ReactFlowProvider>
  );
};
