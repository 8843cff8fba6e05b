import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { sleep } from '#scripts/embedded/processes.ts';

/** Rows that only what is under way may have. */
const LEFT = {
  'open runs': 'select count(*) from runs where ended_at is null',
  'outbox rows': 'select count(*) from outbox where done_at is null',
  subscriptions: 'select count(*) from subscriptions',
  'open approvals': `select count(*) from approvals where status = 'open'`,
  'advisory locks': `select count(*) from pg_locks where locktype = 'advisory'`,
  'transactions under way': `select count(*) from pg_stat_activity
    where xact_start < now() - interval '5 seconds' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  'receipts without a run': 'select count(*) from webhook_receipts where run_id is null',
  'ended runs without a trace': `select count(*) from runs r where r.status = 'succeeded'
    and not exists (select 1 from trace_pages t where t.tenant_id = r.tenant_id and t.run_id = r.id)`,
};

/** What the tables and Temporal show once all is over. */
export interface Remains {
  /** By name, only what is not 0. */
  left: Record<string, number>;
  runs: number;
  /** Of accepted triggers, how many became more than one run of their flow. */
  doubledRuns: number;
  counter: number;
  /** ms from acceptance to end, ascending. */
  durations: { kind: string; ms: number }[];
}

/** Looks past the product, into PostgreSQL and Temporal. */
export class LeftBehind {
  readonly #url: string;
  readonly #temporal: string;

  constructor({ superuserUrl, temporalAddress }: { superuserUrl: string; temporalAddress: string }) {
    this.#url = superuserUrl;
    this.#temporal = temporalAddress;
  }

  /** Looks again until nothing is left, or the time is over. */
  async look(withinMs: number): Promise<Remains> {
    const db = new pg.Client({ connectionString: this.#url });
    await db.connect();
    const connection = await Connection.connect({ address: this.#temporal });
    try {
      const left = await this.#settled(db, new Client({ connection }), Date.now() + withinMs);
      return { left, ...(await figures(db)) };
    } finally {
      await connection.close();
      await db.end();
    }
  }

  async #settled(db: pg.Client, client: Client, until: number): Promise<Record<string, number>> {
    for (; ; await sleep(500)) {
      const left = await countLeft(db, client);
      if (Object.keys(left).length === 0 || Date.now() > until) return left;
    }
  }
}

async function countLeft(db: pg.Client, client: Client): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const [name, sql] of Object.entries(LEFT)) {
    const { rows } = await db.query<{ count: string }>(sql);
    const count = Number(rows[0]?.count ?? 0);
    if (count > 0) left[name] = count;
  }
  const { count } = await client.workflow.count('ExecutionStatus = "Running"');
  if (count > 0) left['open workflows'] = count;
  return left;
}

async function figures(db: pg.Client): Promise<Omit<Remains, 'left'>> {
  const one = async (sql: string): Promise<number> => {
    const { rows } = await db.query<{ n: string | null }>(sql);
    return Number(rows[0]?.n ?? 0);
  };
  const { rows } = await db.query<{ kind: string; ms: string }>(
    // A run of `signal` goes on as long as somebody calls.
    `select f.name as kind, extract(epoch from r.ended_at - r.accepted_at) * 1000 as ms from runs r
     join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id
     where r.ended_at is not null and f.name <> 'signal' order by 2`,
  );
  return {
    runs: await one('select count(*) as n from runs'),
    doubledRuns: await one(`select count(*) as n from (
      select 1 from runs where trigger->'data'->>'token' is not null
      group by flow_id, trigger->'data'->>'token' having count(*) > 1) twice`),
    counter: await one(`select value #>> '{}' as n from state_entries where key = 'crash' and scope = 'tenant'`),
    durations: rows.map(({ kind, ms }) => ({ kind, ms: Number(ms) })),
  };
}
