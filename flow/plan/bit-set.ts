/** A fixed set of small numbers; a thousand nodes fit in 32 words. */
export class BitSet {
  readonly #words: Uint32Array;

  constructor(size: number | BitSet) {
    this.#words = typeof size === 'number' ? new Uint32Array((size + 31) >>> 5) : size.#words.slice();
  }

  has(n: number): boolean {
    return ((this.#words[n >>> 5] ?? 0) & (1 << (n & 31))) !== 0;
  }

  set(n: number): this {
    this.#words[n >>> 5] = (this.#words[n >>> 5] ?? 0) | (1 << (n & 31));
    return this;
  }

  /** Adds all of another set of the same size. */
  add(other: BitSet): this {
    const [words, others] = [this.#words, other.#words];
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) | (others[i] as number);
    return this;
  }

  /** Keeps what another set of the same size holds too. */
  keep(other: BitSet): this {
    const [words, others] = [this.#words, other.#words];
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & (others[i] as number);
    return this;
  }
}
