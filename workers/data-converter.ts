import { fileURLToPath } from 'node:url';
import { type DataConverter, ExternalStorage, type StorageDriver, StorageDriverClaim } from '@temporalio/common';
import proto from '@temporalio/proto';
import { createPayloadCodec } from '#domain/payloads/payload-codec.ts';
import type { PayloadKeys } from '#domain/payloads/payload-keys.ts';
import { getPayload, putPayload } from '#domain/payloads/payloads.ts';
import { tenantOf } from '#domain/payloads/tenant-of.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** Larger values stand in PostgreSQL, and a history only names them: Temporal refuses payloads over 2 MB. */
const LARGE_BYTES = 128 * 1024;
// CommonJS without names that Node can see: only its default export is to be had.
const { Payload } = proto.temporal.api.common.v1;

const ownerOf = (workflowId: string | undefined): string => {
  const tenant = tenantOf(workflowId);
  if (tenant === null) throw new Error(`a payload of ${workflowId ?? 'no workflow'} belongs to no tenant`);
  return tenant;
};

/** Large values in the table `payloads`, named by the hash of their bytes: written twice, they are one. */
const postgresDriver = (database: Database): StorageDriver => ({
  name: 'postgres',
  type: 'trama.postgres',
  store: async ({ target }, payloads) => {
    const tenant = ownerOf(target?.kind === 'workflow' ? target.id : undefined);
    return await database.withTenant(tenant, async (db) => {
      const claims: StorageDriverClaim[] = [];
      for (const payload of payloads) {
        const hash = await putPayload(db, Payload.encode(payload).finish());
        claims.push(new StorageDriverClaim({ tenant, hash }));
      }
      return claims;
    });
  },
  retrieve: (_context, claims) =>
    Promise.all(
      claims.map(async ({ claimData: { tenant = '', hash = '' } }) =>
        Payload.decode(await database.withTenant(tenant, (db) => getPayload(db, hash))),
      ),
    ),
});

/**
 * How values travel between us and Temporal; client and worker must use the same. The codec comes first: what is large is
 * stored closed. The only file that knows the API of external storage.
 */
export const dataConverter = (database: Database, keys: PayloadKeys): DataConverter => ({
  failureConverterPath: fileURLToPath(new URL('../workflows/failure-converter.cjs', import.meta.url)),
  payloadCodecs: [createPayloadCodec(keys)],
  externalStorage: new ExternalStorage({ drivers: [postgresDriver(database)], payloadSizeThreshold: LARGE_BYTES }),
});
