/** Small integers that every engine keeps in an array as they are. */
const WIDTH = 30;

/**
 * A set of small numbers that never changes: a thousand nodes fit in 34 words, and sets that hold the same may be one.
 * A plain array, as typed arrays of this size are slow to make.
 */
export class BitSet {
  static readonly EMPTY = new BitSet([]);

  readonly #words: readonly number[];

  private constructor(words: readonly number[]) {
    this.#words = words;
  }

  has(n: number): boolean {
    return ((this.#words[Math.trunc(n / WIDTH)] ?? 0) & (1 << (n % WIDTH))) !== 0;
  }

  with(n: number): BitSet {
    const words = this.#words.slice();
    const at = Math.trunc(n / WIDTH);
    while (words.length <= at) words.push(0);
    words[at] = (words[at] as number) | (1 << (n % WIDTH));
    return new BitSet(words);
  }

  /** What one of the two holds. */
  or(other: BitSet): BitSet {
    if (this === other) return this;
    const [long, short] =
      this.#words.length < other.#words.length ? [other.#words, this.#words] : [this.#words, other.#words];
    const words = long.slice();
    for (let i = 0; i < short.length; i++) words[i] = (words[i] as number) | (short[i] as number);
    return new BitSet(words);
  }

  /** What both hold. */
  and(other: BitSet): BitSet {
    if (this === other) return this;
    const words = this.#words.slice(0, other.#words.length);
    for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & (other.#words[i] as number);
    return new BitSet(words);
  }
}
