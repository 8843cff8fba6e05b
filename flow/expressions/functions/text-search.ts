import type { Budget } from '../budget.ts';

// Above this the engine's own search can take the product of both lengths: seconds for half a megabyte.
const SHORT_NEEDLE = 16;

/** Knuth–Morris–Pratt: for each prefix of the needle, how much of it is also its own beginning. */
const failures = (needle: string): Int32Array => {
  const table = new Int32Array(needle.length);
  let matched = 0;
  for (let index = 1; index < needle.length; index += 1) {
    const unit = needle.charCodeAt(index);
    while (matched > 0 && needle.charCodeAt(matched) !== unit) matched = table[matched - 1] as number;
    if (needle.charCodeAt(matched) === unit) matched += 1;
    table[index] = matched;
  }
  return table;
};

const linearIndexOf = (text: string, needle: string, from: number, table: Int32Array): number => {
  let matched = 0;
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    while (matched > 0 && needle.charCodeAt(matched) !== unit) matched = table[matched - 1] as number;
    if (needle.charCodeAt(matched) === unit) matched += 1;
    if (matched === needle.length) return index - matched + 1;
  }
  return -1;
};

/** Makes a search for `needle` in `text` that takes linear time whatever they are; charges for one pass over both. */
export const searchIn = (text: string, needle: string, budget: Budget): ((from: number) => number) => {
  budget.scanText(text.length + needle.length);
  if (needle.length <= SHORT_NEEDLE) return (from) => text.indexOf(needle, from);
  const table = failures(needle);
  return (from) => linearIndexOf(text, needle, from, table);
};

/** Where `needle` stands in `text`, from left to right without overlaps; an empty needle stands nowhere. */
export const occurrences = (text: string, needle: string, budget: Budget): number[] => {
  const found: number[] = [];
  if (needle === '') return found;
  const search = searchIn(text, needle, budget);
  for (let at = search(0); at !== -1; at = search(at + needle.length)) found.push(at);
  return found;
};
