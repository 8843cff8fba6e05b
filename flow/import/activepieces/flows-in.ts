import type { JsonObject } from '../../json.ts';
import type { ImportPart } from '../import-report.ts';
import { isObject, text } from '../nodes/parameters.ts';

const TRIGGERS = new Set(['PIECE_TRIGGER', 'EMPTY', 'WEBHOOK', 'SCHEDULE']);

/** A version of a flow: it has a trigger that begins a chain. */
const isFlow = (value: unknown): value is JsonObject =>
  isObject(value) && isObject(value.trigger) && TRIGGERS.has(text(value.trigger.type));

/** The flows in what Activepieces exports: a template, one with several flows, a flow, or its version alone. */
export function flowsIn(value: unknown): JsonObject[] {
  if (isFlow(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(flowsIn);
  if (!isObject(value)) return [];
  for (const key of ['template', 'version', 'flow']) if (isFlow(value[key])) return [value[key]];
  return Array.isArray(value.flows) ? value.flows.flatMap(flowsIn) : [];
}

export const flowName = (flow: JsonObject): string => text(flow.displayName ?? flow.name).trim() || 'Activepieces';

export const activepiecesParts = (value: unknown): ImportPart[] =>
  flowsIn(value).map((flow, i) => ({ id: String(i + 1), name: flowName(flow) }));
