import { failure } from '#flow/errors.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatNullable } from '../ids.ts';
import { type AiBudget, currentMonth, getBudget } from './budget.ts';

/** Sums of calls. Cost in US dollars, of the calls whose model has a known price. */
export interface AiSums {
  calls: number;
  /** Calls whose answer never came: they may have been paid for. */
  lostCalls: number;
  /** Calls whose cost is not in the sum. */
  unpricedCalls: number;
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number;
}

export interface AiUsage extends AiSums {
  /** `2026-11`. */
  month: string;
  /** Of calls that are under way. */
  reservedTokens: number;
  reservedUsd: number;
  budget: AiBudget;
  models: (AiSums & { provider: string; model: string })[];
  /** Null: calls outside of flows, and of flows that are gone. */
  flows: (AiSums & { flowId: string | null; flowName: string | null })[];
  /** Days of the tenant's calendar on which something was called: `2026-11-03`. */
  days: (AiSums & { day: string })[];
}

const SUMS = sql`sum(calls)::text as calls, sum(lost_calls)::text as lost_calls,
  sum(unpriced_calls)::text as unpriced_calls, sum(input_tokens)::text as input_tokens,
  sum(cached_input_tokens)::text as cached_input_tokens, sum(output_tokens)::text as output_tokens,
  sum(cost_nano_usd)::text as cost_nano_usd`;

type SumRow = Record<
  | 'calls'
  | 'lost_calls'
  | 'unpriced_calls'
  | 'input_tokens'
  | 'cached_input_tokens'
  | 'output_tokens'
  | 'cost_nano_usd',
  string | null
>;

const sumsOf = (row: SumRow | undefined): AiSums => ({
  calls: Number(row?.calls ?? 0),
  lostCalls: Number(row?.lost_calls ?? 0),
  unpricedCalls: Number(row?.unpriced_calls ?? 0),
  inputTokens: Number(row?.input_tokens ?? 0),
  cachedInputTokens: Number(row?.cached_input_tokens ?? 0),
  outputTokens: Number(row?.output_tokens ?? 0),
  costUsd: Number(row?.cost_nano_usd ?? 0) / 1e9,
});

/** What models took in a month (`2026-11`; this one where none is named), in all, by model, flow and day. @throws `invalid` */
export const getAiUsage = async (db: TenantDb, asked?: string): Promise<AiUsage> => {
  if (asked !== undefined && !/^[1-9]\d{3}-(0[1-9]|1[0-2])$/.test(asked))
    throw failure('invalid', 'O mês é escrito como 2026-11.', 'A month is written as 2026-11.', {
      errors: [{ pointer: '/month', code: 'format', message: '2026-11' }],
    });
  const [at] = await db.sql<{ month: string }>`
    select coalesce(${asked === undefined ? null : `${asked}-01`}::date, month)::text as month
    from (${currentMonth}) t where id = ${db.tenant}`;
  const month = at?.month ?? '';
  const [sums] = await db.sql<SumRow & { held_tokens: string | null; held_nano_usd: string | null }>`
    select ${SUMS}, sum(held_tokens)::text as held_tokens, sum(held_nano_usd)::text as held_nano_usd
    from ai_months where tenant_id = ${db.tenant} and month = ${month}::date`;
  const models = await db.sql<SumRow & { provider: string; model: string }>`
    select provider, model, ${SUMS} from ai_calls where tenant_id = ${db.tenant} and month = ${month}::date
    group by provider, model order by sum(cost_nano_usd) desc, provider, model limit 100`;
  const flows = await db.sql<SumRow & { id: string | null; name: string | null }>`
    select f.id, f.name, ${SUMS} from ai_calls c
    left join flows f on f.tenant_id = c.tenant_id and f.id = c.flow_id
    where c.tenant_id = ${db.tenant} and c.month = ${month}::date
    group by f.id, f.name order by sum(cost_nano_usd) desc, f.name limit 100`;
  const days = await db.sql<SumRow & { day: string }>`
    select (c.created_at at time zone t.timezone)::date::text as day, ${SUMS} from ai_calls c
    join tenants t on t.id = c.tenant_id
    where c.tenant_id = ${db.tenant} and c.month = ${month}::date group by 1 order by 1`;
  return {
    month: month.slice(0, 7),
    ...sumsOf(sums),
    reservedTokens: Number(sums?.held_tokens ?? 0),
    reservedUsd: Number(sums?.held_nano_usd ?? 0) / 1e9,
    budget: await getBudget(db),
    models: models.map((row) => ({ provider: row.provider, model: row.model, ...sumsOf(row) })),
    flows: flows.map((row) => ({ flowId: formatNullable('flw', row.id), flowName: row.name, ...sumsOf(row) })),
    days: days.map((row) => ({ day: row.day, ...sumsOf(row) })),
  };
};
