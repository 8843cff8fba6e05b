import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign as signBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** `hmac`: a secret that both sides have. `ed25519`: only we can sign, and anybody can check. */
export type SignatureKind = 'hmac' | 'ed25519';

/** What signs: `whsec_…`, or `whsk_…` (seed and public key, base64). */
export interface SigningKey {
  secret: string;
  /** `whpk_…`, of ed25519. */
  publicKey: string | null;
}

const SECRET_BYTES = 32;
const SEED_BYTES = 32;

export const newSigningKey = (kind: SignatureKind): SigningKey => {
  if (kind === 'hmac') return { secret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`, publicKey: null };
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { d = '' } = privateKey.export({ format: 'jwk' });
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const [seed, open] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  return {
    secret: `whsk_${Buffer.concat([seed, open]).toString('base64')}`,
    publicKey: `whpk_${open.toString('base64')}`,
  };
};

const privateKeyOf = (secret: string): KeyObject => {
  const bytes = Buffer.from(secret.slice('whsk_'.length), 'base64');
  const [d, x] = [bytes.subarray(0, SEED_BYTES), bytes.subarray(SEED_BYTES)].map((part) => part.toString('base64url'));
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: d ?? '', x: x ?? '' }, format: 'jwk' });
};

/** One signature of the header: `v1,…` of a secret, `v1a,…` of a key pair. */
export const signatureOf = (secret: string, id: string, at: Date, body: string): string => {
  if (!secret.startsWith('whsk_')) return new Webhook(secret).sign(id, at, body);
  const content = Buffer.from(`${id}.${Math.floor(at.getTime() / 1000)}.${body}`);
  return `v1a,${signBytes(null, content, privateKeyOf(secret)).toString('base64')}`;
};

/** The headers of Standard Webhooks. While a secret is being replaced both of them sign. */
export const signedHeaders = (
  secrets: readonly string[],
  { id, at, body }: { id: string; at: Date; body: string },
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': secrets.map((secret) => signatureOf(secret, id, at, body)).join(' '),
});
