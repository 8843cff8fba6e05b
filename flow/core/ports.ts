import type { Json, JsonObject } from '../json.ts';
import type { NodeType } from '../node-type.ts';
import { ENDINGS } from './core-types.ts';

const portsIn = (entries: Json | undefined): string[] =>
  Array.isArray(entries)
    ? entries.flatMap((entry) =>
        entry !== null && typeof entry === 'object' && !Array.isArray(entry) && typeof entry.port === 'string'
          ? [entry.port]
          : [],
      )
    : [];

/** The config field whose entries name ports. */
const PORT_FIELDS: Readonly<Record<string, string>> = { switch: 'cases', waitForEvent: 'events', scope: 'interrupt' };

/** Ports that a config adds to those of its type, as written. */
export const configuredPorts = (type: string, config: JsonObject): string[] => {
  const field = Object.hasOwn(PORT_FIELDS, type) ? PORT_FIELDS[type] : undefined;
  return field === undefined ? [] : portsIn(config[field]);
};

/** Pointers to what is an expression where ports have to be written out: edges leave from them. */
export const unwrittenPorts = (type: string, config: JsonObject): string[] => {
  const field = Object.hasOwn(PORT_FIELDS, type) ? PORT_FIELDS[type] : undefined;
  const entries = field === undefined ? undefined : config[field];
  if (typeof entries === 'string') return [`/${field}`];
  return Array.isArray(entries)
    ? entries.flatMap((entry, i) => {
        if (typeof entry === 'string') return [`/${field}/${i}`];
        return portsIn([entry]).some((port) => port.includes('{{')) ? [`/${field}/${i}/port`] : [];
      })
    : [];
};

/** Every port that a node leaves by, each once: its config's first, then its type's, then `error`. */
export function portsOf({ type, ports }: NodeType, config: JsonObject): string[] {
  const own = configuredPorts(type, config);
  const more = ENDINGS.has(type) ? [] : ['error'];
  // Asked for every node and edge of a flow: most have no ports of their own, and one or two of their type.
  if (own.length === 0 && ports.length === 1 && ports[0] === 'out') return ['out', ...more];
  return [...new Set([...own, ...ports, ...more])];
}
