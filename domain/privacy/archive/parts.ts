import { createHash } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';

export interface ArchivePart {
  n: number;
  path: string | null;
  rows: number;
  size: number;
  sha256: string;
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Keeps a piece; put again under its number it takes the place of what was there. `bytes` are closed. */
export const putPart = async (db: TenantDb, job: string, part: ArchivePart & { bytes: Uint8Array }): Promise<void> => {
  await db.sql`
    insert into archive_parts (tenant_id, job_id, n, path, row_count, size, sha256, bytes)
    values (${db.tenant}, ${parseId('job', job)}, ${part.n}, ${part.path}, ${part.rows}, ${part.size}, ${part.sha256},
      ${Buffer.from(part.bytes)})
    on conflict (tenant_id, job_id, n) do update
      set path = excluded.path, row_count = excluded.row_count, size = excluded.size, sha256 = excluded.sha256,
        bytes = excluded.bytes`;
};

/** What the pieces are, without their bytes, in order. */
export const listParts = async (db: TenantDb, job: string): Promise<ArchivePart[]> => {
  const rows = await db.sql<{ n: number; path: string | null; row_count: number; size: bigint; sha256: string }>`
    select n, path, row_count, size, sha256 from archive_parts
    where tenant_id = ${db.tenant} and job_id = ${parseId('job', job)} order by n`;
  return rows.map(({ row_count, size, ...row }) => ({ ...row, rows: row_count, size: Number(size) }));
};

/** Closed, as they were put. Null where there is none. */
export const partBytes = async (db: TenantDb, job: string, n: number): Promise<Buffer | null> => {
  const [row] = await db.sql<{ bytes: Buffer }>`
    select bytes from archive_parts where tenant_id = ${db.tenant} and job_id = ${parseId('job', job)} and n = ${n}`;
  return row?.bytes ?? null;
};
