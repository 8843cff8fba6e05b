const ACCENTED = 'ÁÀÂÃÄÅÇÉÈÊËÍÌÎÏÑÓÒÔÕÖÚÙÛÜÝáàâãäåçéèêëíìîïñóòôõöúùûüýÿ';
const PLAIN = 'aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy';
const LETTERS = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${ACCENTED}`;
const FOLDED = `abcdefghijklmnopqrstuvwxyz${PLAIN}`;

const FOLDS = new Map(Array.from(LETTERS, (letter, i) => [letter, FOLDED[i] ?? letter]));

/** All letters that are the same to who searches: `aAáÁ…` by `a`. */
const ALIKE = new Map<string, string>();
for (const [letter, plain] of FOLDS) ALIKE.set(plain, (ALIKE.get(plain) ?? plain) + letter);

/**
 * A regular expression of PostgreSQL that finds a text whatever its case and accents. Letters are named one by one: it means
 * the same in every locale of a database.
 */
export const searchPattern = (text: string): string =>
  Array.from(text, (letter) => {
    const alike = ALIKE.get(FOLDS.get(letter) ?? letter);
    if (alike) return `[${alike}]`;
    return /[\p{L}\p{N}\s_]/u.test(letter) || letter > '\u007f' ? letter : `\\${letter}`;
  }).join('');
