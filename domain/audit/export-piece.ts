import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { CSV_HEAD, csvLine, jsonLine } from './export-audit.ts';
import { type ExportPlace, type ExportRow, exportRow, FOR_UPDATE, openExportSecret, placeOf } from './export-target.ts';
import { sealHash } from './seal.ts';
import { entriesAfter, type ProvenEntry } from './search-audit.ts';

/** One object of the bucket. */
export interface ExportObject {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** A range of whole entries, to be written now. */
export interface ExportPiece {
  place: ExportPlace;
  secret: string;
  revision: number;
  /** The watermark before and after it. */
  after: number;
  upTo: number;
  /** None: there is nothing new. */
  objects: ExportObject[];
}

/** What says of a piece that it is whole; the last line of JSON Lines, an object beside CSV. */
export interface Manifest {
  tenant: string;
  from: number;
  to: number;
  entries: number;
  /** Of the first entry, hex. */
  prevHash: string;
  /** Of the last entry. */
  hash: string;
  /** Of the lines before this one, as they are without gzip. */
  sha256: string;
}

const PAGE = 250;
/** Of one piece: what a process holds of it. An entry is 20 KB at most. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 6_000_000;

const dayOf = ({ entry }: ProvenEntry): string => entry.at.slice(0, 10);

/** Up to a number that is fixed, or as much as a piece holds: entries of one day (UTC) that stand together. */
async function readPiece(db: TenantDb, row: ExportRow): Promise<{ entries: ProvenEntry[]; lines: string[] }> {
  const fixed = row.upto === null ? null : Number(row.upto);
  const lineOf = row.format === 'csv' ? csvLine : jsonLine;
  const entries: ProvenEntry[] = [];
  const lines: string[] = [];
  for (let after = Number(row.done_seq), bytes = 0; ; ) {
    const page = await entriesAfter(db, after, PAGE);
    for (const one of page) {
      const [first] = entries;
      const full = entries.length >= MOST_ENTRIES || bytes >= MOST_BYTES || (first && dayOf(first) !== dayOf(one));
      if (fixed === null ? full : one.entry.seq > fixed) return { entries, lines };
      // Sizes are of JSON, whatever is written: how a range is cut does not hang on the format.
      bytes += jsonLine(one).length;
      entries.push(one);
      lines.push(lineOf(one));
      after = one.entry.seq;
    }
    if (page.length < PAGE) return { entries, lines };
  }
}

const manifestOf = (db: TenantDb, entries: readonly ProvenEntry[], content: string): Manifest | null => {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return null;
  return {
    ...{ tenant: db.tenantId, from: first.entry.seq, to: last.entry.seq, entries: entries.length },
    ...{ prevHash: first.prevHash, hash: last.hash },
    sha256: createHash('sha256').update(content).digest('hex'),
  };
};

/** Signed by the tenant's key: whoever has the bucket alone cannot make one. */
const sealed = (db: TenantDb, manifest: Manifest): string => {
  const { seal, sealedBy } = sealHash(
    db,
    'export',
    createHash('sha256')
      .update(JSON.stringify(Object.values(manifest)))
      .digest(),
  );
  return `${JSON.stringify({ manifest: { ...manifest, sealedBy, seal: seal.toString('hex') } })}\n`;
};

const twelve = (n: number): string => String(n).padStart(12, '0');

/** Names follow from the range, and bytes from the entries: what is written again is the same. */
function objectsOf(db: TenantDb, row: ExportRow, entries: readonly ProvenEntry[], lines: string[]): ExportObject[] {
  const isCsv = row.format === 'csv';
  const content = (isCsv ? CSV_HEAD : '') + lines.join('');
  const manifest = manifestOf(db, entries, content);
  const [first] = entries;
  if (!manifest || !first) return [];
  const said = sealed(db, manifest);
  const folder = [row.prefix, db.tenantId, dayOf(first).replaceAll('-', '/')].filter(Boolean).join('/');
  const stem = `${folder}/${twelve(manifest.from)}-${twelve(manifest.to)}`;
  const whole = Buffer.from(isCsv ? content : content + said);
  const object: ExportObject = {
    name: `${stem}.${row.format}${row.gzip ? '.gz' : ''}`,
    type: row.gzip ? 'application/gzip' : isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
    bytes: row.gzip ? gzipSync(whole) : whole,
  };
  const beside = { name: `${stem}.manifest.json`, type: 'application/json', bytes: Buffer.from(said) };
  return isCsv ? [object, beside] : [object];
}

/**
 * The next piece. Its end is kept before anything is written, so that whoever does it again after a crash writes the same
 * range under the same name, however much was added meanwhile. Null: switched off. @throws `internal` where the secret does
 * not open
 */
export const takePiece = async (db: TenantDb): Promise<ExportPiece | null> => {
  const row = await exportRow(db, FOR_UPDATE);
  const secret = row && openExportSecret(db, row);
  if (!row || secret === null) return null;
  const { entries, lines } = await readPiece(db, row);
  const after = Number(row.done_seq);
  const upTo = Number(row.upto ?? entries.at(-1)?.entry.seq ?? after);
  if (upTo > after && row.upto === null)
    await db.sql`update audit_exports set upto = ${upTo} where tenant_id = ${db.tenant}`;
  const { revision } = row;
  return { place: placeOf(row), secret, revision, after, upTo, objects: objectsOf(db, row, entries, lines) };
};
