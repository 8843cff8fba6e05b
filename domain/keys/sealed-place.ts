import { type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** Where values lie that are closed with a tenant's data key, and how they are closed with the newest. */
export interface SealedPlace {
  /** The table. */
  name: string;
  table: SqlFragment;
  /** What names the key of a row; null: nothing is closed there. */
  keyId: SqlFragment;
  purpose: string;
  /**
   * Closes rows again that another key than the newest closed, at most `limit`, those after the first `skip` (by their id).
   * What does not open stays as it is.
   */
  reseal(db: TenantDb, batch: { limit: number; skip: number }): Promise<Resealed>;
}

export interface Resealed {
  done: number;
  /** Rows that do not open. */
  failed: number;
}

/** Does each row by itself: one that does not open keeps nobody else's closed. */
export const eachRow = async <Row>(rows: readonly Row[], reseal: (row: Row) => Promise<void>): Promise<Resealed> => {
  const result: Resealed = { done: 0, failed: 0 };
  for (const row of rows) {
    try {
      await reseal(row);
      result.done += 1;
    } catch (error) {
      // A mistake of the database ends the transaction anyway; what does not open is an error of ours.
      if (!(error instanceof Error && 'code' in error && error.code === 'internal')) throw error;
      result.failed += 1;
    }
  }
  return result;
};

/** How many values of the tenant are closed there. */
export const countSealed = async (db: TenantDb, { table, keyId }: SealedPlace): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n from ${table} where tenant_id = ${db.tenant} and ${keyId} is not null`;
  return row?.n ?? 0;
};

/** Whether a row of the tenant needs this key. */
export const refersTo = async (db: TenantDb, { table, keyId }: SealedPlace, key: string): Promise<boolean> => {
  const [row] = await db.sql<{ found: boolean }>`
    select exists (select 1 from ${table} where tenant_id = ${db.tenant} and ${keyId} = ${key}) as found`;
  return row?.found ?? true;
};

/** The commonest name of such a column. */
export const KEY_ID = sql`key_id`;
