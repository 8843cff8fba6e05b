import { tooExpensive } from './evaluation-error.ts';

/** Of one expression (`flow-language.md` §5). */
export const MAX_STEPS = 100_000;
/** How deep brackets, calls and values may nest. */
export const MAX_DEPTH = 200;
/** Of one built text, in UTF-16 units. */
export const MAX_TEXT = 1_048_576;
/** Elements of one built list, keys of one built object. */
export const MAX_ELEMENTS = 100_000;

// Copying or scanning costs too, at these rates: the time and the memory of one evaluation stay bounded whatever it
// does (6.4 MB of text, 400,000 elements), while one list or text of the greatest size still fits.
const TEXT_PER_STEP = 64;
const ELEMENTS_PER_STEP = 4;

/** The steps that one evaluation may still take. One lives in each `EvalEnv`; compiled expressions reset it. */
export class Budget {
  left = MAX_STEPS;

  reset(): void {
    this.left = MAX_STEPS;
  }

  /** Takes `steps`; throws `expression_too_expensive` when none are left. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) tooExpensive('A expressão passou de 100.000 passos', 'The expression took over 100,000 steps');
  }

  /** Throws when a text of `length` units would be too long; costs nothing. */
  checkText(length: number): void {
    if (!(length <= MAX_TEXT)) tooExpensive('O texto passaria de 1 MB', 'The text would be over 1 MB');
  }

  /** Call before building a text of `length` units. */
  buildText(length: number): void {
    this.checkText(length);
    this.spend(length / TEXT_PER_STEP);
  }

  /** Call before a text of `length` units grows by `more`: only what is added costs. */
  growText(length: number, more: number): void {
    this.checkText(length + more);
    this.spend(more / TEXT_PER_STEP);
  }

  /** Call before building a list or object of `length` elements. */
  buildList(length: number): void {
    this.growList(0, length);
  }

  /** Call before a list of `length` elements grows by `more`: only what is added costs. */
  growList(length: number, more: number): void {
    if (!(length + more <= MAX_ELEMENTS)) {
      tooExpensive('A lista passaria de 100.000 elementos', 'The list would have over 100,000 elements');
    }
    this.spend(more / ELEMENTS_PER_STEP);
  }

  /** Call before reading through a text of `length` units. */
  scanText(length: number): void {
    this.spend(length / TEXT_PER_STEP);
  }

  /** Call before reading through `length` elements. */
  scanList(length: number): void {
    this.spend(length / ELEMENTS_PER_STEP);
  }
}

/** Throws when `depth` is too deep for a value. */
export const checkDepth = (depth: number): void => {
  if (depth > MAX_DEPTH) tooExpensive('Valor aninhado demais', 'The value is nested too deeply');
};
