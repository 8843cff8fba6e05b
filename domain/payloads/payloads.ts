import { createHash } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** SHA-256, hex. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Keeps bytes under the hash of their content (SHA-256, hex), or of what they were made of; once however often they are put. */
export const putPayload = async (db: TenantDb, bytes: Uint8Array, hash = hashOf(bytes)): Promise<string> => {
  await db.sql`
    insert into payloads (tenant_id, hash, bytes) values (${db.tenant}, ${hash}, ${Buffer.from(bytes)})
    on conflict (tenant_id, hash) do update set used_at = now()`;
  return hash;
};

/** @throws `not_found` */
export const getPayload = async (db: TenantDb, hash: string): Promise<Buffer> => {
  const [row] = await db.sql<{ bytes: Buffer }>`
    select bytes from payloads where tenant_id = ${db.tenant} and hash = ${hash}`;
  if (!row) throw failure('not_found', 'Este valor não é mais guardado', 'There is no such payload');
  return row.bytes;
};

/** Forgets what no run has put for so many days: longer than a run may last plus what Temporal keeps of it. */
export const prunePayloads = async (db: TenantDb, days: number): Promise<number> => {
  const rows = await db.sql`
    delete from payloads where tenant_id = ${db.tenant} and used_at < now() - ${days} * interval '1 day' returning hash`;
  return rows.length;
};
