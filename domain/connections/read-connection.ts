import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { frozenConnection } from '../entitlements/refuse-frozen.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import { CONNECTION_COLUMNS, type ConnectionRow, type ConnectionView, viewConnection } from './connection-view.ts';
import { unseal } from './seal.ts';

export const noSuchConnection = () => failure('not_found', 'Esta conexão não existe', 'There is no such connection');

/** @throws `not_found` */
export const getConnection = async (db: TenantDb, id: string): Promise<ConnectionView> => {
  const [row] = await db.sql<ConnectionRow>`
    select ${CONNECTION_COLUMNS} from connections where tenant_id = ${db.tenant} and id = ${parseId('con', id)}`;
  if (!row) throw noSuchConnection();
  return viewConnection(row);
};

/** Keeps the connection as it is until the transaction ends. @throws `not_found` */
export const holdConnection = async (db: TenantDb, id: string): Promise<void> => {
  const [row] = await db.sql`
    select 1 from connections where tenant_id = ${db.tenant} and id = ${parseId('con', id)} for no key update`;
  if (!row) throw noSuchConnection();
};

/** Newest first. @throws `malformed` */
export const listConnections = async (
  db: TenantDb,
  filters: { connector?: string | undefined },
  page: PageRequest,
): Promise<Page<ConnectionView>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'connections', known, page.cursor);
  const rows = await db.sql<ConnectionRow>`
    select ${CONNECTION_COLUMNS} from connections where tenant_id = ${db.tenant}
      ${filters.connector === undefined ? emptySql : sql`and connector = ${filters.connector}`}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewConnection,
    cursor: (last) => writeCursor(db, 'connections', known, last.id),
  });
};

/** By id or name. @throws `missing_connection`, `connection_frozen` */
export const openConnection = async (db: TenantDb, reference: string): Promise<ConnectionValue> => {
  const [row] = await db.sql<ConnectionRow & { secret: Buffer; key_id: string; frozen: boolean }>`
    select ${CONNECTION_COLUMNS}, secret, key_id, exists (select from frozen_items z
      where z.tenant_id = connections.tenant_id and z.kind = 'connection' and z.item_id = connections.id) as frozen
    from connections
    where tenant_id = ${db.tenant} and (id = ${uuidIn('con', reference)} or name = ${reference})
    order by (id = ${uuidIn('con', reference)}) desc nulls last limit 1`;
  if (!row) {
    const name = reference.slice(0, 120);
    throw failure('missing_connection', `Não existe a conexão ${name}`, `There is no connection ${name}`);
  }
  if (row.frozen) throw await frozenConnection(db, row.name);
  const { connector, name, config, hosts } = row;
  const id = formatId('con', row.id);
  const owner = { tenant: db.tenant, id, connector, hosts };
  const secret = unseal(db.sealer('connection'), { bytes: row.secret, keyId: row.key_id }, owner);
  return { id, connector, name, config, secret, hosts };
};
