import type { StateContext, StateStore } from '#flow/contracts/state-store.ts';
import type { Json } from '#flow/json.ts';
import { notANumber } from './not-a-number.ts';

interface Entry {
  value: Json;
  expiresAt: number;
}

/** State of one process, gone with it: for tests and for the simulator. */
export const inMemoryState = (): StateStore => {
  const entries = new Map<string, Entry>();
  const answers = new Map<string, unknown>();
  const place = (context: StateContext, key: string) => JSON.stringify([context.tenantId, context.scope, key]);
  const read = (context: StateContext, key: string): Entry | undefined => {
    const entry = entries.get(place(context, key));
    return entry && entry.expiresAt > context.nowMs ? entry : undefined;
  };
  const write = (context: StateContext, key: string, value: Json, ttlMs: number | null) =>
    entries.set(place(context, key), { value, expiresAt: ttlMs === null ? Infinity : context.nowMs + ttlMs });
  const effect = async <T>(context: StateContext, work: () => T): Promise<T> => {
    const name = JSON.stringify([context.tenantId, context.effectKey]);
    if (!answers.has(name)) answers.set(name, work());
    return answers.get(name) as T; // one effect key belongs to one node, so to one kind of write
  };
  return {
    get: async (context, key) => {
      const entry = read(context, key);
      return { value: entry?.value ?? null, found: entry !== undefined };
    },
    put: (context, key, value, ttlMs) =>
      effect(context, () => {
        const previous = read(context, key)?.value ?? null;
        write(context, key, value, ttlMs);
        return { previous };
      }),
    add: (context, key, by, ttlMs) =>
      effect(context, () => {
        const before = read(context, key)?.value ?? 0;
        if (typeof before !== 'number') throw notANumber(key);
        write(context, key, before + by, ttlMs);
        return { value: before + by };
      }),
    once: (context, key, ttlMs) =>
      effect(context, () => {
        // Apart from what put and add write: a marker is not a value.
        const marker = `once:${key}`;
        const first = read(context, marker) === undefined;
        if (first) write(context, marker, true, ttlMs);
        return { first };
      }),
  };
};
