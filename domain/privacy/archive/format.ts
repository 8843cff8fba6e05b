import { z } from 'zod';

/** Of the archive; another number is another format (docs/privacy.md). */
export const ARCHIVE_FORMAT = 'trama-archive';
export const ARCHIVE_VERSION = 1;

const Part = z.object({
  path: z.string().regex(/^(tables|files)\/[a-z0-9_.-]{1,90}$/),
  rows: z.int().min(0),
  /** Bytes, unpacked. */
  size: z.int().min(0),
  /** Hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ArchiveFilePart = z.infer<typeof Part>;

/** `manifest.json`, the last file of an archive. */
export const Manifest = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  /** ISO 8601 UTC. */
  madeAt: z.string(),
  tenant: z.object({ id: z.string().regex(/^ten_[0-9a-f]{32}$/), slug: z.string(), name: z.string() }),
  /** Names, settings, brand, retention. */
  profile: z.record(z.string(), z.unknown()),
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string() })),
  tables: z.record(z.string().regex(/^[a-z_]{1,60}$/), z.object({ rows: z.int().min(0), parts: z.array(Part) })),
  files: z.object({ count: z.int().min(0), parts: z.array(Part) }),
  /** `table.column` that it does not hold, for they open something. */
  leftOut: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/** Of one file of an archive, unpacked. */
export const MOST_PART_BYTES = 64 * 1024 * 1024;
/** Of one row as JSON: the largest hold a few values of runs (4 MB each). */
export const MOST_LINE_BYTES = 16 * 1024 * 1024;
/** Rows of one part, but for the last of them. */
export const PART_BYTES = 4 * 1024 * 1024;
/** Of one file of rows. */
export const MOST_TABLE_PART_BYTES = PART_BYTES + MOST_LINE_BYTES;
