import pg from 'pg';
import { isAway, translateError } from './database-error.ts';
import { type Query, queryOn, type SqlValue } from './sql.ts';
import { bearLostConnections, poolConfig } from './tenant-pool.ts';

/** What may look across tenants: the outbox, the sweep, sign-in. Its grants are narrow; see the migrations. */
export interface AdminDb {
  /** One statement, its own transaction. */
  readonly sql: Query;
  readonly transaction: <T>(work: (sql: Query) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export const createAdmin = (options: {
  adminUrl: string;
  adminPoolMax?: number;
  applicationName?: string;
  onError?: (error: Error) => void;
}): AdminDb => {
  const applicationName = `${options.applicationName ?? 'trama'}-admin`;
  const pool = new pg.Pool(poolConfig({ url: options.adminUrl, max: options.adminPoolMax ?? 5, applicationName }));
  pool.on('error', (error) => options.onError?.(error));
  bearLostConnections(pool);

  const direct = queryOn(pool, () => {});
  const query: Query = async <Row>(strings: TemplateStringsArray, ...values: SqlValue[]) => {
    try {
      return await direct<Row>(strings, ...values);
    } catch (error) {
      throw translateError(error);
    }
  };

  const transaction = async <T>(work: (sql: Query) => Promise<T>): Promise<T> => {
    let broken: Error | undefined;
    const client = await pool.connect().catch((error: unknown) => {
      throw translateError(error);
    });
    try {
      await client.query('begin');
      const result = await work(queryOn(client, () => {}));
      await client.query('commit');
      return result;
    } catch (error) {
      if (isAway(error)) broken = error as Error;
      else
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
      throw translateError(error);
    } finally {
      client.release(broken);
    }
  };

  return { sql: query, transaction, close: () => pool.end() };
};
