import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What a master key closed, and which one it was. */
export interface Wrapped {
  masterId: string;
  bytes: Buffer;
}

/**
 * A key that closes other keys and nothing else. `context` is bound to what is closed: moved to another row, it does not
 * open. Where the key is with somebody else, both calls go over the network.
 */
export interface MasterKey {
  /** What closes now: names the key, and tells nothing of it. */
  readonly id: string;
  /** Whether what was closed under this id opens here. */
  opens(masterId: string): boolean;
  wrap(key: Buffer, context: string): Promise<Wrapped>;
  /** @throws where the key is another, or somebody changed the row */
  unwrap(wrapped: Wrapped, context: string): Promise<Buffer>;
  /** The text of a key that this process holds itself. */
  readonly secret?: string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The name of a master key of ours: 64 bits of a hash that is used for nothing else. */
export const masterIdOf = (secret: string): string =>
  createHash('sha256').update(`trama-key-id:${secret}`).digest('hex').slice(0, 16);

/** A master key that was given as text (TRAMA_SECRET, a file): AES-256-GCM under a key derived from it. */
export const localMaster = (secret: string): MasterKey => {
  const id = masterIdOf(secret);
  const outer = Buffer.from(hkdfSync('sha256', secret, '', 'trama/master-wrap', 32));
  return {
    id,
    secret,
    opens: (masterId) => masterId === id,
    wrap: async (key, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', outer, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(key), cipher.final()]);
      return { masterId: id, bytes: Buffer.concat([iv, cipher.getAuthTag(), body]) };
    },
    unwrap: async ({ bytes }, context) => {
      const decipher = createDecipheriv('aes-256-gcm', outer, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
};
