import type { TenantDb } from '#prisma/with-tenant.ts';

export interface CreditEntry {
  source: string;
  sourceId: string;
  /** Whole cents; below zero: used. */
  amount: number;
  note: string;
}

/** What the account has to its credit, in cents. */
export const creditOf = async (db: TenantDb): Promise<number> => {
  const [row] = await db.sql<{ sum: bigint | null }>`
    select sum(amount)::bigint as sum from account_credits where tenant_id = ${db.tenant}`;
  return Number(row?.sum ?? 0);
};

/**
 * One entry of the ledger, once for its source; what was given back may be set aside anew. Whoever uses credit holds the
 * subscription, so that nobody uses it twice.
 */
export const enterCredit = async (db: TenantDb, { source, sourceId, amount, note }: CreditEntry): Promise<void> => {
  if (amount === 0) return;
  await db.sql`
    insert into account_credits (tenant_id, source, source_id, amount, note)
    select ${db.tenant}, ${source}, ${sourceId} || case when count(*) = 0 then '' else '/' || count(*) end, ${amount}, ${note}
    from account_credits where tenant_id = ${db.tenant} and source = ${`${source}_back`}
      and (source_id = ${sourceId} or starts_with(source_id, ${`${sourceId}/`}))
    on conflict do nothing`;
};

/** What was set aside for something that did not come about is there again; done twice it is done once. */
export const giveBackCredit = async (db: TenantDb, source: string, sourceId: string): Promise<void> => {
  await db.sql`
    insert into account_credits (tenant_id, source, source_id, amount, note)
    select tenant_id, ${`${source}_back`}, source_id, -amount, note from account_credits
    where tenant_id = ${db.tenant} and source = ${source}
      and (source_id = ${sourceId} or starts_with(source_id, ${`${sourceId}/`})) on conflict do nothing`;
};
