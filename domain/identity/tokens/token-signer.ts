import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { errors, exportJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { TenantKey } from '#prisma/tenant-key.ts';

/** Minutes that an access token lasts. */
export const TOKEN_MINUTES = 10;
const PERIOD_MS = 7 * 86_400_000;
const ISSUER = 'trama';
const AUDIENCE = 'trama-api';
/** What stands before a seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What an access token says. */
export interface TokenClaims {
  /** uuid */
  id: string;
  /** `ten_…` */
  tenantId: string;
  /** uuid of the family. */
  family: string;
  /** `key_…` */
  keyId: string;
  scopes: string[];
}

export interface TokenSigner {
  sign(claims: TokenClaims): Promise<string>;
  /** What a token says that we signed and that is not over; else null. Whether it still counts, the database knows. */
  read(token: string): Promise<(TokenClaims & { expiresAt: number }) | null>;
  /** Public keys of the period before, of this one and of the next. */
  jwks(): Promise<{ keys: JWK[] }>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Signs access tokens (Ed25519). Each week has a key of its own, derived from the installation's root: none is stored, every
 * process knows the same ones, and the next one is published a week before it is used. `key`: the installation's keys.
 */
export const createTokenSigner = (key: (purpose: string) => TenantKey, now: () => number = Date.now): TokenSigner => {
  const known = new Map<number, KeyObject>();
  const keyOf = (period: number): KeyObject => {
    const seed = () => key(`access-tokens/${period}`).bytes;
    const found =
      known.get(period) ?? createPrivateKey({ key: Buffer.concat([ED25519, seed()]), format: 'der', type: 'pkcs8' });
    if (known.size > 8) known.clear();
    known.set(period, found);
    return found;
  };
  const current = () => Math.floor(now() / PERIOD_MS);
  const periods = () => [current() - 1, current(), current() + 1];
  const published = async (period: number): Promise<JWK> => ({
    ...(await exportJWK(createPublicKey(keyOf(period)))),
    kid: `w${period}`,
    alg: 'EdDSA',
    use: 'sig',
  });
  return {
    sign: ({ id, tenantId, family, keyId, scopes }) =>
      new SignJWT({ tid: tenantId, fam: family, scope: scopes.join(' ') })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: `w${current()}` })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(keyId)
        .setJti(id)
        .setIssuedAt(Math.floor(now() / 1000))
        .setExpirationTime(Math.floor(now() / 1000) + TOKEN_MINUTES * 60)
        .sign(keyOf(current())),
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(
          token,
          ({ kid }) => {
            const period = periods().find((one) => kid === `w${one}`);
            if (period === undefined) throw new errors.JWKSNoMatchingKey();
            return createPublicKey(keyOf(period));
          },
          { issuer: ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'], typ: 'at+jwt', currentDate: new Date(now()) },
        );
        return {
          id: text(payload.jti),
          tenantId: text(payload.tid),
          family: text(payload.fam),
          keyId: text(payload.sub),
          scopes: text(payload.scope).split(' ').filter(Boolean),
          expiresAt: (payload.exp ?? 0) * 1000,
        };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
    jwks: async () => ({ keys: await Promise.all(periods().map(published)) }),
  };
};
