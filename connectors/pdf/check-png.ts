import { inflateSync } from 'node:zlib';

/** A PNG is unpacked to be written: some kilobytes can become gigabytes. */
const MAX_PIXELS = 10_000_000;
const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Colour types and how many samples a pixel has in each. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: where the passes begin, and their steps: x, y, dx, dy. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  width: number;
  height: number;
  /** Of a pixel. */
  bits: number;
  interlaced: boolean;
}

/**
 * True for a PNG that is whole. The library that writes it unpacks it later, in a callback, where a broken one would end the
 * process: so it is unpacked here first.
 */
export const isWholePng = (bytes: Buffer): boolean => {
  const header = headerOf(bytes);
  const packed = header && dataOf(bytes);
  if (!header || !packed) return false;
  const lines = linesOf(header);
  const size = lines.reduce((sum, { count, length }) => sum + count * length, 0);
  try {
    const data = inflateSync(packed, { maxOutputLength: size + 1 });
    return data.length === size && filtersAreKnown(data, lines);
  } catch {
    return false;
  }
};

const headerOf = (bytes: Buffer): Header | null => {
  if (bytes.length < 45 || bytes.subarray(0, 8).toString('latin1') !== SIGNATURE) return null;
  if (bytes.subarray(12, 16).toString('latin1') !== 'IHDR') return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth, colour, interlace] = [bytes[24] ?? 0, bytes[25] ?? 1, bytes[28] ?? 2];
  const samples = SAMPLES[colour];
  const isDepth = [1, 2, 4, 8, 16].includes(depth) && (depth >= 8 || colour === 0 || colour === 3);
  if (samples === undefined || !isDepth || interlace > 1 || (colour === 3 && depth === 16)) return null;
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) return null;
  return { width, height, bits: depth * samples, interlaced: interlace === 1 };
};

/** The packed pixels; null where a chunk is cut, or a palette is missing. */
const dataOf = (bytes: Buffer): Buffer | null => {
  const parts: Buffer[] = [];
  let hasPalette = bytes[25] !== 3;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.subarray(at + 4, at + 8).toString('latin1');
    if (at + 12 + length > bytes.length) return null;
    if (name === 'IEND') return hasPalette && parts.length > 0 ? Buffer.concat(parts) : null;
    if (name === 'PLTE') hasPalette = length > 0 && length % 3 === 0 && length <= 768;
    if (name === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return null;
};

interface Lines {
  count: number;
  /** Bytes, the filter's byte among them. */
  length: number;
}

const linesOf = ({ width, height, bits, interlaced }: Header): Lines[] => {
  const passes = interlaced ? PASSES : ([[0, 0, 1, 1]] as const);
  return passes.flatMap(([x, y, dx, dy]) => {
    const [columns, count] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    return columns > 0 && count > 0 ? [{ count, length: 1 + Math.ceil((columns * bits) / 8) }] : [];
  });
};

const filtersAreKnown = (data: Buffer, lines: readonly Lines[]): boolean => {
  let at = 0;
  for (const { count, length } of lines)
    for (let line = 0; line < count; line++, at += length) if ((data[at] ?? 5) > 4) return false;
  return true;
};
