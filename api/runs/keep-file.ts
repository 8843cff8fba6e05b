import type { ApiDeps, FileKeeper } from '#api/deps.ts';
import { createFileStore } from '#domain/files/file-store.ts';

/** Keeps bytes under the hash of their content; what a run sees is `{ file, name, type, size, sha256 }`. */
export const keepFile = (deps: Pick<ApiDeps, 'database'>, tenantId: string): FileKeeper => {
  const files = createFileStore(deps.database);
  return async (file) => ({ ...(await files.put(tenantId, file)) });
};
