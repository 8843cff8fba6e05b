import type { AiCall, AiLedger, AiSpent } from '#flow/contracts/ai-ledger.ts';
import { sql } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { requireFeature } from '../entitlements/require-feature.ts';
import { uuidIn } from '../ids.ts';
import { currentMonth, type MonthRow, overBudget } from './budget.ts';

interface Held {
  held_month: string | null;
  held_tokens: string;
  held_nano_usd: string;
}

/** Longer than any answer takes: whoever reserved is gone, and did not say so. */
const ABANDONED = sql`interval '1 hour'`;

/** The entry of a key, made where it is not there; its row stays locked, so calls under one key come one after another. */
const entryOf = async (db: TenantDb, call: AiCall): Promise<Held | undefined> => {
  const { key, action, provider, model } = call;
  const [run, flow, connection] = [
    uuidIn('run', call.runId),
    uuidIn('flw', call.flowId),
    uuidIn('con', call.connectionId),
  ];
  const [held] = await db.sql<Held>`
    insert into ai_calls (tenant_id, call_key, month, run_id, flow_id, connection_id, action, provider, model)
    select ${db.tenant}, ${key}, month, ${run}, ${flow}, ${connection}, ${action}, ${provider}, ${model}
    from (${currentMonth}) t where id = ${db.tenant}
    on conflict (tenant_id, call_key) do update set connection_id = excluded.connection_id,
      provider = excluded.provider, model = excluded.model, updated_at = now()
    returning held_month::text, held_tokens, held_nano_usd`;
  return held;
};

/** Takes an entry's reservation out of its month and out of the entry, and counts its call as lost where it is. */
const letGo = async (db: TenantDb, key: string, held: Held | undefined, lost: boolean): Promise<void> => {
  if (!held || held.held_month === null) return;
  await db.sql`
    update ai_months set held_tokens = held_tokens - ${held.held_tokens}::bigint,
      held_nano_usd = held_nano_usd - ${held.held_nano_usd}::bigint, lost_calls = lost_calls + ${lost ? 1 : 0}::integer
    where tenant_id = ${db.tenant} and month = ${held.held_month}::date`;
  await db.sql`
    update ai_calls set held_tokens = 0, held_nano_usd = 0, held_month = null, held_at = null, updated_at = now(),
      lost_calls = lost_calls + ${lost ? 1 : 0}::integer
    where tenant_id = ${db.tenant} and call_key = ${key}`;
};

const refuse = async (db: TenantDb, call: AiCall, tokens: number, costNanoUsd: number | null): Promise<never> => {
  const [row] = await db.sql<MonthRow>`
    select m.input_tokens + m.output_tokens + m.held_tokens as tokens, m.cost_nano_usd + m.held_nano_usd as nano_usd,
      t.limit_tokens, t.limit_nano_usd
    from (${currentMonth}) t join ai_months m on m.tenant_id = t.id and m.month = t.month where t.id = ${db.tenant}`;
  if (!row) throw new Error('The month of the ledger is not there');
  throw overBudget(row, { tokens, costNanoUsd, model: call.model });
};

/** One statement decides and books, so calls side by side never pass the limit together. @throws `budget_exceeded` */
const reserve = async (db: TenantDb, call: AiCall, atMost: AiSpent): Promise<void> => {
  // A reservation that is still there is of an attempt that died before it could say how its call went.
  await letGo(db, call.key, await entryOf(db, call), true);
  const tokens = atMost.inputTokens + atMost.outputTokens;
  const nano = atMost.costNanoUsd;
  await db.sql`
    insert into ai_months (tenant_id, month) select id, month from (${currentMonth}) t where id = ${db.tenant}
    on conflict do nothing`;
  const [month] = await db.sql<{ month: string }>`
    update ai_months m set held_tokens = held_tokens + ${tokens}::bigint,
      held_nano_usd = held_nano_usd + coalesce(${nano}::bigint, 0)
    from (${currentMonth}) t
    where m.tenant_id = ${db.tenant} and t.id = m.tenant_id and m.month = t.month
      and (t.limit_tokens is null or input_tokens + output_tokens + held_tokens + ${tokens}::bigint <= t.limit_tokens)
      and (t.limit_nano_usd is null or cost_nano_usd + held_nano_usd + ${nano}::bigint <= t.limit_nano_usd)
    returning m.month::text`;
  if (!month) return refuse(db, call, tokens, nano);
  await db.sql`
    update ai_calls set held_tokens = ${tokens}::bigint, held_nano_usd = coalesce(${nano}::bigint, 0),
      held_month = ${month.month}::date, held_at = now()
    where tenant_id = ${db.tenant} and call_key = ${call.key}`;
};

const commit = async (db: TenantDb, call: AiCall, spent: AiSpent): Promise<void> => {
  const held = await entryOf(db, call);
  await letGo(db, call.key, held, false);
  const { inputTokens, cachedInputTokens, outputTokens, costNanoUsd } = spent;
  const booked = sql`calls = calls + 1, unpriced_calls = unpriced_calls + ${costNanoUsd === null ? 1 : 0}::integer,
    input_tokens = input_tokens + ${inputTokens}::bigint,
    cached_input_tokens = cached_input_tokens + ${cachedInputTokens}::bigint,
    output_tokens = output_tokens + ${outputTokens}::bigint,
    cost_nano_usd = cost_nano_usd + ${costNanoUsd ?? 0}::bigint`;
  await db.sql`
    insert into ai_months (tenant_id, month) select id, month from (${currentMonth}) t where id = ${db.tenant}
    on conflict do nothing`;
  // In the month that it was reserved in, also when the answer came after midnight.
  await db.sql`
    update ai_months set ${booked}
    where tenant_id = ${db.tenant} and month = coalesce(${held?.held_month ?? null}::date,
      (select month from (${currentMonth}) t where id = ${db.tenant}))`;
  await db.sql`update ai_calls set ${booked} where tenant_id = ${db.tenant} and call_key = ${call.key}`;
};

/** What models took, and what they may take: reservations and entries in PostgreSQL, each step one transaction. */
export const createAiLedger = ({ withTenant }: Pick<Database, 'withTenant'>): AiLedger => ({
  reserve: (call, atMost) =>
    withTenant(call.tenantId, async (db) => {
      await requireFeature(db, 'ai');
      await reserve(db, call, atMost);
    }),
  commit: (call, spent) => withTenant(call.tenantId, (db) => commit(db, call, spent)),
  release: (call, { lost }) =>
    withTenant(call.tenantId, async (db) => letGo(db, call.key, await entryOf(db, call), lost)),
});

/** Frees what dead attempts had reserved. Gives how many entries changed. */
export const freeStaleAi = async (db: TenantDb): Promise<number> => {
  const stale = await db.sql<Held & { call_key: string }>`
    select call_key, held_month::text, held_tokens, held_nano_usd from ai_calls
    where tenant_id = ${db.tenant} and held_at < now() - ${ABANDONED}
    order by call_key for update skip locked`;
  for (const one of stale) await letGo(db, one.call_key, one, true);
  return stale.length;
};

/** Forgets entries of so many days ago; the months' sums stay. Gives how many went. */
export const pruneAi = async (db: TenantDb, days = 400, limit = 5_000): Promise<number> => {
  const gone = await db.sql`
    delete from ai_calls where tenant_id = ${db.tenant} and call_key in (
      select call_key from ai_calls where tenant_id = ${db.tenant} and held_at is null
        and updated_at < now() - ${days} * interval '1 day' limit ${limit})
    returning call_key`;
  return gone.length;
};
