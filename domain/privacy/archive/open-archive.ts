import { withoutKeyId } from '../../files/file-envelope.ts';
import type { PayloadKeys } from '../../payloads/payload-keys.ts';
import { openBytes } from '../../payloads/seal-bytes.ts';
import { listParts, partBytes } from './parts.ts';
import { tarEnd, tarMember } from './tar.ts';
import { type ArchiveDeps, fileIn } from './write-archive.ts';

/** The archive of an export that is done: a tar, packed by gzip, a piece at a time. */
export async function* openArchive(deps: ArchiveDeps, tenantId: string, job: string): AsyncGenerator<Uint8Array> {
  const { withTenant } = deps.database;
  for (const { n, path } of await withTenant(tenantId, (db) => listParts(db, job))) {
    if (path?.startsWith('files/')) {
      const content = await fileOf(deps, tenantId, path.slice('files/'.length));
      if (content) yield await tarMember(path, content);
      continue;
    }
    const sealed = await withTenant(tenantId, (db) => partBytes(db, job, n));
    if (!sealed) throw new Error('A piece of an archive is gone');
    yield await openPiece(deps.keys, sealed);
  }
  yield await tarEnd();
}

/** @throws where it was not closed by us */
export const openPiece = async (keys: PayloadKeys, stored: Uint8Array): Promise<Uint8Array> => {
  const envelope = withoutKeyId(stored);
  if ('plain' in envelope) throw new Error('A piece of an archive is not closed');
  return await openBytes(await keys.byId(envelope.keyId), envelope.sealed);
};

/** From whichever store has it; what was forgotten since is not in the archive, and its manifest says what it was. */
const fileOf = async (deps: ArchiveDeps, tenantId: string, hash: string): Promise<Buffer | null> => {
  for (const store of deps.stores.all) {
    const stored = await store.get(tenantId, hash).catch((error: unknown) => {
      if ((error as { code?: string }).code === 'not_found') return null;
      throw error;
    });
    if (stored) return await fileIn(deps, stored);
  }
  return null;
};
