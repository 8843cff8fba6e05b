import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal, unseal } from './seal.ts';

const PURPOSE = 'oauth-token';

/** What is kept of an account. */
export interface KeptTokens {
  accessToken: string;
  refreshToken: string | null;
  /** The connection's refresh token at that time: with another one, what was kept is of another sign-in. */
  from: string | null;
}

const ownerOf = (db: TenantDb, connectionId: string) => ({
  tenant: db.tenant,
  id: connectionId,
  connector: PURPOSE,
  hosts: [],
});

export const sealTokens = (
  db: TenantDb,
  connectionId: string,
  tokens: KeptTokens,
): { sealed: Buffer; keyId: string } => {
  const key = db.sealer(PURPOSE);
  return { sealed: seal(key, { ...tokens }, ownerOf(db, connectionId)), keyId: key.id };
};

export const openTokens = (
  db: TenantDb,
  connectionId: string,
  { sealed, key_id: keyId }: { sealed: Buffer | null; key_id: string | null },
): KeptTokens | null => {
  if (!sealed || keyId === null) return null;
  return unseal(db.sealer(PURPOSE), { bytes: sealed, keyId }, ownerOf(db, connectionId)) as unknown as KeptTokens;
};
