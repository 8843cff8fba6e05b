/**
 * QR codes of bytes (ISO/IEC 18004), level M, versions 1 to 13: up to 331 bytes, which any `otpauth:` address fits in.
 * No library: this is all of it that one picture of a secret needs, and the secret stays in the page.
 */

/** By version from 1: error-correcting bytes a block, blocks of level M. Where blocks differ, the last ones hold a byte more. */
const EC_BYTES = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9];

const sizeOf = (version: number): number => version * 4 + 17;

/** Where the small squares stand, both ways. */
function alignmentOf(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = Array.from({ length: count - 1 }, (_, n) => sizeOf(version) - 7 - n * step);
  return [6, ...places.toReversed()];
}

/** Cells that are no pattern, in bytes. */
function rawBytes(version: number): number {
  const size = sizeOf(version);
  let cells = size * size - 3 * 64 - 31 - 2 * (size - 16);
  const count = version === 1 ? 0 : Math.floor(version / 7) + 2;
  if (count > 0) cells -= (count * count - 3) * 25 - (count - 2) * 10;
  if (version >= 7) cells -= 36;
  return Math.floor(cells / 8);
}

const dataBytes = (version: number): number =>
  rawBytes(version) - (EC_BYTES[version - 1] ?? 0) * (BLOCKS[version - 1] ?? 0);

/** In the field of 256 elements, by x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

function divisorOf(degree: number): number[] {
  const result: number[] = Array.from({ length: degree }, (_, n) => (n === degree - 1 ? 1 : 0));
  let root = 1;
  for (let round = 0; round < degree; round++) {
    for (let n = 0; n < degree; n++) {
      result[n] = times(result[n] ?? 0, root);
      if (n + 1 < degree) result[n] = (result[n] ?? 0) ^ (result[n + 1] ?? 0);
    }
    root = times(root, 2);
  }
  return result;
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0);
    result.push(0);
    divisor.forEach((one, n) => {
      result[n] = (result[n] ?? 0) ^ times(one, factor);
    });
  }
  return result;
}

/** Mode, length, bytes, and the filling to the version's size. */
function dataOf(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let n = length - 1; n >= 0; n--) bits.push((value >>> n) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const most = dataBytes(version) * 8;
  push(0, Math.min(4, most - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let filler = 0xec; bits.length < most; filler ^= 0xec ^ 0x11) push(filler, 8);
  return Array.from({ length: bits.length / 8 }, (_, n) =>
    bits.slice(n * 8, n * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  );
}

/** Blocks with their corrections, byte by byte in turn. */
function withCorrection(data: readonly number[], version: number): number[] {
  const count = BLOCKS[version - 1] ?? 1;
  const ecLength = EC_BYTES[version - 1] ?? 0;
  const short = Math.floor(data.length / count);
  const shortOnes = count - (data.length % count);
  const divisor = divisorOf(ecLength);
  const blocks = Array.from({ length: count }, (_, n) => {
    const start = n * short + Math.max(0, n - shortOnes);
    return data.slice(start, start + short + (n < shortOnes ? 0 : 1));
  });
  const corrections = blocks.map((block) => remainderOf(block, divisor));
  const inTurn = (lists: readonly (readonly number[])[], length: number): number[] =>
    Array.from({ length }, (_, at) => lists.flatMap((list) => (at < list.length ? [list[at] ?? 0] : []))).flat();
  return [...inTurn(blocks, short + 1), ...inTurn(corrections, ecLength)];
}

/** Cells by row: true is dark; null is free for data. */
type Grid = (boolean | null)[][];

function patternsOf(version: number): Grid {
  const size = sizeOf(version);
  const grid: Grid = Array.from({ length: size }, () => Array.from({ length: size }, () => null));
  const set = (x: number, y: number, dark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  for (let n = 0; n < size; n++) {
    set(6, n, n % 2 === 0);
    set(n, 6, n % 2 === 0);
  }
  const square = (cx: number, cy: number, reach: number, light: readonly number[]) => {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++)
        set(cx + dx, cy + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, 4, [2, 4]);
  const places = alignmentOf(version);
  const last = places.at(-1);
  for (const x of places)
    for (const y of places)
      if (!((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6))) square(x, y, 2, [1]);
  if (version >= 7) versionBits(version, set);
  formatBits(0, size, set);
  return grid;
}

type Set = (x: number, y: number, dark: boolean) => void;

function versionBits(version: number, set: Set): void {
  let rest = version;
  for (let n = 0; n < 12; n++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let n = 0; n < 18; n++) {
    const [a, b] = [sizeOf(version) - 11 + (n % 3), Math.floor(n / 3)];
    set(a, b, ((bits >>> n) & 1) === 1);
    set(b, a, ((bits >>> n) & 1) === 1);
  }
}

/** Level M (0) and the mask, twice. */
function formatBits(mask: number, size: number, set: Set): void {
  let rest = mask;
  for (let n = 0; n < 10; n++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const dark = (n: number) => ((bits >>> n) & 1) === 1;
  for (let n = 0; n <= 5; n++) set(8, n, dark(n));
  set(8, 7, dark(6));
  set(8, 8, dark(7));
  set(7, 8, dark(8));
  for (let n = 9; n < 15; n++) set(14 - n, 8, dark(n));
  for (let n = 0; n < 8; n++) set(size - 1 - n, 8, dark(n));
  for (let n = 8; n < 15; n++) set(8, size - 15 + n, dark(n));
  set(8, size - 8, true);
}

/** Two columns at a time, from the right, up and down in turn; every other cell is turned (mask 0), so that no large areas are one. */
function fill(grid: Grid, bytes: readonly number[]): boolean[][] {
  const size = grid.length;
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      for (const x of [right, right - 1]) {
        const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
        const row = grid[y];
        if (!row || row[x] !== null) continue;
        const one = bit < bytes.length * 8 && (((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) === 1;
        row[x] = one !== ((x + y) % 2 === 0);
        bit++;
      }
    }
  }
  return grid.map((row) => row.map((cell) => cell === true));
}

/** The cells of a QR code, by row; true is dark. @throws where the text is too long */
export function qrCode(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  for (let version = 1; version <= EC_BYTES.length; version++) {
    const room = dataBytes(version) - (version < 10 ? 2 : 3);
    if (bytes.length <= room) return fill(patternsOf(version), withCorrection(dataOf(bytes, version), version));
  }
  throw new Error('Too long for a QR code');
}
