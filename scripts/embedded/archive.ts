import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

const BLOCK = 512;

/**
 * The one member of that file name, whatever its folder, in a zip (a Python wheel is one) or a gzipped tar.
 * @throws when there is none
 */
export function memberOf(archive: Uint8Array, fileName: string): Uint8Array {
  const isGzip = archive[0] === 0x1f && archive[1] === 0x8b;
  const member = isGzip ? tarMember(gunzipSync(archive), fileName) : zipMember(archive, fileName);
  if (!member) throw new Error(`the archive holds no ${fileName}`);
  return member;
}

function zipMember(archive: Uint8Array, fileName: string): Uint8Array | undefined {
  return Object.values(unzipSync(archive, { filter: ({ name }) => path.posix.basename(name) === fileName }))[0];
}

/** A tar is a row of blocks: one that names and measures a file, then as many as the file needs. */
function tarMember(tar: Buffer, fileName: string): Uint8Array | undefined {
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const name = textAt(tar, at, 100);
    if (name === '') return undefined;
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8);
    const isFile = ['0', ''].includes(textAt(tar, at + 156, 1));
    if (isFile && path.posix.basename(name) === fileName) return tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}

const textAt = (tar: Buffer, at: number, length: number): string =>
  tar
    .toString('latin1', at, at + length)
    .replace(/\0.*$/s, '')
    .trim();
