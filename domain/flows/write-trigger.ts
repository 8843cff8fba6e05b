import { failure } from '#flow/errors.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Problem } from '#flow/problem.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { nextOf } from '../schedules/next-of.ts';
import { refuseWhileDeleting } from '../tenants/refuse-while-deleting.ts';
import { webhookPath } from './webhook-holder.ts';

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const TAKEN = {
  pt: 'Outro fluxo já atende neste endereço de webhook; escolha outro path.',
  en: 'Another flow listens at this webhook address already; choose another path.',
};

/** What is wrong with a draft whose webhook's address belongs to another flow. */
export const duplicatePath = (locale: Locale): Problem => ({
  ...{ code: 'duplicate_path', severity: 'error', field: '/trigger/config/path' },
  message: inLocale(TAKEN, locale),
});

const pathTaken = (path: string | null, { code, severity, field = '', message }: Problem) =>
  failure('flow_has_problems', `Outro fluxo já atende em /${path}`, `Another flow listens at /${path}`, {
    details: { problems: [{ code, severity, field, message }] },
  });

/**
 * What the flow (uuid) listens to from now on. @throws `flow_has_problems` with `duplicate_path`: the last word on who
 * has a webhook's address, whatever was checked before. And `conflict` where the tenant's deletion was asked for.
 */
export const writeTrigger = async (
  db: TenantDb,
  flow: string,
  { version, plan, locale = 'pt-BR' }: { version: number; plan: Plan; locale?: Locale },
): Promise<void> => {
  await refuseWhileDeleting(db);
  const { type, config } = plan.trigger;
  const nextMs = nextOf(plan, Date.now());
  const path = type === 'webhook' ? webhookPath(textOf(config.path) ?? '') || null : null;
  try {
    await db.sql`
      insert into flow_triggers (tenant_id, flow_id, version, type, path, event_name, config, next_at)
      values (${db.tenant}, ${flow}, ${version}, ${type}, ${path}, ${type === 'event' ? textOf(config.name) : null},
        ${json(config)}::json, ${nextMs === null ? null : new Date(nextMs).toISOString()}::timestamptz)
      on conflict (tenant_id, flow_id) do update set version = excluded.version, type = excluded.type,
        path = excluded.path, event_name = excluded.event_name, config = excluded.config,
        next_at = case
          when excluded.next_at is null or flow_triggers.paused_at is not null then null
          -- Due, and not fired yet: publishing kills no firing.
          when flow_triggers.next_at <= now() then flow_triggers.next_at
          else excluded.next_at end`;
  } catch (error) {
    if (isUniqueViolation(error, 'flow_triggers_path')) throw pathTaken(path, duplicatePath(locale));
    throw error;
  }
};
