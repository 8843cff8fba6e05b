/** Small letters without accents: how people type. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** How well one word meets one text: best where the text begins with it, then a word of it, then its inside. */
const meets = (word: string, text: string): number => {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return text.length === word.length ? 100 : 80;
  if (new RegExp(`[^a-z0-9]${word.replaceAll(/[^a-z0-9]/g, '\\$&')}`).test(text)) return 60;
  // The inside of a word by a letter or two is chance.
  return word.length < 3 ? 0 : 25;
};

/**
 * How well something is meant by what was typed; 0 where a word of it meets nothing. `fields`: its texts, those that
 * count most first, in every language that it has words in.
 */
export const scoreOf = (typed: string, fields: readonly string[]): number => {
  const texts = fields.map(fold);
  let sum = 0;
  for (const word of fold(typed).split(/\s+/).filter(Boolean)) {
    const best = Math.max(...texts.map((text, n) => meets(word, text) / (n + 1)));
    if (best <= 0) return 0;
    sum += best;
  }
  return sum;
};

/** Those that are meant, best first; those that are meant alike stay in their order. With nothing typed: all. */
export const findByWords = <T>(typed: string, all: readonly T[], fieldsOf: (one: T) => readonly string[]): T[] => {
  if (typed.trim() === '') return [...all];
  return all
    .map((one) => ({ one, score: scoreOf(typed, fieldsOf(one)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
};
