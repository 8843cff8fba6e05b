/** Chance that comes again with its seed. */
export interface Chance {
  /** 0 ≤ n < 1. */
  (): number;
  of<T>(list: readonly T[]): T;
  happens(probability: number): boolean;
  hex(digits: number): string;
}

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.assign(next, {
    of: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new Error('There is nothing to choose from');
      return list[Math.floor(next() * list.length)] as T;
    },
    happens: (probability: number) => next() < probability,
    hex: (digits: number) => Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join(''),
  });
}
