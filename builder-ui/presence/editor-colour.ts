/** Colours of people, told apart in both schemes and with white letters on them. */
const COLOURS = ['#b4235f', '#1f5fc9', '#8a4b00', '#6d3fd1', '#0b6e4f', '#a13d2d', '#3b5b92', '#7a3b8f'];

/** The same person has one colour in all windows of all others. */
export const editorColour = (name: string): string => {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? '#3b5b92';
};

/** `Ana Souza` → `AS`, `ana@loja` → `A`. */
export const initials = (name: string): string => {
  const words =
    name
      .split('@')[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    letters
      .map((word) => (word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 63).toUpperCase()))
      .join('') || '?'
  );
};
