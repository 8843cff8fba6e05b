import { type Change, type DocumentDiff, diffDocuments } from '../../flow/diff-documents.ts';
import type { Json, JsonObject } from '../../flow/json.ts';
import { isObject } from '../document/canonical.ts';
import { harmless, type Terminal } from '../terminal/terminal.ts';

const LONGEST = 100;

const short = (value: Json | undefined): string => {
  const text = harmless(JSON.stringify(value) ?? '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

export const isEmpty = ({ nodes, edges, other }: DocumentDiff): boolean =>
  [nodes.added, nodes.removed, nodes.changed, edges.added, edges.removed, other].every((list) => list.length === 0);

const stepOf = (document: Json, id: string): string => {
  const nodes = isObject(document) && Array.isArray(document.nodes) ? document.nodes : [];
  const node = nodes.find((one): one is JsonObject => isObject(one) && one.id === id);
  const label = typeof node?.label === 'string' ? ` “${node.label}”` : '';
  return harmless(`${id}${label} (${typeof node?.type === 'string' ? node.type : '?'})`);
};

const changeLine = ({ pointer, from, to }: Change, { paint }: Terminal): string => {
  const name = harmless(pointer.slice(1));
  if (from === undefined) return paint('green', `+ ${name}: ${short(to)}`);
  if (to === undefined) return paint('red', `- ${name}: ${short(from)}`);
  return `${paint('yellow', `~ ${name}`)}: ${paint('red', short(from))} → ${paint('green', short(to))}`;
};

/** What is another in the second document, for people. @returns whether anything with a meaning is */
export const sayDiff = (terminal: Terminal, from: Json, to: Json): boolean => {
  const { out, paint, say } = terminal;
  const diff = diffDocuments(from, to);
  const [step, line] = [say('passo', 'step'), say('linha', 'edge')];
  for (const id of diff.nodes.added) out(paint('green', `  + ${step} ${stepOf(to, id)}`));
  for (const id of diff.nodes.removed) out(paint('red', `  - ${step} ${stepOf(from, id)}`));
  for (const { id, changes } of diff.nodes.changed) {
    out(paint('yellow', `  ~ ${step} ${stepOf(to, id)}`));
    for (const change of changes) out(`      ${changeLine(change, terminal)}`);
  }
  for (const edge of diff.edges.added) out(paint('green', `  + ${line} ${harmless(`${edge.from} → ${edge.to}`)}`));
  for (const edge of diff.edges.removed) out(paint('red', `  - ${line} ${harmless(`${edge.from} → ${edge.to}`)}`));
  for (const change of diff.other) out(`  ${changeLine(change, terminal)}`);
  if (!isEmpty(diff)) return true;
  out(paint('dim', `  ${say('só o desenho ou a ordem', 'only the drawing, or the order')}`));
  return false;
};
