import type { ApiDeps, FileKeeper } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';

/** Keeps bytes under the hash of their content; what a run sees is `{ file, name, type, size, sha256 }`. */
export const keepFile =
  ({ actions: { files } }: Pick<ApiDeps, 'actions'>, tenantId: string): FileKeeper =>
  async (file) => {
    if (!files)
      throw fail('files_not_available', 'Arquivos ainda não são guardados aqui.', 'Files are not kept here yet.');
    return { ...(await files.put(tenantId, file)) };
  };
