import type { Payload } from '@temporalio/common';
import proto from '@temporalio/proto';
import { TramaError } from '#flow/errors.ts';
import type { ObjectStores } from './object-store.ts';
import { createPayloadCodec } from './payload-codec.ts';
import type { PayloadKeys } from './payload-keys.ts';

// CommonJS without names that Node can see: only its default export is to be had.
const { Payload: PayloadType } = proto.temporal.api.common.v1;

const REFERENCE = 'temporal.api.sdk.v1.ExternalStorageReference';

/** Of any tenant: whoever calls this has been found to be an operator. */
export interface OperatorCodec {
  /** What cannot be opened (of an erased tenant, or of a store that forgot it) comes back as it is. */
  decode(payloads: Payload[], options?: { keepReferences?: boolean }): Promise<Payload[]>;
  encode(payloads: Payload[], tenantId: string): Promise<Payload[]>;
}

interface Reference {
  driverName?: string;
  claimData?: { tenant?: string; hash?: string };
}

const referenceIn = ({ metadata, data }: Payload): Reference | null =>
  Buffer.from(metadata?.messageType ?? []).toString() === REFERENCE
    ? (JSON.parse(Buffer.from(data ?? []).toString()) as Reference)
    : null;

export const createOperatorCodec = (keys: PayloadKeys, { all }: ObjectStores): OperatorCodec => {
  const codec = createPayloadCodec(keys);

  const fetched = async (payload: Payload): Promise<Payload> => {
    const reference = referenceIn(payload);
    const store = all.find(({ name }) => name === reference?.driverName);
    const { tenant, hash } = reference?.claimData ?? {};
    if (!store || !tenant || !hash) return payload;
    return PayloadType.decode(await store.get(tenant, hash));
  };

  const decode = async (payload: Payload, keepReferences: boolean): Promise<Payload> => {
    try {
      const [opened] = await codec.decode([keepReferences ? payload : await fetched(payload)]);
      return opened ?? payload;
    } catch (error) {
      if (error instanceof TramaError && error.code === 'unavailable') throw error;
      return payload;
    }
  };

  return {
    decode: (payloads, { keepReferences = false } = {}) =>
      Promise.all(payloads.map((payload) => decode(payload, keepReferences))),
    encode: (payloads, tenantId) =>
      codec.encode(payloads, { type: 'workflow', namespace: '', workflowId: `${tenantId}/` }),
  };
};
