import { createECDH, hkdfSync } from 'node:crypto';

/** The order of P-256's group: private keys are 1 to this, less one. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export interface VapidKeys {
  /** 65 bytes, base64url: what a browser subscribes with. */
  publicKey: string;
  privateKey: string;
}

/**
 * What this installation signs push messages with (RFC 8292), derived from the master secret like every key: none is stored.
 * 48 bytes are drawn for a number of 32, so that none is likelier than another (FIPS 186-5, A.2.1).
 */
export const vapidKeys = (secret: string): VapidKeys => {
  const drawn = Buffer.from(hkdfSync('sha256', secret, 'installation', 'trama/vapid', 48)).toString('hex');
  const scalar = (BigInt(`0x${drawn}`) % (ORDER - 1n)) + 1n;
  const privateKey = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(privateKey);
  // Not `getPrivateKey`: it leaves out leading zeros, and one of 256 keys would be too short to sign with.
  return { publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
};
