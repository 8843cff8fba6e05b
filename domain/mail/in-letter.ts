/** What mail programs make a link of, and what looks like one to people. */
const LINKS = /:\/\/|www\.|@|[^\s.]\.[^\s.]{2,}/i;
const MOST_SHOWN = 60;

/**
 * What a stranger typed, as it may stand in a letter of ours to an address that is perhaps not theirs: one short line without any
 * link, or nothing of it. Else our letters would carry anybody's words to anybody.
 */
export const inLetter = (words: string): string | null => {
  const line = words.replace(/[\s\p{C}]+/gu, ' ').trim();
  return line === '' || line.length > MOST_SHOWN || LINKS.test(line) ? null : line;
};
