import { inflateSync } from 'node:zlib';
import { decodeWindows1252 } from '#connectors/transform/windows-1252.ts';

/** What the pages show, in the order in which it was written: the hexadecimal strings of the `TJ` operators. */
export const textsOfPdf = (pdf: Buffer): string => {
  const raw = pdf.toString('latin1');
  const pages = [...raw.matchAll(/\/FlateDecode\n>>\nstream\n/g)].flatMap((found) => {
    const from = found.index + found[0].length;
    try {
      return inflateSync(pdf.subarray(from, raw.indexOf('\nendstream', from))).toString('latin1');
    } catch {
      return [];
    }
  });
  const shown = pages.flatMap((page) => [...page.matchAll(/\[(.*)\] TJ/g)].map(([, parts = '']) => hexIn(parts)));
  return shown.join('\n');
};
const hexIn = (parts: string): string =>
  [...parts.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => decodeWindows1252(Buffer.from(hex, 'hex'))).join('');
