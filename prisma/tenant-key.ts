import { createHash, hkdfSync } from 'node:crypto';

export interface TenantKey {
  /** Names the data key, or the root, that the key came from; stored beside what the key closed. */
  id: string;
  bytes: Buffer;
}

/** What closes secrets: the tenant's newest data key, for one purpose; and how to find the key that closed an older one. */
export interface SealingKey extends TenantKey {
  /** Null: the tenant has no such key (any more). */
  opening(keyId: string): TenantKey | null;
}

/** A key of one purpose from a data key: what is closed for one purpose does not open for another. */
export const purposeKey = (tenant: string, id: string, dataKey: Buffer, purpose: string): TenantKey => ({
  id,
  bytes: Buffer.from(hkdfSync('sha256', dataKey, tenant, `trama/${purpose}`, 32)),
});

const derive = (secret: string, tenant: string, purpose: string): TenantKey => ({
  id: createHash('sha256').update(`trama-key-id:${secret}`).digest('hex').slice(0, 16),
  bytes: Buffer.from(hkdfSync('sha256', secret, tenant, `trama/${purpose}`, 32)),
});

/**
 * Lasting keys of tenants, derived from the installation's root (HKDF, salted with the tenant): none is stored anywhere.
 * They stay the same when master and data keys change: names, links and cursors are made with them (docs/secrets.md).
 */
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
