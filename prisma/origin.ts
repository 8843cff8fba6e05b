import type { AdminDb } from './admin-db.ts';
import type { Database, WithTenant } from './with-tenant.ts';

/** Who acts through a handle, and from where: what the audit knows of a request without being told by each deed. */
export interface Origin {
  /** `user:<id>`, `key:<id>`: the same as the deeds' own `by`. */
  readonly actor: string;
  /** As people know them; null where nobody knows. */
  readonly name: string | null;
  /** Whoever sits in that person's place (`user:<id>`). */
  readonly impersonator: string | null;
  /** What they proved themselves by: `session`, `key`, `token`, `link`; null: by nothing. */
  readonly via: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly traceId: string;
  /** Hears the action of each entry that is written, for checks of our own. */
  readonly noted?: (action: string) => void;
}

type Stop = Pick<AbortSignal, 'throwIfAborted'>;

/** Of the admin role; a statement that is its own transaction is done or not begun. */
const stoppableAdmin = (admin: AdminDb, stop: Stop): AdminDb => ({
  ...admin,
  sql: async (strings, ...values) => {
    stop.throwIfAborted();
    return admin.sql(strings, ...values);
  },
  transaction: async (work) => {
    stop.throwIfAborted();
    return admin.transaction(async (sql) => {
      const result = await work(sql);
      stop.throwIfAborted();
      return result;
    });
  },
});

/** The same database, each of whose transactions knows who acts; once `stop` has fired none begins, and none commits. */
export const actingAs = (database: Database, origin: Origin, stop?: Stop): Database => {
  const withTenant: WithTenant = async (tenantId, work, options) => {
    stop?.throwIfAborted();
    const stoppable: typeof work = async (db) => {
      const result = await work(db);
      stop?.throwIfAborted();
      return result;
    };
    return database.withTenant(tenantId, stoppable, { ...options, origin });
  };
  return {
    ...database,
    withTenant,
    // Made where it is asked for: most calls ask for none.
    get admin() {
      return stop ? stoppableAdmin(database.admin, stop) : database.admin;
    },
  };
};
