import pg from 'pg';
import { isAway, translateError } from './database-error.ts';
import { type Query, queryOn, type SqlValue } from './sql.ts';
import { bearLostConnections, poolConfig } from './tenant-pool.ts';

/** What may look across tenants: the outbox, the sweep, sign-in. Its grants are narrow; see the migrations. */
export interface AdminDb {
  /** One statement, its own transaction. */
  readonly sql: Query;
  readonly transaction: <T>(work: (sql: Query) => Promise<T>) => Promise<T>;
  /**
   * One connection of its own for work whose statements may take hours; for a lock they wait three seconds, so that nobody waits
   * long behind them. It is closed when the work ends. Once it is lost everything fails: what was locked by it is locked no more.
   */
  readonly patient: <T>(work: (held: Pick<AdminDb, 'sql' | 'transaction'>) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export const createAdmin = (options: {
  adminUrl: string;
  adminPoolMax?: number;
  applicationName?: string;
  onError?: (error: Error) => void;
}): AdminDb => {
  const applicationName = `${options.applicationName ?? 'trama'}-admin`;
  const settings = poolConfig({ url: options.adminUrl, max: options.adminPoolMax ?? 5, applicationName });
  const usual = onPool(new pg.Pool(settings), options);

  const patient: AdminDb['patient'] = async (work) => {
    const { statement_timeout: _statement, query_timeout: _query, ...rest } = settings;
    const client = new pg.Client({ ...rest, lock_timeout: 3_000 });
    client.on('error', (error) => options.onError?.(error));
    try {
      await client.connect().catch((error: unknown) => {
        throw translateError(error);
      });
      return await work({ sql: translated(client), transaction: (inside) => transactionOn(client, inside) });
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  return { ...usual, patient };
};

const onPool = (
  pool: pg.Pool,
  options: { onError?: (error: Error) => void },
): Pick<AdminDb, 'sql' | 'transaction' | 'close'> => {
  pool.on('error', (error) => options.onError?.(error));
  bearLostConnections(pool);

  const transaction = async <T>(work: (sql: Query) => Promise<T>): Promise<T> => {
    let broken: Error | undefined;
    const client = await pool.connect().catch((error: unknown) => {
      throw translateError(error);
    });
    try {
      return await transactionOn(client, work, (error) => {
        broken = error;
      });
    } finally {
      client.release(broken);
    }
  };

  return { sql: translated(pool), transaction, close: () => pool.end() };
};

const translated = (client: Pick<pg.ClientBase, 'query'>): Query => {
  const direct = queryOn(client, () => {});
  return async <Row>(strings: TemplateStringsArray, ...values: SqlValue[]) => {
    try {
      return await direct<Row>(strings, ...values);
    } catch (error) {
      throw translateError(error);
    }
  };
};

const transactionOn = async <T>(
  client: Pick<pg.ClientBase, 'query'>,
  work: (sql: Query) => Promise<T>,
  broken: (error: Error) => unknown = () => undefined,
): Promise<T> => {
  try {
    await client.query('begin');
    const result = await work(queryOn(client, () => {}));
    await client.query('commit');
    return result;
  } catch (error) {
    if (isAway(error)) broken(error as Error);
    else await client.query('rollback').catch(broken);
    throw translateError(error);
  }
};
