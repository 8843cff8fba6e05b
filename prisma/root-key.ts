import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { SettingError } from '#config/env.ts';
import type { MasterKey } from '#config/master-key.ts';
import { unwrapWith } from './data-keys.ts';
import { startClient, startGiven } from './start-client.ts';

const CONTEXT = 'installation-key/root';

interface Kept {
  master_id: string;
  wrapped: Buffer;
}

const missing = (needed: readonly string[], masters: readonly MasterKey[]): SettingError => {
  const [wanted, given] = [needed.join(', '), masters.map(({ id }) => id).join(', ')];
  return new SettingError(
    'TRAMA_SECRET',
    `falta a chave mestra ${wanted}, com que este banco foi fechado; dada: ${given}`,
    `the master key ${wanted}, which this database is closed with, is missing; given: ${given}`,
  );
};

const idsOf = async (client: pg.Client, query: string): Promise<string[]> =>
  (await client.query<{ id: string }>(query)).rows.map(({ id }) => id);

/** Of a database that was used before roots were kept: the master key itself was the root, and its id stands everywhere. */
const formerRoot = async (client: pg.Client, masters: readonly MasterKey[]): Promise<string | null> => {
  const ids = await idsOf(
    client,
    `select id from (select wrapped_by as id from payload_keys union select key_id from connections) known
     where id !~ '^d[0-9]+$' order by id`,
  );
  const found = masters.find(({ id, secret }) => secret !== undefined && ids.includes(id));
  if (ids.length > 0 && !found?.secret) throw missing(ids, masters);
  const { rows } = await client.query<{ data_keys: boolean }>('select data_keys from key_settings');
  return (found ?? (rows[0]?.data_keys ? undefined : masters.find(({ secret }) => secret)))?.secret ?? null;
};

/** Keys that none of the given master keys opens. */
const orphans = (client: pg.Client, masters: readonly MasterKey[]): Promise<string[]> =>
  idsOf(client, 'select distinct master_id as id from tenant_key_wraps').then(async (all) => {
    const known = all.filter((id) => masters.some((master) => master.opens(id)));
    const { rows } = await client.query<{ id: string }>(
      `select distinct master_id as id from tenant_key_wraps w where not exists (
         select 1 from tenant_key_wraps o
         where o.tenant_id = w.tenant_id and o.number = w.number and o.master_id = any ($1))`,
      [known],
    );
    return rows.map(({ id }) => id);
  });

/**
 * The root where there is one already, asked before the roles of the database are made. One that is there and does not open
 * is an error and not null: another one in its place would lock out whatever was made with it.
 * @throws {SettingError} where the database does not answer, or the master key is missing
 */
export const knownRoot = async (url: string, masters: readonly MasterKey[]): Promise<string | null> => {
  const client = await startGiven(url);
  try {
    const [table] = await idsOf(client, `select to_regclass('public.installation_keys')::text as id`);
    if (!table || (await idsOf(client, 'select master_id as id from installation_keys')).length === 0) return null;
  } finally {
    await client.end();
  }
  return openRoot(url, masters);
};

/**
 * The installation's root, as text: opened by any of the master keys, and closed again with those that do not open it yet. It
 * is made at the first start. `secret`: what the root has to be where there is none, since more was derived from it already.
 * @throws {SettingError} naming the master key that is missing
 */
export const openRoot = async (
  adminUrl: string,
  masters: readonly MasterKey[],
  secret: string | null = null,
): Promise<string> => {
  const client = await startClient(adminUrl);
  try {
    const kept = async () =>
      (await client.query<Kept>(`select master_id, wrapped from installation_keys where name = 'root' and not dropped`))
        .rows;
    const keep = async (root: string, by: readonly MasterKey[]) => {
      for (const master of by) {
        const { masterId, bytes } = await master.wrap(Buffer.from(root), CONTEXT);
        await client.query(
          `insert into installation_keys (name, master_id, wrapped) values ('root', $1, $2) on conflict do nothing`,
          [masterId, bytes],
        );
      }
    };
    let rows = await kept();
    if (rows.length === 0) {
      const root = (await formerRoot(client, masters)) ?? secret ?? randomBytes(32).toString('hex');
      await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [CONTEXT]);
      // Another process may have been first with another one: what stands there counts.
      if ((await kept()).length === 0) await keep(root, masters);
      await client.query(`select pg_advisory_unlock(hashtextextended($1, 0))`, [CONTEXT]);
      rows = await kept();
    }
    if (!rows.some(({ master_id: id }) => masters.some((master) => master.opens(id))))
      throw missing(
        rows.map(({ master_id: id }) => id),
        masters,
      );
    const lost = await orphans(client, masters);
    if (lost.length > 0) throw missing(lost, masters);
    const wraps = rows.map(({ master_id: masterId, wrapped: bytes }) => ({ masterId, bytes }));
    const root = (await unwrapWith(masters, wraps, CONTEXT)).toString();
    await keep(
      root,
      masters.filter(({ id }) => !rows.some((row) => row.master_id === id)),
    );
    return root;
  } finally {
    await client.end();
  }
};
