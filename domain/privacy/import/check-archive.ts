import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { parseId } from '../../ids.ts';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchiveFilePart,
  Manifest,
  MOST_LINE_BYTES,
  MOST_TABLE_PART_BYTES,
} from '../archive/format.ts';
import { sha256Of } from '../archive/parts.ts';
import type { TarFile } from '../archive/tar.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { readProfile } from './profile.ts';
import type { Row, RowShapes } from './row-shapes.ts';

const TABLE_PART = /^tables\/([a-z_]{1,60})\.\d{6,9}\.jsonl$/;
const FILE_PART = /^files\/([0-9a-f]{64})$/;
const MOST_PARTS = 200_000;
/** Of one row: a value of a run has 256 levels at most, and stands in a few of the row's own. */
const MOST_DEPTH = 300;
/** Lists and objects of one row: a value of a run (4 MB) is one list of so many at most. */
const MOST_CONTAINERS = 3_000_000;

export interface CheckedArchive {
  manifest: Manifest;
  /** SHA-256 of the manifest, which names all else: the same archive has the same. */
  digest: string;
}

/** The table whose rows a file of an archive holds; null: it holds none. */
export const tableOf = (path: string): string | null => TABLE_PART.exec(path)?.[1] ?? null;
/** The hash of a file's content; null: it is none. */
export const fileHashOf = (path: string): string | null => FILE_PART.exec(path)?.[1] ?? null;

/** Rows of a file of an archive, each as its table has it, one at a time: a file of them is far more when all are values. @throws `ArchiveRefused` */
export function* rowsOf({ path, content }: TarFile, shapes: RowShapes): Generator<Row> {
  const table = tableOf(path);
  const shape = table === null ? undefined : shapes.get(table);
  if (!shape) throw new ArchiveRefused('archive_unknown', `This installation has no ${table}`);
  if (content.length > MOST_TABLE_PART_BYTES) throw new ArchiveRefused('archive_too_large', `${path} is too large`);
  let line = 0;
  for (let from = 0; from < content.length; ) {
    const end = content.indexOf(10, from);
    const to = end < 0 ? content.length : end;
    line += 1;
    yield rowOf(content.subarray(from, to), shape, `${path}:${line}`);
    from = to + 1;
  }
}

const rowOf = (line: Buffer, shape: z.ZodType<Row>, where: string): Row => {
  if (line.length > MOST_LINE_BYTES) throw new ArchiveRefused('archive_too_large', `${where} is too large`);
  refuseNested(line, where);
  const read = shape.safeParse(parsed(line.toString(), where));
  if (read.success) return read.data;
  const { path: at = [], message } = read.error.issues[0] ?? {};
  throw new ArchiveRefused('archive_invalid', `${where} ${at.slice(0, 2).join('.')}: ${message}`);
};

/** Before it is read: brackets outside of strings, of which a few bytes each become far more in memory, or a stack that is too deep. */
const refuseNested = (line: Buffer, where: string): void => {
  let [depth, all, inString] = [0, 0, false];
  for (let at = 0; at < line.length; at++) {
    const byte = line[at];
    if (byte === 0x22) inString = !inString;
    else if (inString && byte === 0x5c) at += 1;
    else if (!inString && (byte === 0x5b || byte === 0x7b)) {
      all += 1;
      depth += 1;
      if (depth > MOST_DEPTH || all > MOST_CONTAINERS)
        throw new ArchiveRefused('archive_invalid', `${where}: it nests too deep, or too often`);
    } else if (!inString && (byte === 0x5d || byte === 0x7d)) depth -= 1;
  }
};

const parsed = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ArchiveRefused('archive_invalid', `${where}: no JSON`, { cause: error });
  }
};

/** What a file was called, and its bytes. @throws `ArchiveRefused` where its name is not that of its content */
export const fileOf = ({ path, content }: TarFile): { name: string; type: string; bytes: Buffer } => {
  const end = content.indexOf(10);
  const about = parsed(content.subarray(0, Math.max(0, end)).toString(), path) as { name?: unknown; type?: unknown };
  const bytes = content.subarray(end + 1);
  const { name, type } = about ?? {};
  if (typeof name !== 'string' || typeof type !== 'string' || name.length > 1_000 || type.length > 300)
    throw new ArchiveRefused('archive_invalid', `${path}: no name`);
  if (createHash('sha256').update(bytes).digest('hex') !== fileHashOf(path))
    throw new ArchiveRefused('archive_mismatch', `${path}: another content`);
  return { name, type, bytes };
};

