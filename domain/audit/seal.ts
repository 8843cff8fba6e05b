import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';

const PURPOSE = 'audit';

const sealOf = (key: Buffer, what: string, hash: Buffer): Buffer =>
  createHmac('sha256', key).update(`${what}:`).update(hash).digest();

/** Says with the tenant's key that this hash is ours: whoever has only the database cannot. `what` tells seals apart. */
export const sealHash = (db: TenantDb, what: string, hash: Buffer): { seal: Buffer; sealedBy: string } => {
  const key = db.key(PURPOSE);
  return { seal: sealOf(key.bytes, what, hash), sealedBy: key.id };
};

export const isSealed = (db: TenantDb, what: string, hash: Buffer, seal: Buffer | null): boolean => {
  if (seal === null) return false;
  const ours = sealOf(db.key(PURPOSE).bytes, what, hash);
  return seal.length === ours.length && timingSafeEqual(seal, ours);
};
