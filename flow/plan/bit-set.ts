/** A fixed set of small numbers; a thousand nodes fit in 32 words. */
export class BitSet {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
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
    for (let i = 0; i < this.#words.length; i++) this.#words[i] = (this.#words[i] ?? 0) | (other.#words[i] ?? 0);
    return this;
  }

  /** A new set of what both hold. */
  and(other: BitSet): BitSet {
    const both = new BitSet(this.#words.length << 5);
    for (let i = 0; i < this.#words.length; i++) both.#words[i] = (this.#words[i] ?? 0) & (other.#words[i] ?? 0);
    return both;
  }
}
