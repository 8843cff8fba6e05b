import type { Database } from '#prisma/with-tenant.ts';
import { getPayload, putPayload } from './payloads.ts';

/** Where bytes of tenants lie that are too large for a row or a history: closed with the tenant's key before they come here. */
export interface ObjectStore {
  /** Stands in histories beside what was put there: forever. */
  readonly name: 'postgres' | 's3';
  /** Puts bytes under a hash (64 hex digits); putting them again changes nothing. @throws `unavailable` */
  put(tenantId: string, hash: string, bytes: Uint8Array): Promise<void>;
  /** @throws `not_found`, for what another tenant owns too; `unavailable` */
  get(tenantId: string, hash: string): Promise<Uint8Array>;
  /** Hashes of what the tenant has here, in order, from behind one of them; up to 500. @throws `unavailable` */
  list(tenantId: string, after: string): Promise<string[]>;
  /** What is gone is no error. @throws `unavailable` */
  remove(tenantId: string, hash: string): Promise<void>;
}

/** The table `payloads`. */
export const postgresObjects = ({ withTenant }: Pick<Database, 'withTenant'>): ObjectStore => ({
  name: 'postgres',
  put: async (tenantId, hash, bytes) => {
    await withTenant(tenantId, (db) => putPayload(db, bytes, hash));
  },
  get: (tenantId, hash) => withTenant(tenantId, (db) => getPayload(db, hash)),
  list: async (tenantId, after) => {
    const rows = await withTenant(
      tenantId,
      (db) => db.sql<{ hash: string }>`
        select hash from payloads where tenant_id = ${db.tenant} and hash > ${after} order by hash limit 500`,
    );
    return rows.map(({ hash }) => hash);
  },
  remove: async (tenantId, hash) => {
    await withTenant(tenantId, (db) => db.sql`delete from payloads where tenant_id = ${db.tenant} and hash = ${hash}`);
  },
});

/** What is put goes to the first; what is asked for by hash alone is looked for in each. */
export interface ObjectStores {
  readonly all: readonly [ObjectStore, ...ObjectStore[]];
}
