import type { FlowNode } from '../document.ts';
import type { Json, JsonObject, Text } from '../json.ts';
import { code, member } from './expressions/code.ts';
import type { ImportedNode } from './import-report.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { givenType, originalKey } from './nodes/short-type.ts';
import type { Made, Step } from './step.ts';

const MAX_SHOWN = 6_000;

/** A step that does nothing and keeps what it was: its reason in its note, its JSON under `x-n8n`. */
export function placeholder(
  step: Step,
  told: { entry(node: N8nNode): ImportedNode; needs(node: N8nNode, connector: string | null): void },
  why: Text | 'off' | 'unknown',
): Made {
  const { node, attached } = step;
  const entry = told.entry(node);
  const kept = original(node, attached);
  if (why === 'off') {
    // n8n hands on what came in; our disabled node gives null, so what comes after reads past it.
    return {
      type: 'set',
      config: { values: {} },
      more: { disabled: true, ...kept },
      outputs: [{ port: 'out', code: step.json }],
    };
  }
  const reason = why === 'unknown' ? unknownType(node) : why;
  entry.status = 'notMapped';
  entry.reasons.unshift(reason);
  told.needs(node, null);
  return {
    type: 'set',
    config: { values: {} },
    more: { disabled: true, note: noteOf(reason, node), ...kept },
    outputs: [{ port: 'out', code: code(`steps.${step.id}`), loose: true }],
    // Once a step stands in its place, what sends or reads its file goes on.
    file: { in: (item) => member(item, 'data'), maybe: true },
  };
}

const unknownType = ({ type }: N8nNode): Text => ({
  pt: `“${givenType(type)}” ainda não tem par na Trama`,
  en: `“${givenType(type)}” has no like in Trama yet`,
});

/** The reason in both languages, and what the node was told to do. */
export const noteOf = (reason: Text, node: N8nNode): string => {
  const parameters = JSON.stringify(node.parameters, null, 1);
  const shown = parameters.length > MAX_SHOWN ? `${parameters.slice(0, MAX_SHOWN)}…` : parameters;
  return `${reason.pt}\n${reason.en}\n\n${givenType(node.type)}\n${shown}${node.note === '' ? '' : `\n\n${node.note.slice(0, 2_000)}`}`.slice(
    0,
    10_000,
  );
};

/** The node as it was, and those that hung on it: keys with `x-` are kept, and never read. */
export const original = (node: N8nNode, attached: readonly N8nNode[]): Partial<FlowNode> => {
  const key = originalKey(node.type);
  const kept: JsonObject = { [key]: node.original };
  if (attached.length > 0) kept[`${key}-attached`] = attached.map((one): Json => one.original);
  return kept as Partial<FlowNode>;
};
