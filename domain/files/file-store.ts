import { createHash } from 'node:crypto';
import type { Database } from '#prisma/with-tenant.ts';
import { getPayload, putPayload } from '../payloads/payloads.ts';

export interface KeptFile {
  /** The hash of its content. */
  file: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  sha256: string;
}

interface NewFile {
  bytes: Uint8Array;
  name: string;
  type: string;
}

/** Where bytes go that a value only refers to: among the tenant's payloads, each content once. */
export const createFileStore = ({ withTenant }: Pick<Database, 'withTenant'>) => ({
  put: async (tenantId: string, { bytes, name, type }: NewFile): Promise<KeptFile> => {
    const file = await withTenant(tenantId, (db) => putPayload(db, bytes));
    return { file, name, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  },
  /** @throws `not_found`, for what another tenant owns too. */
  read: (tenantId: string, file: string): Promise<Uint8Array> => withTenant(tenantId, (db) => getPayload(db, file)),
});
