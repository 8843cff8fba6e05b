import type { Edge, Node } from '@xyflow/react';
import type { BoardGroup, BoardNote } from '#flow/board.ts';
import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import type { Bend } from './bend.ts';

export interface StepData extends Record<string, unknown> {
  node: FlowNode;
  type: NodeType | undefined;
  ports: string[];
  /** Ports that an edge leaves by; `error` is drawn in full only then. */
  used: string;
  /** A closed container: the ids of what stands inside it, with spaces between. */
  inside?: string | undefined;
}

export interface NoteData extends Record<string, unknown> {
  note: BoardNote;
}

export interface RegionData extends Record<string, unknown> {
  group: BoardGroup;
}

export interface TriggerData extends Record<string, unknown> {
  trigger: FlowDocument['trigger'];
}

export interface FlowEdgeData extends Record<string, unknown> {
  from: string;
  to: string;
  port: string;
  bend: Bend;
}

export type StepNode = Node<StepData, 'step'>;
export type ContainerNode = Node<StepData, 'container'>;
export type TriggerNode = Node<TriggerData, 'trigger'>;
export type NoteNode = Node<NoteData, 'note'>;
export type RegionNode = Node<RegionData, 'region'>;
export type CanvasNode = StepNode | ContainerNode | TriggerNode | NoteNode | RegionNode;
export type CanvasEdge = Edge<FlowEdgeData, 'flow'>;
