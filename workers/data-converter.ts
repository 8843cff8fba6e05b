import { fileURLToPath } from 'node:url';
import { type DataConverter, ExternalStorage, type StorageDriver, StorageDriverClaim } from '@temporalio/common';
import proto from '@temporalio/proto';
import type { ObjectStore, ObjectStores } from '#domain/payloads/object-store.ts';
import { createPayloadCodec } from '#domain/payloads/payload-codec.ts';
import type { PayloadKeys } from '#domain/payloads/payload-keys.ts';
import { hashOf } from '#domain/payloads/payloads.ts';
import { rememberedObjects } from '#domain/payloads/remembered-objects.ts';
import { isShared } from '#domain/payloads/shared-payload.ts';
import { tenantOf } from '#domain/payloads/tenant-of.ts';

/** Larger values stand in a store of ours, and a history only names them: Temporal refuses payloads over 2 MB. */
const LARGE_BYTES = 128 * 1024;
/** So do smaller ones that many histories hold; a name takes a third of this. */
const SHARED_BYTES = 1024;
/** Of those a process remembers as many. */
const REMEMBERED = 200;
// CommonJS without names that Node can see: only its default export is to be had.
const { Payload } = proto.temporal.api.common.v1;

const ownerOf = (workflowId: string | undefined): string => {
  const tenant = tenantOf(workflowId);
  if (tenant === null) throw new Error(`a payload of ${workflowId ?? 'no workflow'} belongs to no tenant`);
  return tenant;
};

/** Values named by the hash of their closed bytes: written twice, they are one. */
const driverOf = (store: ObjectStore): StorageDriver => ({
  name: store.name,
  type: `trama.${store.name}`,
  store: ({ target }, payloads) => {
    const tenant = ownerOf(target?.kind === 'workflow' ? target.id : undefined);
    return Promise.all(
      payloads.map(async (payload) => {
        const bytes = Payload.encode(payload).finish();
        const hash = hashOf(bytes);
        await store.put(tenant, hash, bytes);
        return new StorageDriverClaim({ tenant, hash });
      }),
    );
  },
  retrieve: (_context, claims) =>
    Promise.all(
      claims.map(async ({ claimData: { tenant = '', hash = '' } }) => Payload.decode(await store.get(tenant, hash))),
    ),
});

/**
 * How values travel between us and Temporal; client and worker must use the same. The codec comes first: what is large or
 * shared is stored closed. New ones go to the first store; a history names the one that it was written to. The only file that knows
 * the API of external storage.
 */
export const dataConverter = ({ all }: ObjectStores, keys: PayloadKeys): DataConverter => {
  const drivers = all.map((store) => driverOf(rememberedObjects(store, { most: REMEMBERED, below: LARGE_BYTES })));
  const [first] = drivers;
  return {
    failureConverterPath: fileURLToPath(new URL('../workflows/failure-converter.cjs', import.meta.url)),
    payloadCodecs: [createPayloadCodec(keys)],
    externalStorage: new ExternalStorage({
      drivers,
      driverSelector: (_context, payload) =>
        isShared(payload) || (payload.data?.length ?? 0) >= LARGE_BYTES ? (first ?? null) : null,
      payloadSizeThreshold: SHARED_BYTES,
    }),
  };
};
