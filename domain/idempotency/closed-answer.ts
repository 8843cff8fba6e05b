import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal, unseal } from '../connections/seal.ts';

const PURPOSE = 'idempotency';

interface Call {
  route: string;
  key: string;
}

const ownerOf = (db: TenantDb, { route, key }: Call) => ({
  tenant: db.tenant,
  id: key,
  connector: PURPOSE,
  hosts: [route],
});

/** An answer may hold what is shown once alone (an API key) or what a run worked on: it is kept under the tenant's key. */
export const closeAnswer = (db: TenantDb, call: Call, answer: Json): Json => {
  const key = db.sealer(PURPOSE);
  return { keyId: key.id, sealed: seal(key, { answer }, ownerOf(db, call)).toString('base64') };
};

/** @throws `internal` where its key is not here, or somebody changed the row. */
export const openAnswer = (db: TenantDb, call: Call, kept: Json): Json => {
  const { keyId, sealed } = kept as { keyId?: string; sealed?: string };
  // Kept before answers were closed.
  if (keyId === undefined || sealed === undefined) return kept;
  const bytes = Buffer.from(sealed, 'base64');
  return unseal(db.sealer(PURPOSE), { bytes, keyId }, ownerOf(db, call)).answer ?? null;
};
