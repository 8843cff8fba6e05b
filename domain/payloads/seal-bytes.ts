import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { failure } from '#flow/errors.ts';

/** A tenant's key in the clear; it lives in memory only. */
export interface PayloadKey {
  /** `ten_…:<number>`: stands beside what it closed. */
  id: string;
  bytes: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Below this, packing costs more than it saves. */
const PACK_FROM = 512;
/** From here on packing leaves the event loop, and the same bytes are closed to the same bytes: they are stored once. */
const LARGE = 64 * 1024;
/** More than anything of ours is: no packed bytes may grow beyond it. */
const MOST_BYTES = 96 * 1024 * 1024;
const LEVEL = 3;

const PLAIN = 1;
const PACKED = 2;

const pack = async (plain: Uint8Array): Promise<Uint8Array | null> => {
  if (plain.length < PACK_FROM) return null;
  const packed =
    plain.length < LARGE
      ? deflateRawSync(plain, { level: LEVEL })
      : await promisify(deflateRaw)(plain, { level: LEVEL });
  return packed.length < plain.length * 0.9 ? packed : null;
};

const unpack = async (packed: Uint8Array): Promise<Uint8Array> => {
  const options = { maxOutputLength: MOST_BYTES };
  return packed.length < LARGE / 8 ? inflateRawSync(packed, options) : await promisify(inflateRaw)(packed, options);
};

/**
 * Random for small values. For large ones it follows from key and content (as in SIV): who sees the stores may learn that
 * two large values of one tenant are equal, and in exchange a value that goes through ten steps is stored once.
 */
const ivFor = (key: PayloadKey, plain: Uint8Array, same: boolean): Buffer =>
  !same && plain.length < LARGE
    ? randomBytes(IV_BYTES)
    : createHmac('sha256', key.bytes).update('trama/iv').update(plain).digest().subarray(0, IV_BYTES);

/**
 * Packs what gains by it, then AES-256-GCM, bound to the key's id: form, IV, tag, ciphertext. `same`: the same bytes are
 * closed to the same bytes, however few they are.
 */
export const sealBytes = async (key: PayloadKey, plain: Uint8Array, same = false): Promise<Uint8Array> => {
  const packed = await pack(plain);
  const form = Buffer.of(packed ? PACKED : PLAIN);
  const iv = ivFor(key, plain, same);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(Buffer.concat([form, Buffer.from(key.id)]));
  const body = cipher.update(packed ?? plain);
  cipher.final();
  return Buffer.concat([form, iv, cipher.getAuthTag(), body]);
};

/** @throws `internal`, for an operator: the bytes were changed, or belong to another key. */
export const openBytes = async (key: PayloadKey, sealed: Uint8Array): Promise<Uint8Array> => {
  const form = sealed.subarray(0, 1);
  const start = 1 + IV_BYTES + TAG_BYTES;
  if (sealed.length < start || (form[0] !== PLAIN && form[0] !== PACKED)) throw refused();
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, sealed.subarray(1, 1 + IV_BYTES))
    .setAAD(Buffer.concat([form, Buffer.from(key.id)]))
    .setAuthTag(sealed.subarray(1 + IV_BYTES, start));
  const body = decipher.update(sealed.subarray(start));
  try {
    decipher.final();
  } catch {
    throw refused();
  }
  return form[0] === PACKED ? await unpack(body) : body;
};

const refused = () =>
  failure('internal', 'Um valor guardado não abre: foi alterado.', 'A kept value does not open: it was changed.', {
    retry: 'operator',
  });
