import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const BLOCK = 512;
const pack = promisify(gzip);

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** A ustar header. Names are ours: ASCII, 100 characters at most. */
const header = (path: string, size: number): Buffer => {
  const block = Buffer.alloc(BLOCK);
  if (!/^[\x20-\x7e]{1,100}$/.test(path)) throw new Error(`Not a name for an archive: ${path}`);
  block.write(path, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

/** A file of a tar, as a gzip of its own: one after another they are one gzip, so each can be made and kept apart. */
export const tarMember = (path: string, content: Uint8Array): Promise<Buffer> => {
  const rest = (BLOCK - (content.length % BLOCK)) % BLOCK;
  return pack(Buffer.concat([header(path, content.length), content, Buffer.alloc(rest)]), { level: 6 });
};

/** What a tar ends with. */
export const tarEnd = (): Promise<Buffer> => pack(Buffer.alloc(2 * BLOCK));

export interface TarFile {
  path: string;
  content: Buffer;
}

/** Reads the files of a tar that comes in pieces; one at a time is in memory. @throws where it is none, or a file is too large */
export async function* readTar(pieces: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<TarFile> {
  let held: Buffer[] = [];
  let length = 0;
  const source = pieces[Symbol.asyncIterator]();
  const take = async (wanted: number): Promise<Buffer | null> => {
    while (length < wanted) {
      const next = await source.next();
      if (next.done) return null;
      held.push(Buffer.from(next.value));
      length += next.value.length;
    }
    const all = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held, length);
    held = [all.subarray(wanted)];
    length -= wanted;
    return all.subarray(0, wanted);
  };
  for (;;) {
    const block = await take(BLOCK);
    if (!block) throw new Error('The archive is cut short');
    if (block.every((byte) => byte === 0)) return;
    const { path, size } = readHeader(block);
    if (size > mostBytes) throw new Error(`${path} is too large`);
    const content = await take(size);
    const rest = (BLOCK - (size % BLOCK)) % BLOCK;
    if (!content || (rest > 0 && !(await take(rest)))) throw new Error('The archive is cut short');
    yield { path, content: Buffer.from(content) };
  }
}

const textAt = (block: Buffer, from: number, length: number): string =>
  block
    .subarray(from, from + length)
    .toString('latin1')
    .replace(/\0.*$/s, '')
    .trim();

const readHeader = (block: Buffer): { path: string; size: number } => {
  const said = Number.parseInt(textAt(block, 148, 8), 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const size = Number.parseInt(textAt(block, 124, 12), 8);
  const type = textAt(block, 156, 1);
  if (textAt(block, 257, 5) !== 'ustar' || said !== sum || !Number.isSafeInteger(size) || (type !== '0' && type !== ''))
    throw new Error('This is not an archive of ours');
  return { path: textAt(block, 0, 100), size };
};
