import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Database } from '#prisma/with-tenant.ts';
import type { PayloadKeys } from '../../payloads/payload-keys.ts';
import { MOST_PART_BYTES } from '../archive/format.ts';
import { openPiece } from '../archive/open-archive.ts';
import { listParts, partBytes } from '../archive/parts.ts';
import { readTar, type TarFile } from '../archive/tar.ts';
import { ArchiveRefused } from './archive-refused.ts';

/** Text of rows packs to a tenth or so; a bomb to a thousandth. */
const MOST_RATIO = 200;
const ROOM = 64 * 1024 * 1024;

export interface UploadDeps {
  database: Database;
  keys: PayloadKeys;
}

/** What was sent, a piece at a time. `heard` gets each as it was sent. */
async function* sentPieces(
  { database: { withTenant }, keys }: UploadDeps,
  tenantId: string,
  job: string,
  heard: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for (const { n } of await withTenant(tenantId, (db) => listParts(db, job))) {
    const sealed = await withTenant(tenantId, (db) => partBytes(db, job, n));
    if (!sealed) throw new Error('A piece of an upload is gone');
    const bytes = await openPiece(keys, sealed);
    heard(bytes);
    yield bytes;
  }
}

/**
 * Files of an archive that was sent to us, in its order; pieces of what is packed, and one file, are in memory. Nothing of it
 * is believed: what unpacks to far more than it is, or to more than `mostBytes`, ends there. @throws `ArchiveRefused`
 */
export async function* readUpload(
  deps: UploadDeps,
  tenantId: string,
  { job, mostBytes }: { job: string; mostBytes: number },
  heard: (bytes: Uint8Array) => void = () => {},
): AsyncGenerator<TarFile> {
  const size = { packed: 0, plain: 0 };
  const packed = sentPieces(deps, tenantId, job, (bytes) => {
    size.packed += bytes.length;
    heard(bytes);
  });
  const unpacked = Readable.from(packed, { objectMode: false }).on('error', (error) => gunzip.destroy(error));
  const gunzip = unpacked.pipe(createGunzip());
  async function* bounded(): AsyncGenerator<Uint8Array> {
    for await (const bytes of gunzip as AsyncIterable<Buffer>) {
      size.plain += bytes.length;
      if (size.plain > size.packed * MOST_RATIO + ROOM)
        throw new ArchiveRefused('archive_too_large', 'It unpacks to far more than it is');
      if (size.plain > mostBytes)
        throw new ArchiveRefused('archive_too_large', `It unpacks to more than ${mostBytes} bytes`);
      yield bytes;
    }
  }
  try {
    yield* readTar(bounded(), MOST_PART_BYTES);
  } catch (error) {
    throw refusalOf(error);
  } finally {
    unpacked.destroy();
    gunzip.destroy();
  }
}

/** What zlib and tar say of bytes that are none of theirs; all else went wrong on our side. */
const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof ArchiveRefused) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (/is too large$/.test(error.message))
    return new ArchiveRefused('archive_too_large', error.message, { cause: error });
  if (code.startsWith('Z_') || /archive/.test(error.message))
    return new ArchiveRefused('archive_damaged', error.message, { cause: error });
  return error;
};
