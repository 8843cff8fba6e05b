import type pg from 'pg';
import { localMaster, type MasterKey } from '#config/master-key.ts';
import { failure } from '#flow/errors.ts';
import { type AdminDb, createAdmin } from './admin-db.ts';
import { checkRoles } from './check-roles.ts';
import { createModels, createPool, type Models } from './client.ts';
import { createDataKeys, type DataKeys } from './data-keys.ts';
import { isConflict, translateError } from './database-error.ts';
import type { Origin } from './origin.ts';
import { refuseLeaving } from './own-statements.ts';
import { createSealer, type Sealer } from './sealer.ts';
import { type Query, queryOn } from './sql.ts';
import { createKeyring, type Keyring, type SealingKey, type TenantKey } from './tenant-key.ts';
import { currentScope } from './tenant-pool.ts';
import { transact } from './tenant-transaction.ts';

declare const branded: unique symbol;

/** The handle of one tenant's transaction. Only `withTenant` makes one; it is dead after it. No I/O beside it. */
export interface TenantDb {
  readonly [branded]: true;
  /** `ten_…`. */
  readonly tenantId: string;
  /** The same as a uuid, for `tenant_id = ${db.tenant}`. */
  readonly tenant: string;
  readonly sql: Query;
  /** Prisma's models, in this transaction. */
  readonly models: Models;
  /** A lasting key: for names, links and checks that must stay as they are (docs/secrets.md). */
  readonly key: (purpose: string) => TenantKey;
  /** The key that secrets are closed with; it changes by and by, and opens what the ones before it closed. */
  readonly sealer: (purpose: string) => SealingKey;
  /** Who acts, where a request does; null: the product itself. */
  readonly origin: Origin | null;
}

export interface TenantOptions {
  /** How often the work is done again after a deadlock; it must have no effect but on the database. */
  retries?: number;
  /** Who acts (`actingAs`). */
  origin?: Origin | null;
}

export type WithTenant = <T>(
  tenantId: string,
  work: (db: TenantDb) => Promise<T>,
  options?: TenantOptions,
) => Promise<T>;

export interface Database {
  readonly withTenant: WithTenant;
  readonly admin: AdminDb;
  readonly dataKeys: TenantDataKeys;
  /** A lasting key of the installation, of no tenant. */
  readonly key: (purpose: string) => TenantKey;
  /** Refuses roles that could pass by the policies. Done before the first transaction in any case. */
  readonly ready: () => Promise<void>;
  /** Connections of the application's role, and who waits for one. */
  readonly load: () => { waiting: number; size: number };
  readonly close: () => Promise<void>;
}

/** Changes of a tenant's data keys (`ten_…`). */
export interface TenantDataKeys {
  /** Makes the tenant's next key, for what is closed from now on. @returns its number */
  rotate(tenantId: string): Promise<number>;
  /** What this process knew of the tenant's keys is asked for again. */
  forget(tenantId: string): void;
}

export interface DatabaseOptions {
  appUrl: string;
  adminUrl: string;
  /** The installation's root, from which lasting keys are derived (`openRoot`). */
  secret: string;
  /** Master keys, the current one first; the root's text where none is given. */
  masters?: readonly MasterKey[];
  /** Connections of the application role (10). */
  poolMax?: number;
  /** Of the admin role (5): every call's credential is checked there, and the outbox is claimed there. */
  adminPoolMax?: number;
  applicationName?: string;
  /** Hears of idle connections that broke. */
  onError?: (error: Error) => void;
}

/** In the place of a tenant, for what is the installation's own. */
const NO_TENANT = '00000000-0000-0000-0000-000000000000';
const TENANT_ID = /^ten_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

const uuidOf = (tenantId: string): string => {
  const parts = TENANT_ID.exec(tenantId);
  if (!parts) throw failure('not_found', 'Esta conta não existe', 'There is no such tenant');
  return parts.slice(1).join('-');
};

const handle = (
  tenantId: string,
  tenant: string,
  client: pg.PoolClient,
  models: Models,
  keys: { keyring: Keyring; sealer: Sealer },
  { origin, place }: { origin: Origin | null; place: string | undefined },
): TenantDb => {
  const guard = (text: string) => {
    refuseLeaving(text);
    if (currentScope.getStore()?.client !== client || !currentScope.getStore()?.open)
      throw new Error('A handle of withTenant was used outside its transaction');
  };
  const db: Omit<TenantDb, typeof branded> = {
    tenantId,
    tenant,
    sql: queryOn(client, guard, place),
    models,
    key: (purpose) => keys.keyring(tenant, purpose),
    sealer: (purpose) => keys.sealer.of(purpose),
    origin,
  };
  return db as TenantDb;
};

/** Opens the pools. `withTenant` is the one way to the tables of tenants. */
export const createDatabase = (options: DatabaseOptions): Database => {
  const pool = createPool(options);
  const models = createModels(pool);
  const admin = createAdmin(options);
  const keyring = createKeyring(options.secret);
  const masters = options.masters ?? [localMaster(options.secret)];
  const dataKeys: DataKeys = createDataKeys(masters, (tenant, work) =>
    transact(pool, tenant, (client) => work(queryOn(client, () => {}))).catch((error: unknown) => {
      throw translateError(error);
    }),
  );
  let checked: Promise<void> | undefined;
  const ready = () => {
    checked ??= checkRoles(pool, admin).catch((error: unknown) => {
      checked = undefined; // Away at the start may be here later; a wrong role stays wrong.
      throw translateError(error);
    });
    return checked;
  };

  const withTenant: WithTenant = async (tenantId, work, { retries = 2, origin = null } = {}) => {
    const tenant = uuidOf(tenantId);
    if (currentScope.getStore()?.open) throw new Error('withTenant inside withTenant');
    await ready();
    let sealer = createSealer(tenant, keyring, await dataKeys.fresh(tenant));
    for (let left = retries; ; ) {
      try {
        return await transact(pool, tenant, async (client, place) => {
          const db = handle(tenantId, tenant, client, models, { keyring, sealer }, { origin, place });
          const result = await work(db);
          sealer.check();
          return result;
        });
      } catch (error) {
        // The work asked for keys that were not at hand: they are fetched outside of its transaction.
        if (sealer.missed()) sealer = createSealer(tenant, keyring, await dataKeys.load(tenant), true);
        else if (left <= 0 || !isConflict(error)) throw translateError(error);
        else left -= 1;
      }
    }
  };

  const load = () => ({ waiting: pool.waitingCount, size: pool.totalCount });
  const close = async () => {
    await Promise.all([pool.end(), admin.close()]);
  };
  const changes: TenantDataKeys = {
    rotate: (tenantId) => dataKeys.rotate(uuidOf(tenantId)),
    forget: (tenantId) => dataKeys.forget(uuidOf(tenantId)),
  };
  const key = (purpose: string) => keyring(NO_TENANT, purpose);
  return { withTenant, admin, key, dataKeys: changes, ready, load, close };
};
