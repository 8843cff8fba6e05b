/** What was read of a tenant a moment ago. */
interface Kept<T> {
  value: Promise<T>;
  /** Milliseconds on the process's own steady clock. */
  until: number;
}

const MOST = 5_000;

/**
 * One value a tenant, read once for all who ask at the same time and kept for a while. What fails is not kept, and neither is what
 * was being read while it was forgotten.
 */
export class SnapshotCache<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #keptMs: number;
  readonly #now: () => number;

  /** `now`: milliseconds that only go forward. */
  constructor(keptMs: number, now: () => number = () => performance.now()) {
    this.#keptMs = keptMs;
    this.#now = now;
  }

  get(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name);
    const now = this.#now();
    if (known && known.until > now) return known.value;
    this.#makeRoom();
    const kept: Kept<T> = { value: read(), until: now + this.#keptMs };
    this.#kept.set(name, kept);
    kept.value.catch(() => {
      if (this.#kept.get(name) === kept) this.#kept.delete(name);
    });
    return kept.value;
  }

  /** Of one name, of all that begin with it and a blank, or of all. */
  forget(name: string | null): void {
    if (name === null) return this.#kept.clear();
    for (const one of this.#kept.keys()) if (one === name || one.startsWith(`${name} `)) this.#kept.delete(one);
  }

  // The oldest stand first.
  #makeRoom(): void {
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size < MOST) break;
      this.#kept.delete(oldest);
    }
  }
}
