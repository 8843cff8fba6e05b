import type { JsonSchema, Text } from '../json.ts';
import type { NodeGroup, NodeType } from '../node-type.ts';

/** What a core node type says of itself. */
export interface CoreType {
  type: string;
  group: NodeGroup;
  icon: string;
  title: Text;
  description: Text;
  config: JsonSchema;
  ports: string[];
  output?: JsonSchema;
  literal?: string[];
}

/** A type of the language itself: no effect outside, version 1. */
export const core = (declared: CoreType): NodeType => ({ version: 1, kind: 'core', effect: 'none', ...declared });

export const text = (pt: string, en: string): Text => ({ pt, en });
