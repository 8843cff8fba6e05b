import { createHash } from 'node:crypto';
import type { FileStore } from '#flow/contracts/file-store.ts';
import { failure } from '#flow/errors.ts';

/** Files of one process, each tenant's its own: for tests and for the simulator. */
export const inMemoryFiles = (): FileStore => {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (tenantId, { bytes, name, type }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.set(`${tenantId}/${sha256}`, bytes);
      return { file: sha256, name, type, size: bytes.length, sha256 };
    },
    read: async (tenantId, file) => {
      const bytes = kept.get(`${tenantId}/${file}`);
      if (!bytes) throw failure('not_found', 'Este arquivo não existe.', 'There is no such file.');
      return bytes;
    },
  };
};
