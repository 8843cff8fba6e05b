import { createHash } from 'node:crypto';
import type { ApiDeps, FileKeeper } from '#api/deps.ts';
import { putPayload } from '#domain/payloads/payloads.ts';

/** Keeps bytes under the hash of their content; what a run sees is `{ file, name, type, size, sha256 }`. */
export const keepFile =
  (deps: Pick<ApiDeps, 'database'>, tenantId: string): FileKeeper =>
  async ({ bytes, name, type }) => {
    const file = await deps.database.withTenant(tenantId, (db) => putPayload(db, bytes));
    return { file, name, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
