import type { Json, JsonSchema, Text } from './json.ts';

/** The hue of a node in palette, canvas, timeline and charts. */
export type NodeGroup = 'trigger' | 'flow' | 'message' | 'ai' | 'data' | 'http' | 'billing' | 'code' | 'human';

/**
 * What the catalogue tells of one node type, as plain JSON: the API serves it, the builder draws forms from it,
 * the checker checks against it. It never holds a function.
 */
export interface NodeType {
  /** `if`, `http.request`: forever; alias, do not rename. */
  type: string;
  version: number;
  kind: 'core' | 'action';
  group: NodeGroup;
  /** Name of a Tabler icon, kebab-case. */
  icon: string;
  title: Text;
  description: Text;
  /** Schema of the config *after* its expressions were read. `title`/`description` in it may be a `Text`. */
  config: JsonSchema;
  /** Top-level config fields that are never searched for expressions (`source` of `code`). */
  literal?: string[];
  /** Schema of the output, where it does not depend on the config. */
  output?: JsonSchema;
  /** Ports that every node of the type has, `error` left out; types with ports in their config add to them. */
  ports: string[];
  /** Of one attempt, ISO 8601; PT30S where it says none. */
  timeout?: string;
  /** `read`: no effect outside. `keyed`: repeats under one idempotency key count once. `unsafe`: a repeat may double. */
  effect: 'none' | 'read' | 'keyed' | 'unsafe';
  /** The connector whose connections the node takes, and if it needs one. */
  connection?: { connectors: string[]; required: boolean };
  /** What `simulate` gives in place of a call. */
  example?: Json;
  /** Works for the tenant that a run of the product's own flows is about: what has one such node reads `trigger.subject`. */
  subject?: true;
}

export type Catalogue = ReadonlyMap<string, NodeType>;
