import { failure, type TramaError } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';

/** What a tenant's models may take in a month, of the tenant's own calendar; null: as much as they like. */
export interface AiBudget {
  tokens: number | null;
  costUsd: number | null;
}

/** The month that it is in the tenant's zone, and what of its settings limits it. */
export const currentMonth = sql`
  select id, date_trunc('month', now() at time zone timezone)::date as month,
    (settings -> 'ai' ->> 'monthlyTokens')::bigint as limit_tokens,
    ((settings -> 'ai' ->> 'monthlyCostUsd')::numeric * 1000000000)::bigint as limit_nano_usd
  from tenants`;

export const getBudget = async (db: TenantDb): Promise<AiBudget> => {
  const [row] = await db.sql<{ tokens: string | null; cost: string | null }>`
    select settings -> 'ai' ->> 'monthlyTokens' as tokens, settings -> 'ai' ->> 'monthlyCostUsd' as cost
    from tenants where id = ${db.tenant}`;
  const number = (text: string | null | undefined) => (text === null || text === undefined ? null : Number(text));
  return { tokens: number(row?.tokens), costUsd: number(row?.cost) };
};

/** Sets both limits, in the tenant's settings. What is under way already is not stopped. */
export const setBudget = async (db: TenantDb, { tokens, costUsd }: AiBudget, by: string): Promise<void> => {
  const [row] = await db.sql<{ settings: JsonObject }>`
    select settings from tenants where id = ${db.tenant} for update`;
  const before = await getBudget(db);
  const settings = { ...row?.settings, ai: { monthlyTokens: tokens, monthlyCostUsd: costUsd } };
  await db.sql`update tenants set settings = ${json(settings)}::json where id = ${db.tenant}`;
  const changes = changesBetween({ limit: before.tokens, costUsd: before.costUsd }, { limit: tokens, costUsd });
  await appendAudit(db, { actor: by, action: 'ai.budget', target: db.tenantId, data: { tokens, costUsd }, changes });
};

/** A month as the budget sees it: what was used, and what is reserved. */
export interface MonthRow {
  tokens: string;
  nano_usd: string;
  limit_tokens: string | null;
  limit_nano_usd: string | null;
}

/** Why a call of so many tokens, at that cost, was not let through. `costNanoUsd` null: the model has no known price. */
export const overBudget = (
  { tokens, nano_usd, limit_tokens, limit_nano_usd }: MonthRow,
  call: { tokens: number; costNanoUsd: number | null; model: string },
): TramaError => {
  const usd = (nano: string | null): number => Number(nano) / 1e9;
  if (limit_tokens !== null && Number(tokens) + call.tokens > Number(limit_tokens))
    return failure(
      'budget_exceeded',
      `O orçamento de IA deste mês é de ${limit_tokens} tokens: ${tokens} estão usados ou reservados, e esta chamada pode usar ${call.tokens}.`,
      `This month’s AI budget is ${limit_tokens} tokens: ${tokens} are used or reserved, and this call may use ${call.tokens}.`,
      { details: { limit: Number(limit_tokens), used: Number(tokens), asked: call.tokens, unit: 'tokens' } },
    );
  const details = { limit: usd(limit_nano_usd), used: usd(nano_usd), unit: 'USD' };
  if (call.costNanoUsd === null)
    return failure(
      'budget_exceeded',
      `Há um orçamento de IA em dólares, e o preço do modelo "${call.model}" não é conhecido: informe-o na conexão.`,
      `There is an AI budget in dollars, and the price of the model "${call.model}" is not known: name it in the connection.`,
      { details },
    );
  const asked = call.costNanoUsd / 1e9;
  return failure(
    'budget_exceeded',
    `O orçamento de IA deste mês é de US$ ${details.limit}: US$ ${details.used} estão usados ou reservados, e esta chamada pode custar US$ ${asked}.`,
    `This month’s AI budget is US$ ${details.limit}: US$ ${details.used} are used or reserved, and this call may cost US$ ${asked}.`,
    { details: { ...details, asked } },
  );
};
