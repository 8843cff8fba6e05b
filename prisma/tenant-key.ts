import { createHash, hkdfSync } from 'node:crypto';

export interface TenantKey {
  /** Names the master secret that the key came from; stored beside what the key closed. */
  id: string;
  bytes: Buffer;
}

const derive = (secret: string, tenant: string, purpose: string): TenantKey => ({
  id: createHash('sha256').update(`trama-key-id:${secret}`).digest('hex').slice(0, 16),
  bytes: Buffer.from(hkdfSync('sha256', secret, tenant, `trama/${purpose}`, 32)),
});

/** Keys of tenants, derived from the master secret (HKDF, salted with the tenant): none is stored anywhere. */
export const createKeyring = (secret: string, capacity = 10_000) => {
  if (secret.length < 16) throw new Error('The master secret must have 16 characters or more');
  const known = new Map<string, TenantKey>();
  return (tenant: string, purpose: string): TenantKey => {
    const slot = `${tenant}/${purpose}`;
    const key = known.get(slot) ?? derive(secret, tenant, purpose);
    if (known.size >= capacity) known.clear();
    known.set(slot, key);
    return key;
  };
};
export type Keyring = ReturnType<typeof createKeyring>;
