import { setTimeout as sleep } from 'node:timers/promises';
import type { Query } from '#prisma/sql.ts';
import { type Step, stepDone } from './placement-step.ts';

/** Longer than the server lets a transaction of the application sit idle, or one of its statements run. */
const PATIENCE_MS = 60_000;
/** While the tenant is still in: an import writes for minutes in one transaction, and the move is tried again later. */
const PATIENCE_BEFORE_MS = 10_000;
const LOOK_MS = 20;

/** Transactions of the application and of the admin role that are open now, by their own numbers. */
const openTransactions = (sql: Query) => sql<{ id: string }>`
  select l.virtualtransaction as id from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'virtualxid' and a.usename in ('trama_app', 'trama_admin') and a.datname = current_database()
    and a.pid <> pg_backend_pid()`;

/** Until every transaction that is open now has ended. */
const waitForOpen = async (sql: Query, patienceMs: number): Promise<void> => {
  const older = new Set((await openTransactions(sql)).map(({ id }) => id));
  for (const until = Date.now() + patienceMs; older.size > 0; ) {
    if (Date.now() > until) throw new Error('A transaction of before the move does not end');
    await sleep(LOOK_MS);
    const now = new Set((await openTransactions(sql)).map(({ id }) => id));
    for (const id of older) if (!now.has(id)) older.delete(id);
  }
};

/**
 * From the commit on whoever begins something for the tenant is told to come back. Who began before may still be writing:
 * they are waited for, so that nothing costs the transactions of everybody, always, a lock. What goes on for long is found before
 * anybody is shut out.
 */
export const freezeTenant: Step = async ({ sql }, move) => {
  const [open] = await sql`select 1 from tenant_placements where tenant_id = ${move.tenant} and path is not null`;
  if (open) await waitForOpen(sql, PATIENCE_BEFORE_MS);
  await sql`
    update tenant_placements set path = null, frozen_at = coalesce(frozen_at, now())
    where tenant_id = ${move.tenant} and step = 'asked'`;
  await waitForOpen(sql, PATIENCE_MS);
  await stepDone(sql, move, 'frozen');
};
