import { randomBytes } from 'node:crypto';
import type { MasterKey, Wrapped } from '#config/master-key.ts';
import { failure } from '#flow/errors.ts';
import type { Query } from './sql.ts';

/** A tenant's data keys as they were at an instant. */
export interface KnownDataKeys {
  atMs: number;
  /** By id (`d1`). */
  keys: ReadonlyMap<string, Buffer>;
  /** What closes; null: none does (yet, or no more), and the root's key stands in. */
  newest: string | null;
}

/** How long a process closes with a key without asking whether there is a newer one. */
const DATA_KEYS_FRESH_MS = 60_000;
const MOST_TENANTS = 5_000;
const KEY_BYTES = 32;

export const dataKeyId = (number: number): string => `d${number}`;
/** What a wrapped data key is bound to. */
export const dataKeyContext = (tenant: string, number: number): string => `data-key/${tenant}/${number}`;

interface KeyRow {
  enabled: boolean;
  known: boolean;
  any: boolean;
  number: number | null;
  retired: boolean;
  master_id: string | null;
  wrapped: Buffer | null;
}

type Transact = <T>(tenant: string, work: (sql: Query) => Promise<T>) => Promise<T>;

const rowsOf = (sql: Query, tenant: string): Promise<KeyRow[]> => sql<KeyRow>`
  select s.data_keys as enabled, exists (select 1 from tenants where id = ${tenant}::uuid) as known,
    exists (select 1 from tenant_keys where tenant_id = ${tenant}::uuid) as any,
    k.number, k.retired_at is not null as retired, w.master_id, w.wrapped
  from key_settings s
  left join tenant_keys k on k.tenant_id = ${tenant}::uuid and k.dropped_at is null
  left join tenant_key_wraps w on w.tenant_id = k.tenant_id and w.number = k.number
  order by k.number, w.master_id`;

/** Opens a key by whichever master key is at hand, one of this process's own first. @throws for an operator */
export const unwrapWith = async (
  masters: readonly MasterKey[],
  wraps: readonly Wrapped[],
  context: string,
): Promise<Buffer> => {
  const pairs = masters.flatMap((master) =>
    wraps.filter(({ masterId }) => master.opens(masterId)).map((wrap) => ({ master, wrap })),
  );
  const [chosen] = pairs.toSorted((a, b) => Number(!a.master.secret) - Number(!b.master.secret));
  const ids = wraps.map(({ masterId }) => masterId).join(', ');
  const refuse = (pt: string, en: string, cause?: unknown) =>
    failure('internal', `A chave ${context} ${pt}`, `The key ${context} ${en}`, { retry: 'operator', cause });
  if (!chosen) throw refuse(`pede a chave mestra ${ids}`, `needs the master key ${ids}`);
  try {
    return await chosen.master.unwrap(chosen.wrap, context);
  } catch (error) {
    const { masterId } = chosen.wrap;
    throw refuse(`não abre com a chave mestra ${masterId}`, `does not open with the master key ${masterId}`, error);
  }
};

/** Closed once for each master key: a process that has any of them can open it. */
const wrapWithAll = (masters: readonly MasterKey[], key: Buffer, context: string): Promise<Wrapped[]> =>
  Promise.all(masters.map((master) => master.wrap(key, context)));

/** Adds the next number and retires those before. False: another process was first. */
const insertKey = async (
  masters: readonly MasterKey[],
  transact: Transact,
  tenant: string,
  number: number,
): Promise<boolean> => {
  const wraps = await wrapWithAll(masters, randomBytes(KEY_BYTES), dataKeyContext(tenant, number));
  return transact(tenant, async (sql) => {
    const [made] = await sql<{ number: number }>`
      insert into tenant_keys (tenant_id, number) values (${tenant}::uuid, ${number})
      on conflict do nothing returning number`;
    if (!made) return false;
    let opens = 0;
    for (const { masterId, bytes } of wraps) {
      const kept = await sql`
        insert into tenant_key_wraps (tenant_id, number, master_id, wrapped)
        select ${tenant}::uuid, ${number}, ${masterId}, ${bytes}
        where not exists (select 1 from installation_keys where master_id = ${masterId} and dropped) returning 1`;
      opens += kept.length;
    }
    if (opens === 0)
      throw failure(
        'internal',
        'Todas as chaves mestras deste processo foram descartadas.',
        'All master keys of this process were dropped.',
        { retry: 'operator' },
      );
    await sql`
      update tenant_keys set retired_at = now()
      where tenant_id = ${tenant}::uuid and number < ${number} and retired_at is null`;
    return true;
  });
};

