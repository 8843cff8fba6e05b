import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import { plainJson } from '#prisma/plain-json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { fillRoom } from '../entitlements/freeze.ts';
import { requireModule } from '../entitlements/require-feature.ts';
import { requireRoom } from '../entitlements/require-room.ts';
import { newId, parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';
import { CONNECTION_COLUMNS, type ConnectionRow, type ConnectionView, viewConnection } from './connection-view.ts';
import { flowsUsing } from './flows-using.ts';
import { getConnection, holdConnection, noSuchConnection } from './read-connection.ts';
import { seal } from './seal.ts';
import { forgetAccount } from './sign-in.ts';

const TAKEN = { pt: 'Outra conexão tem este nome.', en: 'Another connection has this name.' };
const SECRET_AGAIN = {
  pt: 'Mudar os servidores pede o segredo de novo.',
  en: 'Changing the hosts asks for the secret again.',
};

const PURPOSE = 'connection';

/** The unique name is found by the database, so two at once cannot both have it. */
const named = async <T>(name: string, write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error, 'connections_tenant_id_name_key')) throw error;
    throw failure(
      'conflict',
      `Já existe uma conexão com o nome ${name}`,
      `There is a connection with the name ${name} already`,
      { errors: [{ pointer: '/name', code: 'taken', message: TAKEN }] },
    );
  }
};

export interface NewConnection {
  connector: string;
  name: string;
  config: JsonObject;
  secret: JsonObject;
  hosts: string[];
  by: string;
  /** Of a caller that may ask twice. */
  id?: string;
}

/** Connectors that are a part of the product by themselves. */
const CHANNELS = ['whatsapp', 'telegram'] as const;

/** Keeps credentials, sealed with the tenant's own key. @throws `conflict` for a name that is taken; `limit_exceeded`, `plan_required` */
export const createConnection = async (db: TenantDb, given: NewConnection): Promise<ConnectionView> => {
  const { connector, name, config, secret, hosts, by, id = newId('con') } = given;
  const key = db.sealer(PURPOSE);
  const sealed = seal(key, secret, { tenant: db.tenant, id, connector, hosts });
  const [row] = await named(
    name,
    () => db.sql<ConnectionRow>`
      insert into connections (tenant_id, id, connector, name, config, hosts, secret, key_id, created_by)
      values (${db.tenant}, ${parseId('con', id)}, ${connector}, ${name}, ${plainJson(config)}::json, ${hosts}::text[],
        ${sealed}, ${key.id}, ${by})
      on conflict (tenant_id, id) do nothing
      returning ${CONNECTION_COLUMNS}`,
  );
  if (!row) return getConnection(db, id);
  const module = CHANNELS.find((one) => connector.startsWith(one));
  if (module) await requireModule(db, module);
  await requireRoom(db, 'connections', 1, { counted: true });
  if (connector.startsWith('whatsapp')) await requireRoom(db, 'whatsapp_instances', 1, { counted: true });
  await appendAudit(db, { actor: by, action: 'connection.create', target: id, data: { connector, name, hosts } });
  const told = { connectionId: id, connector, name, by };
  await tellEndpoints(db, [{ type: 'connection.created', flowId: null, data: told }]);
  return viewConnection(row);
};

export interface ConnectionChange {
  name?: string;
  config?: JsonObject;
  /** All of it; what is left out stays as it was. */
  secret?: JsonObject;
  hosts?: string[];
}

const needsSecret = () =>
  failure('invalid', 'Outros servidores pedem o segredo de novo', 'Other hosts need the secret again', {
    errors: [{ pointer: '/secret', code: 'required', message: SECRET_AGAIN }],
  });

const sameHosts = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted());

/** Where tokens are got, sent, shown and given back, and by whom: they are of another connection when one of these changes. */
const OF_THE_GRANT = ['auth', 'grant', 'authorizeUrl', 'tokenUrl', 'accountUrl', 'revokeUrl', 'clientId'] as const;

