/** Counts what is under way, by whose it is. */
export class Slots {
  readonly #taken = new Map<string, number>();
  #all = 0;

  get all(): number {
    return this.#all;
  }

  get taken(): ReadonlyMap<string, number> {
    return this.#taken;
  }

  take(whose: string): void {
    this.#add(whose, 1);
  }

  free(whose: string): void {
    this.#add(whose, -1);
  }

  /** Those that have so many or more. */
  withAtLeast(n: number): string[] {
    return [...this.#taken].filter(([, taken]) => taken >= n).map(([whose]) => whose);
  }

  #add(whose: string, more: number): void {
    this.#all += more;
    const n = (this.#taken.get(whose) ?? 0) + more;
    if (n > 0) this.#taken.set(whose, n);
    else this.#taken.delete(whose);
  }
}
