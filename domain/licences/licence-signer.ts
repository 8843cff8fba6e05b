import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { errors, exportJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { TenantKey } from '#prisma/tenant-key.ts';

/** What stands before a seed in the PKCS #8 form of an Ed25519 key (RFC 8410). */
const ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const ISSUER = 'trama';
const AUDIENCE = 'trama-apps';
const KIND = 'trama-licence+jwt';
/** Keys by their number; the last one signs. A new one is added here a release before it signs, so that programs know it. */
const KEYS = [1];

/** What a licence says. Times are milliseconds. */
export interface LicenceClaims {
  /** `lic_…` */
  id: string;
  /** `ten_…` */
  tenantId: string;
  plan: string;
  offline: 'basic' | 'full';
  /** SHA-256 of what names the computer. */
  machine: Buffer;
  issuedMs: number;
  refreshMs: number;
  expiresMs: number;
  graceMs: number;
}

export interface LicenceSigner {
  sign(claims: LicenceClaims): Promise<string>;
  /** Whose document it is, however old; null: we did not sign it. What counts now the database knows. */
  read(document: string): Promise<{ id: string; tenantId: string; machine: string } | null>;
  /** Public keys: programs know them for as long as they are installed. */
  keys(): Promise<{ keys: JWK[] }>;
}

/** As a document names a computer; `sdks/typescript/src/verify-licence.ts` counts the same. */
export const machineHash = (machine: string): Buffer =>
  createHash('sha256').update(`trama-machine/1:${machine}`).digest();

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const seconds = (ms: number): number => Math.floor(ms / 1000);

/**
 * Signs licences (Ed25519), by keys that follow from the installation's root: none is stored. They last, since programs that
 * never connect have to know them (docs/decisions/880). `key`: the installation's keys.
 */
export const createLicenceSigner = (key: (purpose: string) => TenantKey): LicenceSigner => {
  const keyOf = (number: number): KeyObject => {
    const seed = key(`licences/${number}`).bytes;
    return createPrivateKey({ key: Buffer.concat([ED25519, seed]), format: 'der', type: 'pkcs8' });
  };
  const all = KEYS.map((number) => ({ kid: `l${number}`, key: keyOf(number) }));
  const [current] = all.slice(-1);
  if (!current) throw new Error('There is no key for licences');
  return {
    sign: ({ id, tenantId, plan, offline, machine, ...at }) =>
      new SignJWT({
        ...{ plan, offline, mach: machine.toString('base64url') },
        ...{ ref: seconds(at.refreshMs), gra: seconds(at.graceMs) },
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: KIND, kid: current.kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(tenantId)
        .setJti(id)
        .setIssuedAt(seconds(at.issuedMs))
        .setExpirationTime(seconds(at.expiresMs))
        .sign(current.key),
    read: async (document) => {
      try {
        const { payload } = await jwtVerify(
          document.trim(),
          ({ kid }) => {
            const found = all.find((one) => one.kid === kid);
            if (!found) throw new errors.JWKSNoMatchingKey();
            return createPublicKey(found.key);
          },
          // How old it is does not matter here: what has expired is refreshed.
          { issuer: ISSUER, audience: AUDIENCE, algorithms: ['EdDSA'], typ: KIND, currentDate: new Date(0) },
        );
        return { id: text(payload.jti), tenantId: text(payload.sub), machine: text(payload.mach) };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
    keys: async () => ({
      keys: await Promise.all(
        all.map(async ({ kid, key: own }) => ({
          ...(await exportJWK(createPublicKey(own))),
          ...{ kid, alg: 'EdDSA', use: 'sig' },
        })),
      ),
    }),
  };
};
