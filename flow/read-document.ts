import type { z } from 'zod';
import en from 'zod/v4/locales/en.js';
import pt from 'zod/v4/locales/pt.js';
import { documentSchema, edgeSchema, type FlowDocument, type FlowEdge, type FlowNode, nodeSchema } from './document.ts';
import { textBytes } from './machine/size.ts';
import type { Report } from './report.ts';

const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_NODES = 1000;
const MAX_EDGES = 4000;
/** No value may nest deeper (`flow-language` §5): whoever walks a document may do so by recursion. */
const MAX_DEPTH = 200;

const MESSAGES = { 'pt-BR': pt().localeError, en: en().localeError } as const;

/**
 * Reads a document out of any JSON; null, with problems, where it is none. What is wrong in one place hides nothing in
 * another: a faulty field is left out, and the rest is read.
 */
export function readDocument(input: unknown, report: Report): FlowDocument | null {
  if (!isRecord(input)) return report.document('', 'bad_document', 'not_object');
  const { nodes, edges } = input;
  const bytes = bytesOf(input);
  if (bytes > MAX_DOCUMENT_BYTES) {
    return report.document(
      '',
      'too_large',
      bytes === Number.POSITIVE_INFINITY ? 'document_too_deep' : 'document_too_large',
    );
  }
  if (Array.isArray(nodes) && nodes.length > MAX_NODES) {
    return report.document('/nodes', 'too_large', 'too_many_nodes', { count: nodes.length });
  }
  if (Array.isArray(edges) && edges.length > MAX_EDGES) {
    return report.document('/edges', 'too_large', 'too_many_edges', { count: edges.length });
  }
  const around = read(documentSchema, input, report, (issue) => tell(report, issue, pointerOf(issue.path)), FALLBACK);
  if (!around) return null;
  return {
    ...(around as Omit<FlowDocument, 'nodes' | 'edges'>),
    nodes: around.nodes.flatMap((node, i) => readNode(node, i, report) ?? []),
    edges: around.edges.flatMap((edge, i) => readEdge(edge, i, report) ?? []),
  };
}

/** Nodes that were read without a fault, by the object that they were read from: an edit leaves the others as they are. */
const known = new WeakMap<object, FlowNode>();

function readNode(node: unknown, index: number, report: Report): FlowNode | null {
  const before = isRecord(node) ? known.get(node) : undefined;
  if (before) return before;
  let faults = 0;
  const id = isRecord(node) && typeof node.id === 'string' ? node.id : null;
  const made = read(nodeSchema, node, report, (issue) => {
    if (issue.code !== 'unrecognized_keys' || !issue.keys.every(isNoted)) faults++;
    if (id === null) tell(report, issue, pointerOf(['nodes', index, ...issue.path]));
    else tell(report, issue, pointerOf(issue.path), id);
  }) as FlowNode | null;
  if (made && faults === 0 && isRecord(node)) known.set(node, made);
  return made;
}

const readEdge = (edge: unknown, index: number, report: Report): FlowEdge | null =>
  isRecord(edge) && typeof edge.from === 'string' && typeof edge.to === 'string' && Object.keys(edge).length === 2
    ? (edge as unknown as FlowEdge)
    : read(edgeSchema, edge, report, (issue) => tell(report, issue, pointerOf(['edges', index, ...issue.path])));

/** What a document is read on with where it has none, so that the rest is checked all the same. */
const FALLBACK: Readonly<Record<string, unknown>> = {
  language: 'trama/1',
  name: '-',
  trigger: { type: 'manual', config: {} },
};

/** Parses a part; what is faulty in it is told and left out. Null where it cannot do without. */
function read<T>(
  schema: z.ZodType<T>,
  value: unknown,
  report: Report,
  fault: (issue: z.core.$ZodIssue) => void,
  fallback: Readonly<Record<string, unknown>> = {},
): T | null {
  let left = value;
  // Leaving out what is faulty can leave something missing: that is told by then, and a fallback is tried once.
  for (let round = 0; round < 3; round++) {
    const parsed = schema.safeParse(left, { error: MESSAGES[report.locale] });
    if (parsed.success) return parsed.data;
    if (!isRecord(left)) left = {};
    for (const issue of parsed.error.issues) {
      if (round === 0) fault(issue);
      const [field] = issue.path;
      if (round === 0) left = without(left as Record<string, unknown>, issue);
      else if (typeof field === 'string') left = instead(left as Record<string, unknown>, field, fallback);
    }
  }
  return null;
}

/** A copy with the whole field left out, or with what may stand for it. */
function instead(
  value: Record<string, unknown>,
  field: string,
  fallback: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { [field]: _, ...rest } = value;
  return Object.hasOwn(fallback, field) ? { ...rest, [field]: fallback[field] } : rest;
}

/** A copy without what an issue complains of; of a list, the whole list is left out. */
function without(value: Record<string, unknown>, issue: z.core.$ZodIssue): Record<string, unknown> {
  const place = issue.path.findIndex((step) => typeof step === 'number');
  const path = place < 0 ? issue.path : issue.path.slice(0, place);
  const extra = issue.code === 'unrecognized_keys' && place < 0;
  const keys: PropertyKey[] = extra ? issue.keys : path.slice(-1);
  const drop = (at: unknown, [step, ...rest]: readonly PropertyKey[]): unknown => {
    if (!isRecord(at)) return at;
    if (step !== undefined) return { ...at, [step]: drop(at[step as string], rest) };
    return Object.fromEntries(Object.entries(at).filter(([key]) => !keys.includes(key)));
  };
  return drop(value, extra ? path : path.slice(0, -1)) as Record<string, unknown>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Keys that begin with `x-` are the author's own, and those that lead to a prototype are dropped at every entrance. */
const isNoted = (key: string): boolean =>
  key.startsWith('x-') || key === '__proto__' || key === 'constructor' || key === 'prototype';

function tell(report: Report, issue: z.core.$ZodIssue, field: string, node?: string): void {
  if (issue.code === 'unrecognized_keys') {
    for (const name of issue.keys.filter((key) => !isNoted(key))) {
      const at = `${field}${pointerOf([name])}`;
      if (node === undefined) report.document(at, 'unknown_field', 'unknown_field', { name });
      else report.node(node, at, 'unknown_field', 'unknown_field', { name });
    }
    return;
  }
  const detail = { detail: `${field || '/'}: ${issue.message}` };
  if (node === undefined) report.document(field, 'bad_document', 'schema', detail);
  else report.node(node, field, 'bad_document', 'schema', detail);
}

const measured = new WeakMap<object, number>();

/** Bytes of a value's JSON text; infinite where it nests too deeply. What was measured before is not walked again. */
function weigh(value: unknown): number {
  if (value === null || typeof value !== 'object') return textBytes(JSON.stringify(value) ?? '');
  const before = measured.get(value);
  if (before !== undefined) return before;
  const bytes = fits(value, 0) ? textBytes(JSON.stringify(value)) : Number.POSITIVE_INFINITY;
  measured.set(value, bytes);
  return bytes;
}

const bytesOf = (document: Record<string, unknown>): number =>
  Object.entries(document).reduce((sum, [key, value]) => {
    const bytes =
      key === 'nodes' && Array.isArray(value) ? value.reduce((all, node) => all + weigh(node) + 1, 1) : weigh(value);
    return sum + textBytes(JSON.stringify(key)) + bytes + 2;
  }, 1);

/** True where nothing nests too deeply; the walk itself goes no deeper than that. */
function fits(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (depth > MAX_DEPTH) return false;
  return (Array.isArray(value) ? value : Object.values(value)).every((one) => fits(one, depth + 1));
}