const leadsElsewhere = (before: Led, after: Led): boolean =>
  !sameHosts(before.hosts, after.hosts) || OF_THE_GRANT.some((name) => before.config[name] !== after.config[name]);
type Led = Pick<ConnectionView, 'hosts' | 'config'>;

/**
 * Changes a connection. Its hosts only change together with its secret: whoever may edit cannot lead a secret that they
 * do not know to a host of theirs. Nor an account that somebody signed in to: led elsewhere, the connection forgets it.
 * @throws `not_found`, `conflict` for a taken name, or one that published flows use, `invalid`
 */
export const updateConnection = async (
  db: TenantDb,
  id: string,
  change: ConnectionChange,
  by: string,
): Promise<ConnectionView> => {
  await holdConnection(db, id);
  const before = await getConnection(db, id);
  const { name = before.name, config = before.config, hosts = before.hosts, secret } = change;
  if (!sameHosts(hosts, before.hosts) && secret === undefined) throw needsSecret();
  if (name !== before.name) await refuseUsed(db, [before.name]);
  const key = db.sealer(PURPOSE);
  const sealed = secret && seal(key, secret, { tenant: db.tenant, id, connector: before.connector, hosts });
  const [row] = await named(
    name,
    () => db.sql<ConnectionRow>`
      update connections set name = ${name}, config = ${plainJson(config)}::json, hosts = ${hosts}::text[],
        secret = coalesce(${sealed ?? null}::bytea, secret),
        secret_changed_at = case when ${sealed !== undefined}::boolean then now() else secret_changed_at end,
        key_id = case when ${sealed !== undefined}::boolean then ${key.id} else key_id end,
        tested_at = null, test_error = null, updated_at = now()
      where tenant_id = ${db.tenant} and id = ${parseId('con', id)}
      returning ${CONNECTION_COLUMNS}`,
  );
  if (!row) throw noSuchConnection();
  if (leadsElsewhere(before, { hosts, config })) await forgetAccount(db, id);
  const data = { name, hosts, secret: secret !== undefined };
  await appendAudit(db, { actor: by, action: 'connection.update', target: id, data });
  const told = { connectionId: id, connector: before.connector, name, secret: data.secret, by };
  await tellEndpoints(db, [{ type: 'connection.changed', flowId: null, data: told }]);
  return getConnection(db, id);
};

/** @throws `not_found`, `conflict` where a published flow uses it (docs/decisions/206) */
export const deleteConnection = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const { name, connector } = await getConnection(db, id);
  await refuseUsed(db, [id, name]);
  await db.sql`delete from connections where tenant_id = ${db.tenant} and id = ${parseId('con', id)}`;
  await fillRoom(db, 'connection');
  await appendAudit(db, { actor: by, action: 'connection.delete', target: id, data: { name } });
  const told = { connectionId: id, connector, name, by };
  await tellEndpoints(db, [{ type: 'connection.deleted', flowId: null, data: told }]);
};

const refuseUsed = async (db: TenantDb, references: string[]): Promise<void> => {
  const flows = await flowsUsing(db, references);
  if (flows.length === 0) return;
  const names = flows.map(({ name }) => name).join(', ');
  throw failure(
    'conflict',
    `Fluxos publicados usam a conexão: ${names}`,
    `Published flows use the connection: ${names}`,
    {
      details: { flows: flows.map(({ id, name }) => ({ id, name })) },
    },
  );
};

/** Keeps how a try of the connection went; null: well. */
export const recordConnectionTest = async (db: TenantDb, id: string, error: string | null): Promise<ConnectionView> => {
  const [row] = await db.sql<ConnectionRow>`
    update connections set tested_at = now(), test_error = ${error?.slice(0, 1_000) ?? null}
    where tenant_id = ${db.tenant} and id = ${parseId('con', id)} returning ${CONNECTION_COLUMNS}`;
  if (!row) throw noSuchConnection();
  return viewConnection(row);
};
