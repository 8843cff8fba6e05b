import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';
import { seal, unseal } from './seal.ts';

const CONNECTION = 'connection';
const TOKEN = 'oauth-token';

export const sealedConnections: SealedPlace = {
  name: 'connections',
  table: sql`connections`,
  keyId: KEY_ID,
  purpose: CONNECTION,
  reseal: async (db, { limit, skip }) => {
    const key = db.sealer(CONNECTION);
    const rows = await db.sql<{ id: string; connector: string; hosts: string[]; secret: Buffer; key_id: string }>`
      select id, connector, hosts, secret, key_id from connections
      where tenant_id = ${db.tenant} and key_id <> ${key.id} order by id limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async ({ id, connector, hosts, secret, key_id: keyId }) => {
      const owner = { tenant: db.tenant, id: formatId('con', id), connector, hosts };
      const again = seal(key, unseal(key, { bytes: secret, keyId }, owner), owner);
      await db.sql`
        update connections set secret = ${again}, key_id = ${key.id} where tenant_id = ${db.tenant} and id = ${id}`;
    });
  },
};

/** Whoever is fetching a token writes the row when it has one: a lease is no lock, so the row's own is taken here. */
export const sealedTokens: SealedPlace = {
  name: 'oauth_tokens',
  table: sql`oauth_tokens`,
  keyId: KEY_ID,
  purpose: TOKEN,
  reseal: async (db, { limit, skip }) => {
    const key = db.sealer(TOKEN);
    const rows = await db.sql<{ connection_id: string; sealed: Buffer; key_id: string }>`
      select connection_id, sealed, key_id from oauth_tokens
      where tenant_id = ${db.tenant} and key_id <> ${key.id}
      order by connection_id limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async ({ connection_id: id, sealed, key_id: keyId }) => {
      const owner = { tenant: db.tenant, id: formatId('con', id), connector: TOKEN, hosts: [] };
      const again = seal(key, unseal(key, { bytes: sealed, keyId }, owner), owner);
      await db.sql`
        update oauth_tokens set sealed = ${again}, key_id = ${key.id}
        where tenant_id = ${db.tenant} and connection_id = ${id}`;
    });
  },
};
