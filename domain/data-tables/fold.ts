const ACCENTED = 'ÁÀÂÃÄÅÇÉÈÊËÍÌÎÏÑÓÒÔÕÖÚÙÛÜÝáàâãäåçéèêëíìîïñóòôõöúùûüýÿ';
const PLAIN = 'aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy';

/** Letter by letter, what `folded` puts where: PostgreSQL's `translate` takes it so, whatever the locale of its database. */
export const FOLD_FROM = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${ACCENTED}`;
export const FOLD_TO = `abcdefghijklmnopqrstuvwxyz${PLAIN}`;

const FOLDS = new Map(Array.from(FOLD_FROM, (letter, i) => [letter, FOLD_TO[i] ?? letter]));

/** Small letters without accents: `São` is found by `sao`. */
export const folded = (text: string): string => Array.from(text, (letter) => FOLDS.get(letter) ?? letter).join('');
