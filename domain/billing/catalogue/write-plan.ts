import { failure } from '#flow/errors.ts';
import { json, type Query } from '#prisma/sql.ts';
import { newUuid } from '../../ids.ts';
import type { PlanBody } from './plan-body.ts';
import type { PlanVersion, Rank } from './plan-version.ts';

/** What a plan is apart from its versions. */
export interface PlanHead {
  tier: string;
  family: PlanVersion['family'];
  ranksAs: Rank;
  sort: number;
  public: boolean;
}

/** Makes a plan, or changes where it is shown. What it says is in its versions. @returns its revision */
export const savePlan = async (
  sql: Query,
  { tier, family, ranksAs, sort, public: shown }: PlanHead,
): Promise<number> => {
  const [saved] = await sql<{ revision: number }>`
    insert into plans (tier, family, ranks_as, sort, public) values (${tier}, ${family}, ${ranksAs}, ${sort}, ${shown})
    on conflict (tier) do update set family = excluded.family, ranks_as = excluded.ranks_as, sort = excluded.sort,
      public = excluded.public, revision = plans.revision + 1
    returning revision`;
  if (!saved) throw new Error('An insert gave no row');
  return saved.revision;
};

/** Takes a plan out of what is sold, or puts it back. Whoever has it keeps it. @throws `not_found` */
export const archivePlan = async (sql: Query, tier: string, archived: boolean): Promise<void> => {
  const [row] = await sql`
    update plans set archived_at = case when ${archived} then coalesce(archived_at, now()) end
    where tier = ${tier} returning tier`;
  if (!row) throw failure('not_found', `O plano ${tier} não existe.`, `There is no plan ${tier}.`);
};

/**
 * Writes the draft of a plan's next version; there is one at most. In a transaction, with what it costs.
 * @returns its uuid. @throws `not_found` without the plan
 */
export const savePlanDraft = async (
  sql: Query,
  tier: string,
  body: PlanBody,
  { by, note = null }: { by: string; note?: string | null },
): Promise<string> => {
  const [plan] = await sql`select tier from plans where tier = ${tier} for update`;
  if (!plan) throw failure('not_found', `O plano ${tier} não existe.`, `There is no plan ${tier}.`);
  await sql`delete from plan_versions where tier = ${tier} and published_at is null`;
  const id = newUuid();
  await sql`
    insert into plan_versions (id, tier, number, name, description, limits, features, modules, marketplaces, terms,
      tax_note, note, created_by)
    select ${id}, ${tier}, coalesce(max(number), 0) + 1, ${json(body.name)}::json, ${json(body.description)}::json,
      ${json(body.limits)}::jsonb, ${json(body.features)}::jsonb, ${body.modules}, ${json(body.marketplaces)}::jsonb,
      ${json(body.terms)}::jsonb, ${json(body.taxNote)}::json, ${note}, ${by}
    from plan_versions where tier = ${tier}`;
  for (const { interval, amount } of body.prices)
    await sql`insert into plan_prices (version_id, "interval", amount) values (${id}, ${interval}, ${amount})`;
  for (const { feature, per, amount } of body.usagePrices)
    await sql`insert into usage_prices (version_id, feature, per, amount) values (${id}, ${feature}, ${per}, ${amount})`;
  return id;
};

/**
 * Sells the draft from now on; it never changes again, and whoever has an older version keeps that.
 * @returns its uuid and number. @throws `conflict` without a draft
 */
export const publishPlan = async (sql: Query, tier: string): Promise<{ id: string; number: number }> => {
  const [row] = await sql<{ id: string; number: number }>`
    update plan_versions set published_at = now() where tier = ${tier} and published_at is null returning id, number`;
  if (!row) throw failure('conflict', 'Não há rascunho deste plano.', 'There is no draft of this plan.');
  await sql`select pg_notify('trama_entitlements', '*')`;
  return row;
};
