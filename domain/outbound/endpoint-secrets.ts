import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal, unseal } from '../connections/seal.ts';

/** What an endpoint keeps closed. */
export interface EndpointSecrets {
  current: string;
  previous: string | null;
  headers: Record<string, string>;
}

const PURPOSE = 'webhook';

/** Bound to the tenant, the endpoint and its host: a row that is given another address does not open. */
const ownerOf = (db: TenantDb, id: string, url: string) => ({
  tenant: db.tenant,
  id,
  connector: PURPOSE,
  hosts: [new URL(url).host],
});

/** @param id the endpoint's uuid */
export const sealSecrets = (
  db: TenantDb,
  id: string,
  url: string,
  secrets: EndpointSecrets,
): { bytes: Buffer; keyId: string } => {
  const key = db.sealer(PURPOSE);
  return { bytes: seal(key, { ...secrets }, ownerOf(db, id, url)), keyId: key.id };
};

export const openSecrets = (
  db: TenantDb,
  row: { id: string; url: string; secrets: Buffer; key_id: string },
): EndpointSecrets =>
  unseal(
    db.sealer(PURPOSE),
    { bytes: row.secrets, keyId: row.key_id },
    ownerOf(db, row.id, row.url),
  ) as unknown as EndpointSecrets;
