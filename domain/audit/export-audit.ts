import type { WithTenant } from '#prisma/with-tenant.ts';
import { disarmed } from '../data-tables/formulas.ts';
import { anchorAudit } from './anchors.ts';
import { type AuditFilter, entriesAfter, type ProvenEntry } from './search-audit.ts';

export type AuditFormat = 'csv' | 'jsonl';

const PAGE = 500;

const FIELDS = [
  ...(['seq', 'at', 'actor', 'actorName', 'impersonator', 'action', 'targetKind', 'target', 'targetName'] as const),
  ...(['data', 'changes', 'via', 'ip', 'userAgent', 'traceId'] as const),
];

/** RFC 4180; a text that a spreadsheet would run gets an apostrophe, for names are written by people. */
const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = typeof value === 'number' ? text : disarmed(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLine = ({ entry, hash }: ProvenEntry): string =>
  `${[...FIELDS.map((name) => cell(entry[name])), hash].join(',')}\r\n`;

/** Without the mark that spreadsheets want at the beginning. */
export const CSV_HEAD = `${[...FIELDS, 'hash'].join(',')}\r\n`;

/** One line of JSON Lines: the entry, with what proves it. */
export const jsonLine = ({ entry, prevHash, hash }: ProvenEntry): string =>
  `${JSON.stringify({ ...entry, prevHash, hash })}\n`;

/**
 * All that a filter means, oldest first, piece by piece; each piece is a transaction of its own. JSON Lines end with the chain's
 * anchor, signed: whoever keeps the file can show later that the end was not cut off.
 */
export async function* exportAudit(
  withTenant: WithTenant,
  tenantId: string,
  format: AuditFormat,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const anchor = await withTenant(tenantId, anchorAudit);
  if (format === 'csv') yield `\ufeff${CSV_HEAD}`;
  const last = anchor?.seq ?? 0;
  for (let after = 0; after < last; ) {
    const from = after;
    const entries = await withTenant(tenantId, (db) => entriesAfter(db, from, PAGE, filter));
    const known = entries.filter(({ entry }) => entry.seq <= last);
    yield known.map(format === 'csv' ? csvLine : jsonLine).join('');
    if (entries.length < PAGE) break;
    after = entries.at(-1)?.entry.seq ?? last;
  }
  if (format === 'jsonl' && anchor) yield `${JSON.stringify({ anchor })}\n`;
}