/** Opens all keys of the rows; one that was opened `before` is not opened again, for that may be a call over the network. */
const openKeys = async (
  masters: readonly MasterKey[],
  tenant: string,
  rows: readonly KeyRow[],
  before: ReadonlyMap<string, Buffer> | undefined,
): Promise<Pick<KnownDataKeys, 'keys' | 'newest'>> => {
  const keys = new Map<string, Buffer>();
  let newest: string | null = null;
  for (const number of new Set(rows.flatMap((row) => row.number ?? []))) {
    const own = rows.filter((row) => row.number === number);
    const wraps = own.flatMap(({ master_id: masterId, wrapped }) =>
      masterId && wrapped ? [{ masterId, bytes: wrapped }] : [],
    );
    const id = dataKeyId(number);
    keys.set(id, before?.get(id) ?? (await unwrapWith(masters, wraps, dataKeyContext(tenant, number))));
    if (!own[0]?.retired) newest = id;
  }
  return { keys, newest };
};

/** The data keys of tenants, opened, for as long as they are fresh. */
export const createDataKeys = (masters: readonly MasterKey[], transact: Transact) => {
  const cache = new Map<string, KnownDataKeys>();
  const loading = new Map<string, Promise<KnownDataKeys>>();
  // Counts changes that this process heard of: what was read before one is not kept after it.
  let changes = 0;

  const read = async (tenant: string): Promise<KnownDataKeys> => {
    const before = changes;
    let rows = await transact(tenant, (sql) => rowsOf(sql, tenant));
    const [first] = rows;
    if (first?.enabled && first.known && !first.any) {
      await insertKey(masters, transact, tenant, 1);
      rows = await transact(tenant, (sql) => rowsOf(sql, tenant));
    }
    const known = { atMs: Date.now(), ...(await openKeys(masters, tenant, rows, cache.get(tenant)?.keys)) };
    if (cache.size >= MOST_TENANTS) cache.clear();
    // A tenant that is being made in a transaction of its own is looked at again.
    if (first?.known && changes === before) cache.set(tenant, known);
    return known;
  };

  const load = (tenant: string): Promise<KnownDataKeys> => {
    const running = loading.get(tenant) ?? read(tenant).finally(() => loading.delete(tenant));
    loading.set(tenant, running);
    return running;
  };

  /** Whoever asks from now on gets what is read from now on. */
  const forget = (tenant: string): void => {
    changes += 1;
    cache.delete(tenant);
    loading.delete(tenant);
  };

  return {
    load,
    /** What is known and not too old; a refresh where it is; nothing where it was never asked for. */
    fresh: async (tenant: string): Promise<KnownDataKeys | undefined> => {
      const known = cache.get(tenant);
      return known && Date.now() - known.atMs >= DATA_KEYS_FRESH_MS ? load(tenant) : known;
    },
    /** A new key for what comes. @returns its number */
    rotate: async (tenant: string): Promise<number> => {
      for (;;) {
        const [last] = await transact(
          tenant,
          (sql) => sql<{ number: number }>`
            select coalesce(max(number), 0)::int as number from tenant_keys where tenant_id = ${tenant}::uuid`,
        );
        const number = (last?.number ?? 0) + 1;
        if (!(await insertKey(masters, transact, tenant, number))) continue;
        forget(tenant);
        return number;
      }
    },
    forget,
  };
};
export type DataKeys = ReturnType<typeof createDataKeys>;
