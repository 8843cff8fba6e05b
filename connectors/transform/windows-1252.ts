/** 0x80 to 0x9f, as WHATWG's Encoding Standard has them; the five that Windows leaves open stay control characters. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const LABELS: ReadonlySet<string> = new Set([
  'windows-1252',
  'cp1252',
  'iso-8859-1',
  'latin1',
  'l1',
  'us-ascii',
  'ascii',
]);

/** Web pages and servers that say Latin-1 mean Windows-1252, and so does the Encoding Standard. */
export const isWindows1252 = (label: string): boolean => LABELS.has(label);

/** Node's own TextDecoder takes windows-1252 for Latin-1, and so loses `€`, `–` and `“`. */
export const decodeWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => C1[letter.charCodeAt(0) - 0x80] ?? letter);
