import type { StateContext, StateStore } from '#flow/contracts/state-store.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { lock } from '../locks.ts';

interface Found {
  value: Json;
  found: boolean;
}

const read = async (db: TenantDb, { scope, nowMs }: StateContext, key: string): Promise<Found> => {
  const [row] = await db.sql<{ value: Json }>`
    select value from state_entries where tenant_id = ${db.tenant} and scope = ${scope} and key = ${key}
      and (expires_at is null or expires_at > ${new Date(nowMs).toISOString()}::timestamptz)`;
  return { value: row?.value ?? null, found: row !== undefined };
};

const write = async (db: TenantDb, context: StateContext, key: string, value: Json, ttlMs: number | null) => {
  const expires = ttlMs === null ? null : new Date(context.nowMs + ttlMs).toISOString();
  await db.sql`
    insert into state_entries (tenant_id, scope, key, value, expires_at)
    values (${db.tenant}, ${context.scope}, ${key}, ${json(value)}::json, ${expires}::timestamptz)
    on conflict (tenant_id, scope, key)
    do update set value = excluded.value, expires_at = excluded.expires_at, updated_at = now()`;
};

/** One write an effect key: the first does it and keeps what it gave, each repeat gets that. */
const once = <T extends Record<string, Json>>(
  { withTenant }: Pick<Database, 'withTenant'>,
  context: StateContext,
  key: string,
  work: (db: TenantDb) => Promise<T>,
): Promise<T> =>
  withTenant(context.tenantId, async (db) => {
    await lock(db, ['state', context.scope, key]);
    const [known] = await db.sql<{ result: T }>`
      select result from state_effects where tenant_id = ${db.tenant} and effect_key = ${context.effectKey}`;
    if (known) return known.result;
    const result = await work(db);
    await db.sql`
      insert into state_effects (tenant_id, effect_key, result) values (${db.tenant}, ${context.effectKey}, ${json(result)}::json)`;
    return result;
  });

/** State of flows that outlives runs (`store.*`). A write is one transaction under the key's lock, and counts once. */
export const createStateStore = (database: Pick<Database, 'withTenant'>): StateStore => ({
  get: (context, key) => database.withTenant(context.tenantId, (db) => read(db, context, key)),

  put: (context, key, value, ttlMs) =>
    once(database, context, key, async (db) => {
      const { value: previous } = await read(db, context, key);
      await write(db, context, key, value, ttlMs);
      return { previous };
    }),

  add: (context, key, by, ttlMs) =>
    once(database, context, key, async (db) => {
      const { value: before, found } = await read(db, context, key);
      if (found && typeof before !== 'number')
        throw failure('bad_value', `O valor em "${key}" não é um número`, `The value under "${key}" is not a number`);
      const value = (typeof before === 'number' ? before : 0) + by;
      await write(db, context, key, value, ttlMs);
      return { value };
    }),

  once: (context, key, ttlMs) => {
    const marker = `once:${key}`; // apart from what put and add write: a marker is not a value
    return once(database, context, marker, async (db) => {
      const { found } = await read(db, context, marker);
      if (!found) await write(db, context, marker, true, ttlMs);
      return { first: !found };
    });
  },
});

/** Forgets what is past its ttl, and effects older than any run that could repeat them. */
export const pruneState = async (db: TenantDb, effectDays = 400): Promise<number> => {
  const entries = await db.sql`
    delete from state_entries where tenant_id = ${db.tenant} and expires_at < now() returning key`;
  const effects = await db.sql`
    delete from state_effects where tenant_id = ${db.tenant} and created_at < now() - ${effectDays} * interval '1 day'
    returning effect_key`;
  return entries.length + effects.length;
};
