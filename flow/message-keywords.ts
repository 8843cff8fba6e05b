/** Capitals, accents and signs aside; a command keeps its slash. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/]+/gu, ' ')
    .trim();

/** True where a message says the keyword as a whole word, or words in a row, in whatever spelling of capitals and accents. */
export function saysKeyword(text: string, keyword: string): boolean {
  const word = plain(keyword);
  // A sign (👍) is looked for as it is.
  if (word === '') return keyword.trim() !== '' && text.includes(keyword.trim());
  return ` ${plain(text)} `.includes(` ${word} `);
}
