import type { z } from 'zod';
import en from 'zod/v4/locales/en.js';
import pt from 'zod/v4/locales/pt.js';
import { documentSchema, type FlowDocument } from './document.ts';
import type { Report } from './report.ts';

const MAX_DOCUMENT_BYTES = 1024 * 1024;
const MAX_NODES = 1000;
const MAX_EDGES = 4000;

const MESSAGES = { 'pt-BR': pt().localeError, en: en().localeError } as const;

/** Reads a document out of any JSON; null, with problems, where it is none. A field too many hides no other problem. */
export function readDocument(input: unknown, report: Report): FlowDocument | null {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    return report.document('', 'bad_document', 'not_object');
  }
  if (JSON.stringify(input).length > MAX_DOCUMENT_BYTES) return report.document('', 'too_large', 'document_too_large');
  const { nodes, edges } = input as { nodes?: unknown; edges?: unknown };
  if (Array.isArray(nodes) && nodes.length > MAX_NODES) {
    return report.document('/nodes', 'too_large', 'too_many_nodes', { count: nodes.length });
  }
  if (Array.isArray(edges) && edges.length > MAX_EDGES) {
    return report.document('/edges', 'too_large', 'too_many_edges', { count: edges.length });
  }
  const parse = (document: unknown) => documentSchema.safeParse(document, { error: MESSAGES[report.locale] });
  const clean = withoutNotes(input as Record<string, unknown>);
  const parsed = parse(clean);
  if (parsed.success) return parsed.data as FlowDocument;
  const { issues } = parsed.error;
  for (const issue of issues) tell(report, issue);
  const left = issues.every((issue) => issue.code === 'unrecognized_keys') ? parse(withoutKeys(clean, issues)) : parsed;
  return left.success ? (left.data as FlowDocument) : null;
}

/** A copy without the fields that the issues name. */
function withoutKeys(document: Record<string, unknown>, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(document));
  for (const issue of issues) {
    let at = copy;
    for (const part of issue.path) at = (at as Record<PropertyKey, unknown>)[part];
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) delete (at as Record<string, unknown>)[key];
  }
  return copy;
}

/** Keys that begin with `x-` are the author's own, wherever the language has fields. */
function withoutNotes(document: Record<string, unknown>): Record<string, unknown> {
  const clean = plain(document);
  for (const field of ['trigger', 'settings']) if (isRecord(clean[field])) clean[field] = plain(clean[field]);
  for (const field of ['nodes', 'edges']) {
    const listed = clean[field];
    if (Array.isArray(listed)) clean[field] = listed.map((one) => (isRecord(one) ? plain(one) : one));
  }
  return clean;
}

const plain = (record: Record<string, unknown>): Record<string, unknown> => {
  const keys = Object.keys(record);
  return keys.some((key) => key.startsWith('x-'))
    ? Object.fromEntries(keys.filter((key) => !key.startsWith('x-')).map((key) => [key, record[key]]))
    : { ...record };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function tell(report: Report, issue: z.core.$ZodIssue): void {
  const field = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    for (const name of issue.keys) report.document(`${field}/${name}`, 'unknown_field', 'unknown_field', { name });
    return;
  }
  report.document(field, 'bad_document', 'schema', { detail: `${field || '/'}: ${issue.message}` });
}
