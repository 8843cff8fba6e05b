import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { refuseLeaving } from './own-statements.ts';

/** One open transaction of one tenant: the only place where the application's connection may be used. */
export interface Scope {
  readonly client: pg.PoolClient;
  open: boolean;
}

export const currentScope = new AsyncLocalStorage<Scope>();

// int8 as bigint; all else as the driver reads it.
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
};

export interface PoolSettings {
  url: string;
  max: number;
  applicationName: string;
  /** Where unnamed tables are looked for, where it is not `public`. */
  searchPath?: string;
}

/** What node-pg leaves open by default, said: waits end, and a forgotten transaction is ended by the server. */
export const poolConfig = ({ url, max, applicationName, searchPath }: PoolSettings): pg.PoolConfig => ({
  connectionString: url,
  max,
  application_name: applicationName,
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 60_000,
  statement_timeout: 15_000,
  // The server's own limits mean nothing while the server hangs: then this side gives up.
  query_timeout: 8_000,
  idle_in_transaction_session_timeout: 20_000,
  keepAlive: true,
  types: TYPES,
  ...(searchPath !== undefined && { options: `-c search_path=${searchPath}` }),
});

/**
 * A server that dies says so on every connection. The pool hears it on those that lie idle; on one that somebody has taken
 * and asks nothing of at that moment nobody would, and Node ends a process for that. Who has taken it hears it at its next
 * query.
 */
export const bearLostConnections = (pool: pg.Pool): void => {
  pool.on('connect', (client) => client.on('error', () => undefined));
};

/**
 * The pool that Prisma gets. A query goes to the transaction that `withTenant` opened around it, and nowhere else:
 * outside of one there is no connection to be had, so a forgotten tenant is an error before it is an empty answer.
 * (Prisma's own transactions are not used: see docs/decisions/209.)
 */
export class TenantPool extends pg.Pool {
  /** A connection for `withTenant` itself. */
  checkout(): Promise<pg.PoolClient> {
    return super.connect();
  }

  // node-pg's overloads cannot be written again here; Prisma's adapter calls with one query object.
  // oxlint-disable-next-line typescript/no-explicit-any -- erasure of the overloads of pg.Pool.query
  override query(...args: any[]): any {
    const scope = currentScope.getStore();
    if (!scope?.open) return Promise.reject(new Error('A tenant query outside withTenant'));
    const [asked] = args as [string | { text: string }];
    try {
      refuseLeaving(typeof asked === 'string' ? asked : asked.text);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    const { client } = scope as { client: { query(...given: unknown[]): unknown } };
    return client.query(...args);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- erasure of the overloads of pg.Pool.connect
  override connect(): any {
    return Promise.reject(new Error('Inside withTenant there is one transaction; Prisma may not open another'));
  }
}
