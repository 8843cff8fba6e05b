/** Those of Windows-1252 that are not Latin-1: what the standard fonts have beyond it. */
const BEYOND = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const ALIKE: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '–',
  '\u2212': '-',
  '\u202f': '\u00a0',
  '\u2009': ' ',
  '\u2192': '->',
  '\u2190': '<-',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u2713': 'x',
  '\t': '    ',
  '\r': '',
};

/**
 * What the fonts that every reader has can show: Latin letters with the accents of western Europe, and so all of Portuguese.
 * Alike signs take the place of some others, `?` of the rest: a letter left out without a trace would change a name.
 */
export const winAnsi = (text: string): string =>
  Array.from(text.normalize('NFC'), (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === '\n' || (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return letter;
    return BEYOND.includes(letter) ? letter : (ALIKE[letter] ?? (/\p{Cc}|\p{Cf}|\p{M}/u.test(letter) ? '' : '?'));
  }).join('');
