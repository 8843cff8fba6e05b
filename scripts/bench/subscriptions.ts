import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { newId, parseId } from '#domain/ids.ts';
import { PLATFORM_ID } from '#domain/platform/platform.ts';
import { SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import { type Product, startProduct } from './servers.ts';

/** What so many open subscriptions cost, and what becomes of them when all of their trials end at the same instant. */
export interface SubscriptionFigures {
  open: number;
  /** Until all of them wait for the end of their trial. */
  openS: number;
  /** Until all of them have heard one event and wait again. */
  heardS: number;
  /** From the instant at which all trials end: until half of them, and all of them, are free. */
  halfS: number;
  allS: number;
  /** Of one subscription, over all its histories: opened, one event heard, trial ended. */
  events: number;
  historyBytes: number;
  histories: number;
  /** Bytes of one in PostgreSQL, with its tenant, run, trace, events and letters. */
  databaseBytes: number;
  rows: Record<string, number>;
  /** Resident memory of the product's Node processes, and of Temporal and PostgreSQL, in MB: before, with all open, at the end. */
  nodeMb: number[];
  serversMb: number[];
}

const ZONE = 'America/Sao_Paulo';
const SAMPLE = 40;
const LOOK_MS = 250;
const PATIENCE_MS = 60 * 60_000;
const PLATFORM = parseId('ten', PLATFORM_ID);
const COUNTED = ['runs', 'trace_pages', 'events', 'subscriptions', 'outbox', 'billing_notices', 'subscription_changes'];

class Subscriptions {
  readonly #db: pg.Client;
  readonly #product: Product;
  readonly #tenants: string[];

  constructor(db: pg.Client, product: Product, open: number) {
    this.#db = db;
    this.#product = product;
    this.#tenants = Array.from({ length: open }, () => parseId('ten', newId('ten')));
  }

  async #number(query: string, values: unknown[] = []): Promise<number> {
    const { rows } = await this.#db.query<{ n: string }>(query, values);
    return Number(rows[0]?.n ?? 0);
  }

  /** Until a query counts so many. @returns seconds since `fromMs` at which it had half of them, and all */
  async until(query: string, wanted: number, fromMs: number): Promise<{ halfS: number; allS: number }> {
    const end = Date.now() + PATIENCE_MS;
    let halfS = 0;
    for (;;) {
      const n = await this.#number(query, [this.#tenants]);
      const s = (Date.now() - fromMs) / 1_000;
      if (halfS === 0 && n >= wanted / 2) halfS = s;
      if (n >= wanted) return { halfS, allS: s };
      if (Date.now() > end) throw new Error(`${n} of ${wanted} after ${Math.round(s)} s`);
      await sleep(LOOK_MS);
    }
  }

  async #tell(what: string): Promise<void> {
    await this.#db.query(
      `insert into platform_events (tenant_id, id, name, data, external_id)
       select t, gen_random_uuid(), $2, '{"what":"bench"}', $3 from unnest($1::uuid[]) t`,
      [this.#tenants, SUBSCRIPTION_EVENTS.changed, what],
    );
    await this.#db.query(`notify trama_platform`);
  }

  /** Tenants on a trial of thirty days, each with its lifecycle. @returns seconds */
  async open(): Promise<number> {
    await this.#db.query(
      `insert into tenants (id, slug, name, plan, timezone) select t, 'bench-' || t, 'Bench', 'STARTER', $2 from unnest($1::uuid[]) t`,
      [this.#tenants, ZONE],
    );
    await this.#db.query(
      `insert into billing_subscriptions (tenant_id, plan_version_id, state, trial_ends_at)
       select t, v.id, 'trialing', now() + interval '30 days' from unnest($1::uuid[]) t,
         (select id from plan_versions where tier = 'STARTER' and published_at is not null order by number desc limit 1) v`,
      [this.#tenants],
    );
    const from = Date.now();
    await this.#tell('open');
    return (await this.until(this.#listening('true'), this.#tenants.length, from)).allS;
  }

  /** Runs that listen, and are told of by that condition. */
  #listening(condition: string): string {
    return `select count(*) as n from subscriptions s where s.tenant_id = '${PLATFORM}' and s.name = '${SUBSCRIPTION_EVENTS.paid}'
      and cardinality($1::uuid[]) > 0 and ${condition}`;
  }

  /** All trials end at that instant from now on; each lifecycle hears that something changed. @returns seconds */
  async end(at: Date): Promise<number> {
    await this.#db.query('update billing_subscriptions set trial_ends_at = $2 where tenant_id = any ($1)', [
      this.#tenants,
      at,
    ]);
    const from = Date.now();
    await this.#tell('end');
    const left = `select cardinality($1::uuid[]) - (select count(*) from platform_events)
      - (select count(*) from outbox where done_at is null) as n`;
    return (await this.until(left, this.#tenants.length, from)).allS;
  }

  storm(at: Date): Promise<{ halfS: number; allS: number }> {
    const free = `select count(*) as n from billing_subscriptions where tenant_id = any ($1) and state = 'free'`;
    return this.until(free, this.#tenants.length, at.getTime());
  }

  async rows(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const table of COUNTED)
      if ((await this.#number('select count(*) as n from pg_class where relname = $1', [table])) > 0)
        counts[table] = await this.#number(`select count(*) as n from ${table}`);
    return counts;
  }

  bytes(): Promise<number> {
    return this.#number('select pg_database_size(current_database()) as n');
  }

  /** What the histories of a few hold. */
  async histories(): Promise<Pick<SubscriptionFigures, 'events' | 'historyBytes' | 'histories'>> {
    const connection = await Connection.connect({ address: this.#product.temporal });
    const client = new Client({ connection });
    const { rows } = await this.#db.query<{ workflow_id: string }>(
      `select workflow_id from runs where tenant_id = $1 order by id desc limit ${SAMPLE}`,
      [PLATFORM],
    );
    const sum = { events: 0, historyBytes: 0, histories: 0 };
    for (const { workflow_id: id } of rows)
      for await (const { historyLength, historySize } of client.workflow.list({ query: `WorkflowId = '${id}'` })) {
        const { raw } = await client.workflow.getHandle(id).describe();
        sum.events += historyLength || Number(raw.workflowExecutionInfo?.historyLength ?? 0);
        sum.historyBytes += historySize || Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
        sum.histories += 1;
      }
    await connection.close();
    const each = (n: number): number => n / Math.max(1, rows.length);
    return { events: each(sum.events), historyBytes: each(sum.historyBytes), histories: each(sum.histories) };
  }
}

/** MB that are resident, of processes of that group: those that are Node, and the others. */
const memoryOf = (group: number): { node: number; servers: number } => {
  const sum = { node: 0, servers: 0 };
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const [, name = '', rest = ''] = /\((.*)\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
      const [, , pgrp] = rest.split(' ');
      const cwd = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      const isOurs = Number(pgrp) === group;
      if (isOurs && name.startsWith('node')) sum.node += Number(kb ?? 0) / 1_024;
      else if (isOurs || cwd.includes('trama-bench-')) sum.servers += Number(kb ?? 0) / 1_024;
    } catch {
      // It ended meanwhile.
    }
  return sum;
};

/** `-- --subscriptions=2000`: on a product of its own, PostgreSQL and Temporal with it. */
export async function subscriptionFigures(open: number): Promise<SubscriptionFigures> {
  const product = await startProduct('127.0.0.1');
  const db = new pg.Client({ connectionString: product.databaseUrl });
  await db.connect();
  try {
    const all = new Subscriptions(db, product, open);
    const [memory, before] = [[memoryOf(product.group)], await all.bytes()];
    const openS = await all.open();
    memory.push(memoryOf(product.group));
    const at = new Date(Date.now() + openS * 400 + 15_000);
    const heardS = await all.end(at);
    const { halfS, allS } = await all.storm(at);
    memory.push(memoryOf(product.group));
    return {
      ...{ open, openS, heardS, halfS, allS, ...(await all.histories()), rows: await all.rows() },
      databaseBytes: ((await all.bytes()) - before) / open,
      nodeMb: memory.map(({ node }) => node),
      serversMb: memory.map(({ servers }) => servers),
    };
  } finally {
    await db.end();
    await product.stop();
  }
}
