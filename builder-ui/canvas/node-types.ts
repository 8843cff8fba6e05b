import type { EdgeTypes, NodeTypes } from '@xyflow/react';
import { memo } from 'react';
import { ContainerNodeView } from './container-node.tsx';
import { FlowEdgeView } from './flow-edge.tsx';
import { NoteNodeView } from './note-node.tsx';
import { RegionNodeView } from './region-node.tsx';
import { StepNodeView } from './step-node.tsx';
import { TriggerNodeView } from './trigger-node.tsx';

/** `memo` is applied here and nowhere else: a node is drawn anew when its own data changes. */
export const NODE_TYPES: NodeTypes = {
  step: memo(StepNodeView),
  container: memo(ContainerNodeView),
  trigger: memo(TriggerNodeView),
  note: memo(NoteNodeView),
  region: memo(RegionNodeView),
};

export const EDGE_TYPES: EdgeTypes = { flow: memo(FlowEdgeView) };
