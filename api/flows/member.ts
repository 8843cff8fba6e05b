import type { Json } from '#flow/json.ts';

/** A member of any JSON; null where it has none. */
export const member = (value: Json, key: string): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value[key] ?? null)
    : null;
