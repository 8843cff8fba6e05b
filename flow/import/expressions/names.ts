import type { Access, Code } from './code.ts';

/** What the names of n8n mean at one node. */
export interface Names {
  /** `$json`. */
  json: Code;
  /** `$input`. */
  input: Access;
  /** `$('name')`, `$node['name']`. Throws `WhyNot` where there is no such node. */
  node(name: string): Access;
  /** `$itemIndex`. */
  index: Code;
  /** Name of the node before, for `$prevNode.name`. */
  previous: string | null;
  /** Is told of every `$env.X` and `$vars.X`. */
  usedSetting(name: string): void;
  /** Has JavaScript that cannot be said computed by a step before; null where that cannot do it, either. */
  rescue(source: string): Code | null;
  /** Is told of what means a little less or something else here. */
  approximated(pt: string, en: string): void;
}
