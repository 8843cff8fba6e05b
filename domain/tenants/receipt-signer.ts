import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import type { JsonObject } from '#flow/json.ts';

/** What is signed: SHA-256 of the receipt's JSON with its names in order. */
export const hashOfReceipt = (receipt: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(Object.entries(receipt).toSorted(([a], [b]) => (a < b ? -1 : 1)))))
    .digest('hex');

// RFC 8410: what stands before the 32 bytes of an ed25519 key.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs receipts with an ed25519 key that follows from the master secret; whoever has its public half can check them. */
export const createReceiptSigner = (secret: string) => {
  const seed = Buffer.from(hkdfSync('sha256', secret, 'trama', 'trama/erasure-receipts', 32));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const shown = createPublicKey(key);
  return {
    /** SPKI, PEM. */
    publicKey: shown.export({ format: 'pem', type: 'spki' }).toString(),
    /** Base64. @param hash hex */
    sign: (hash: string): string => sign(null, Buffer.from(hash, 'hex'), key).toString('base64'),
    isOurs: (hash: string, signature: string): boolean =>
      verify(null, Buffer.from(hash, 'hex'), shown, Buffer.from(signature, 'base64')),
  };
};
export type ReceiptSigner = ReturnType<typeof createReceiptSigner>;
