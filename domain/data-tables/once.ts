import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { lock } from '../locks.ts';

/** What a write did: rows by their uuids, and which of them are new. It holds no value of a row. */
export interface Effect {
  ids: string[];
  inserted: number;
  updated: number;
}

/**
 * One write an effect key: the first does it, each repeat gets what it did. null: the write has no key, and is done.
 * A row that was changed since is told as it is now.
 */
export const once = async <E extends Effect>(
  db: TenantDb,
  effectKey: string | null,
  work: () => Promise<E>,
): Promise<E> => {
  if (effectKey === null) return work();
  await lock(db, ['data-effect', effectKey]);
  const [known] = await db.sql<{ result: E }>`
    select result from state_effects where tenant_id = ${db.tenant} and effect_key = ${effectKey}`;
  if (known) return known.result;
  const result = await work();
  await db.sql`
    insert into state_effects (tenant_id, effect_key, result) values (${db.tenant}, ${effectKey}, ${json(result)}::json)`;
  return result;
};
