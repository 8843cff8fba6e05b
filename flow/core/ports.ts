import type { Json, JsonObject } from '../json.ts';
import type { NodeType } from '../node-type.ts';
import { CONTAINERS, ENDINGS } from './core-types.ts';

const portsIn = (entries: Json | undefined): string[] =>
  Array.isArray(entries)
    ? entries.flatMap((entry) =>
        entry !== null && typeof entry === 'object' && !Array.isArray(entry) && typeof entry.port === 'string'
          ? [entry.port]
          : [],
      )
    : [];

/** Ports that a config adds to those of its type, as written. */
export const configuredPorts = (type: string, config: JsonObject): string[] => {
  switch (type) {
    case 'switch':
      return portsIn(config.cases);
    case 'waitForEvent':
      return portsIn(config.events);
    case 'scope':
      return portsIn(config.interrupt);
    default:
      return [];
  }
};

/** Every port that a node leaves by, each once: its config's first, then its type's, then `error`. */
export function portsOf(type: NodeType, config: JsonObject): string[] {
  const own = [...configuredPorts(type.type, config), ...type.ports];
  return [...new Set(ENDINGS.has(type.type) ? own : [...own, 'error'])];
}

/** True where the node has an inner entry, `<id>.each`. */
export const hasInner = (type: string): boolean => CONTAINERS.has(type);
