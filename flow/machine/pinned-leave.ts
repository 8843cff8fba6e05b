import type { Json, JsonObject } from '../json.ts';
import type { PlanNode } from '../plan/plan.ts';
import type { Pin } from './protocol.ts';

const member = (value: Json | undefined, name: string): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value[name] ?? null) : null;

const listed = (config: JsonObject, field: string): Json[] => (Array.isArray(config[field]) ? config[field] : []);

/**
 * By which port a pinned node leaves, and with what. A pin says one of them at least; what it leaves open follows from
 * the other, as the node itself would have it.
 */
export function pinnedLeave(node: PlanNode, { port, output }: Pin): { port: string; output: Json } {
  const by = port ?? portFor(node, output);
  if (by === 'timeout' && node.type !== 'switch') return { port: by, output: null };
  return { port: by, output: output ?? outputFor(node, by) };
}

/** The port that an output belongs to. */
function portFor({ type, config }: PlanNode, output: Json | undefined): string {
  const named = (value: Json, other: string): string => (typeof value === 'string' ? value : other);
  switch (type) {
    case 'if':
      return String(member(output, 'value') === true);
    case 'switch':
      return named(member(output, 'port'), 'default');
    case 'approval':
      return named(member(output, 'decision'), 'approved');
    case 'waitForEvent': {
      const events = listed(config, 'events');
      const event = events.find((one) => member(one, 'name') === member(output, 'name')) ?? events[0];
      return named(member(event, 'port'), 'timeout');
    }
    default:
      return 'out';
  }
}

/** The output that a port implies, where the type of the node has but one. */
function outputFor({ type }: PlanNode, port: string): Json {
  switch (type) {
    case 'if':
      return { value: port === 'true' };
    case 'switch':
      return { port };
    default:
      return null;
  }
}
