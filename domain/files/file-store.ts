import type { FileValue } from '#flow/contracts/file-store.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { ObjectStores } from '../payloads/object-store.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import { hashOf } from '../payloads/payloads.ts';
import { openBytes, sealBytes } from '../payloads/seal-bytes.ts';
import { type FileContent, packFile, unpackFile, withKeyId, withoutKeyId } from './file-envelope.ts';

export interface FileDeps {
  stores: ObjectStores;
  keys: PayloadKeys;
  /** That so many bytes more fit into the tenant's plan. Missing: nobody asks. @throws `limit_exceeded` */
  room?: (tenantId: string, bytes: number) => Promise<void>;
}

const missing = () => failure('not_found', 'Este arquivo não existe', 'There is no such file');

/**
 * Where bytes go that a value only refers to: each content once, closed with the tenant's key, in the first store. Whoever
 * erases the tenant's keys makes its files unreadable.
 */
export const createFileStore = ({ stores, keys, room }: FileDeps) => {
  const put = async (tenantId: string, content: FileContent): Promise<FileValue> => {
    await room?.(tenantId, content.bytes.length);
    const file = hashOf(content.bytes);
    const key = await keys.newest(tenantId);
    const sealed = await sealBytes(key, packFile(content));
    await stores.all[0].put(tenantId, file, withKeyId(key.id, sealed));
    return { file, name: content.name, type: content.type, size: content.bytes.length, sha256: file };
  };

  /** What was kept before another store was chosen is still where it was. */
  const found = async (tenantId: string, file: string): Promise<Uint8Array> => {
    if (!/^[0-9a-f]{64}$/.test(file)) throw missing();
    for (const store of stores.all) {
      try {
        return await store.get(tenantId, file);
      } catch (error) {
        if (!(error instanceof TramaError) || error.code !== 'not_found') throw error;
      }
    }
    throw missing();
  };

  /** @throws `not_found`, for what another tenant owns too; `erased` */
  const open = async (tenantId: string, file: string): Promise<FileContent> => {
    const envelope = withoutKeyId(await found(tenantId, file));
    // Kept before files were closed.
    if ('plain' in envelope) return { bytes: envelope.plain, name: file, type: 'application/octet-stream' };
    return unpackFile(await openBytes(await keys.byId(envelope.keyId), envelope.sealed));
  };

  return {
    put,
    open,
    read: async (tenantId: string, file: string): Promise<Uint8Array> => (await open(tenantId, file)).bytes,
  };
};
export type FileStore = ReturnType<typeof createFileStore>;
