import type { ObjectStore } from './object-store.ts';

/** Below what a bucket or a clean-up may forget, by far: what is put again is renewed there. */
const FRESH_MS = 60 * 60_000;

interface Known {
  bytes: Uint8Array;
  /** When this process put it; 0: it only read it. */
  putAt: number;
}

/**
 * A store whose small objects (plans that many runs share) are asked for again and again: they are put once an hour, and
 * read once, by a process that remembers them.
 * @param most how many it remembers
 * @param below larger ones pass by, bytes
 */
export function rememberedObjects(
  store: ObjectStore,
  { most, below }: { most: number; below: number },
  now: () => number = Date.now,
): ObjectStore {
  const known = new Map<string, Known>();
  const remember = (name: string, one: Known): void => {
    if (one.bytes.length >= below) return;
    known.delete(name);
    known.set(name, one);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  };
  return {
    name: store.name,
    put: async (tenantId, hash, bytes) => {
      const name = `${tenantId}/${hash}`;
      const there = known.get(name);
      if (there && now() - there.putAt < FRESH_MS) return remember(name, there);
      await store.put(tenantId, hash, bytes);
      remember(name, { bytes, putAt: now() });
    },
    get: async (tenantId, hash) => {
      const name = `${tenantId}/${hash}`;
      const there = known.get(name);
      const bytes = there?.bytes ?? (await store.get(tenantId, hash));
      remember(name, there ?? { bytes, putAt: 0 });
      return bytes;
    },
    list: (tenantId, after) => store.list(tenantId, after),
    remove: async (tenantId, hash) => {
      known.delete(`${tenantId}/${hash}`);
      await store.remove(tenantId, hash);
    },
  };
}