/** Every file is of its kind, and all rows are of one tenant. @returns the tenant's uuid, or null of a file without rows */
const checkFile = (
  file: TarFile,
  shapes: RowShapes,
  tenant: string | null,
): { rows: number; tenant: string | null } => {
  if (fileHashOf(file.path) !== null) {
    fileOf(file);
    return { rows: 1, tenant };
  }
  if (tableOf(file.path) === null) throw new ArchiveRefused('archive_invalid', `Not a name for a file: ${file.path}`);
  let [rows, own] = [0, tenant];
  for (const { tenant_id } of rowsOf(file, shapes)) {
    own ??= String(tenant_id);
    if (tenant_id !== own) throw new ArchiveRefused('archive_invalid', `${file.path}: rows of another account`);
    rows += 1;
  }
  return { rows, tenant: own };
};

/**
 * Reads an archive to its end and believes nothing: names, sizes, sums, every row against its table, every setting. Nothing is
 * written. `progress` hears of each file. @throws `ArchiveRefused`
 */
export const checkArchive = async (
  files: AsyncIterable<TarFile>,
  shapes: RowShapes,
  progress: () => Promise<void>,
): Promise<CheckedArchive> => {
  const seen = new Map<string, ArchiveFilePart>();
  let tenant: string | null = null;
  let last: Buffer | null = null;
  for await (const file of files) {
    const { path, content } = file;
    if (last) throw new ArchiveRefused('archive_mismatch', 'Something stands behind the manifest');
    if (path === 'manifest.json') {
      last = content;
      continue;
    }
    if (seen.has(path)) throw new ArchiveRefused('archive_mismatch', `${path} is there twice`);
    if (seen.size >= MOST_PARTS) throw new ArchiveRefused('archive_too_large', 'Too many files');
    const { rows, tenant: own } = checkFile(file, shapes, tenant);
    tenant = own;
    seen.set(path, { path, rows, size: content.length, sha256: sha256Of(content) });
    await progress();
  }
  if (!last) throw new ArchiveRefused('archive_mismatch', 'There is no manifest');
  const manifest = manifestOf(last);
  compare(manifest, seen);
  if (tenant !== null && tenant !== parseId('ten', manifest.tenant.id))
    throw new ArchiveRefused('archive_invalid', 'Rows of another account than the manifest says');
  readProfile(manifest.profile);
  return { manifest, digest: sha256Of(last) };
};

const manifestOf = (content: Buffer): Manifest => {
  const said = parsed(content.toString(), 'manifest.json') as { format?: unknown; version?: unknown } | null;
  if (said?.format !== ARCHIVE_FORMAT || said.version !== ARCHIVE_VERSION)
    throw new ArchiveRefused('archive_unknown', `Format ${String(said?.format)}, version ${String(said?.version)}`);
  const read = Manifest.safeParse(said);
  if (!read.success) throw new ArchiveRefused('archive_invalid', `manifest.json: ${read.error.issues[0]?.message}`);
  return read.data;
};

/** What is there is what was named, and nothing else. A file that was forgotten after it was named may be missing, rows may not. */
const compare = ({ tables, files }: Manifest, seen: ReadonlyMap<string, ArchiveFilePart>): void => {
  const rows = Object.values(tables).flatMap(({ parts }) => parts);
  const named = new Map([...rows, ...files.parts].map((part) => [part.path, part]));
  for (const found of seen.values()) {
    const part = named.get(found.path);
    if (!part || found.sha256 !== part.sha256 || found.size !== part.size || found.rows !== part.rows)
      throw new ArchiveRefused('archive_mismatch', `${found.path} is not what the manifest says`);
  }
  const gone = rows.find(({ path }) => !seen.has(path));
  if (gone) throw new ArchiveRefused('archive_mismatch', `${gone.path} is missing`);
  for (const [table, { rows, parts }] of Object.entries(tables))
    if (parts.some(({ path }) => tableOf(path) !== table) || parts.reduce((sum, part) => sum + part.rows, 0) !== rows)
      throw new ArchiveRefused('archive_mismatch', `Rows of ${table} are not what the manifest says`);
};
