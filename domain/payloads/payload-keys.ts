import { failure, TramaError } from '#flow/errors.ts';
import type { Database, WithTenant } from '#prisma/with-tenant.ts';
import type { PayloadKey } from './seal-bytes.ts';
import { addKey, emptyKeys, erased, findKeys, type KnownKeys, keyIdOf, loadKeys } from './wrapped-keys.ts';

/** How long a process may use a key without asking whether it was erased elsewhere. */
const FRESH_MS = 60_000;
/** While the database is away, for as long what is known is still used. */
const STALE_MS = 3_600_000;
const MOST_TENANTS = 5_000;

export interface PayloadKeys {
  /** The tenant's newest key; its first is made here. @throws `erased` */
  newest(tenantId: string): Promise<PayloadKey>;
  /** The key of an id. @throws `erased`, and `not_found` for an id that no tenant has */
  byId(keyId: string): Promise<PayloadKey>;
  /** A new key for what comes; what the older ones closed stays readable. @returns its id */
  rotate(tenantId: string, by: string): Promise<string>;
  /** Makes all that the tenant's keys closed unreadable, for good. Other processes follow within a minute. */
  erase(tenantId: string, by: string): Promise<void>;
}

/** What this process knows of tenants' keys, for a minute at a time. */
const createKeyCache = (withTenant: WithTenant, now: () => number) => {
  const cache = new Map<string, KnownKeys>();
  const loading = new Map<string, Promise<KnownKeys>>();
  // Counts changes of our own: what was read before one is not kept after it.
  let changes = 0;

  const fetchKeys = async (tenantId: string, read: typeof loadKeys = loadKeys): Promise<KnownKeys> => {
    const before = changes;
    try {
      const found = await withTenant(tenantId, (db) => read(db, now()));
      if (cache.size >= MOST_TENANTS) cache.clear();
      // Of who has none it is not known that it has none: its first may be made any time.
      if (changes === before && (found.newest || found.erased)) cache.set(tenantId, found);
      return found;
    } catch (error) {
      const old = cache.get(tenantId);
      const away = error instanceof TramaError && error.code === 'unavailable';
      if (away && old && now() - old.atMs < STALE_MS) return old;
      throw error;
    }
  };

  const of = (tenantId: string, read = loadKeys): KnownKeys | Promise<KnownKeys> => {
    const kept = cache.get(tenantId);
    if (kept && now() - kept.atMs < FRESH_MS) return kept;
    const name = `${read.name} ${tenantId}`;
    const running = loading.get(name) ?? fetchKeys(tenantId, read).finally(() => loading.delete(name));
    loading.set(name, running);
    return running;
  };

  const changed = (tenantId: string) => {
    changes += 1;
    cache.delete(tenantId);
  };
  return { of, fetchKeys, changed };
};

/** Keys of tenants for what lies outside of our tables' reach. */
export const createPayloadKeys = (
  { withTenant }: Pick<Database, 'withTenant'>,
  now: () => number = () => Date.now(),
): PayloadKeys => {
  const { of, fetchKeys, changed } = createKeyCache(withTenant, now);
  return {
    newest: async (tenantId) => {
      const { newest } = await of(tenantId);
      if (!newest) throw erased();
      return newest;
    },
    byId: async (keyId) => {
      const tenantId = keyId.split(':', 1)[0] ?? '';
      // A key that another process made a moment ago is not among those that we know.
      let found = await of(tenantId, findKeys);
      if (!found.keys.has(keyId) && !found.erased) found = await fetchKeys(tenantId, findKeys);
      const key = found.keys.get(keyId);
      if (key) return key;
      if (found.erased) throw erased();
      throw failure('not_found', 'Esta chave não existe', 'There is no such key');
    },
    rotate: async (tenantId, by) => {
      const number = await withTenant(tenantId, (db) => addKey(db, by));
      changed(tenantId);
      return keyIdOf(tenantId, number);
    },
    erase: async (tenantId, by) => {
      await withTenant(tenantId, (db) => emptyKeys(db, by));
      changed(tenantId);
    },
  };
};
