import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { failure } from '#flow/errors.ts';
import type { PayloadKeys } from './payload-keys.ts';
import { openBytes, type PayloadKey, sealBytes } from './seal-bytes.ts';
import { isShared, SHARED_MARK } from './shared-payload.ts';
import { tenantOf } from './tenant-of.ts';

// CommonJS without names that Node can see: only its default export is to be had.
const { Payload: PayloadType } = proto.temporal.api.common.v1;

const SEALED = Buffer.from('binary/encrypted');
const NULL = Buffer.from('binary/null');
const KEY_ID = 'encryption-key-id';

const encodingOf = ({ metadata }: Payload): Uint8Array => metadata?.encoding ?? new Uint8Array();
const is = (payload: Payload, encoding: Buffer): boolean => encoding.equals(encodingOf(payload));

/**
 * Where the SDK fails before it knows the workflow, only the shape of the error is told to the server; the log has the rest.
 */
const WITHHELD: Payload = {
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from(JSON.stringify({ message: 'withheld: of no tenant', stack_trace: '' })),
};

/** @throws what is a mistake of ours: a value, and not an error's text, without a workflow that it is for. */
const withheld = (payload: Payload): Payload => {
  if (Buffer.from(payload.data ?? []).includes('"stack_trace":')) return WITHHELD;
  throw new Error('A value was about to leave that belongs to no tenant');
};

type Context = Parameters<PayloadCodec['encode']>[1];

/** Everything that Temporal keeps of a tenant, packed and closed with its newest key (docs/decisions/210). */
export const createPayloadCodec = (keys: PayloadKeys): PayloadCodec => {
  /** The last closed form of each value that is shared, as long as the value itself is kept. */
  const closed = new WeakMap<Payload, { keyId: string; sealed: Payload }>();

  const encodeShared = async (payload: Payload, key: PayloadKey): Promise<Payload> => {
    const known = closed.get(payload);
    if (known?.keyId === key.id) return known.sealed;
    const data = await sealBytes(key, PayloadType.encode(payload).finish(), true);
    const sealed = { metadata: { encoding: SEALED, [KEY_ID]: Buffer.from(key.id), ...SHARED_MARK }, data };
    closed.set(payload, { keyId: key.id, sealed });
    return sealed;
  };

  const encode = async (payload: Payload, tenantId: string | null): Promise<Payload> => {
    // Nothing at all tells nothing; a sealed one was never opened, as where a failure is passed on.
    if (is(payload, NULL) || is(payload, SEALED)) return payload;
    if (tenantId === null) return withheld(payload);
    const key = await keys.newest(tenantId);
    if (isShared(payload)) return encodeShared(payload, key);
    const data = await sealBytes(key, PayloadType.encode(payload).finish());
    return { metadata: { encoding: SEALED, [KEY_ID]: Buffer.from(key.id) }, data };
  };

  const decode = async (payload: Payload, tenantId: string | null): Promise<Payload> => {
    if (!is(payload, SEALED)) return payload;
    const keyId = Buffer.from(payload.metadata?.[KEY_ID] ?? []).toString();
    if (tenantId !== null && !keyId.startsWith(`${tenantId}:`))
      throw failure('internal', 'Um valor é de outra conta.', 'A value belongs to another tenant.', {
        retry: 'operator',
      });
    const opened = PayloadType.decode(await openBytes(await keys.byId(keyId), payload.data ?? new Uint8Array()));
    return { metadata: opened.metadata, data: opened.data };
  };

  const tenantIn = (context: Context): string | null => tenantOf(context?.workflowId);
  return {
    encode: (payloads, context) => Promise.all(payloads.map((payload) => encode(payload, tenantIn(context)))),
    decode: (payloads, context) => Promise.all(payloads.map((payload) => decode(payload, tenantIn(context)))),
  };
};
