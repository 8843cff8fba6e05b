import { readTrigger } from '#flow/admission.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { writeNotice } from '../billing/notices/tell-notice.ts';
import { publishEvent } from '../events/publish-event.ts';
import { formatId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';

/** What flows hear where a share of a limit was reached; `data: { feature, percentage, current, limit, period }`. */
export const USAGE_WARNING = 'trama.usage.warning';

const AT_ONCE = 50;

interface Due {
  tenant_id: string;
  feature: string;
  period: string;
  level: number;
}

/** One transaction: it counts as told where its flows and people were. */
const tellOne = async (db: TenantDb, { feature, period, level }: Due): Promise<OutboxRef[]> => {
  const [row] = await db.sql<{ used: bigint; limit_n: bigint }>`
    update usage_warnings set told_at = now()
    where tenant_id = ${db.tenant} and feature = ${feature} and period = ${period}::date and level = ${level}
      and told_at is null returning used, limit_n`;
  if (!row) return [];
  const [current, limit] = [Number(row.used), Number(row.limit_n)];
  const key = `${feature}/${period}/${level}`;
  if (level >= 100) await writeNotice(db, 'usage_full', { feature, limit }, key);
  else await writeNotice(db, 'usage_warning', { feature, percentage: level, used: current, limit }, key);
  const data = { feature, percentage: level, current, limit, period };
  const event = { name: USAGE_WARNING, key: feature, data, externalId: key, source: 'trama' };
  return (await publishEvent(db, event, readTrigger)).outbox;
};

/**
 * Tells tenants, by their flows and by notices, that a share of a limit was reached: once a month and share, whoever of many
 * processes comes first. One that cannot be told holds up no other.
 */
export const tellWarnings = async (
  database: Database,
): Promise<{ outbox: OutboxRef[]; failed: { tenantId: string; error: unknown }[] }> => {
  const due = await database.admin.sql<Due>`
    select tenant_id, feature, period::text, level from usage_warnings where told_at is null order by at limit ${AT_ONCE}`;
  const outbox: OutboxRef[] = [];
  const failed: { tenantId: string; error: unknown }[] = [];
  for (const one of due) {
    const tenantId = formatId('ten', one.tenant_id);
    try {
      outbox.push(...(await database.withTenant(tenantId, (db) => tellOne(db, one))));
    } catch (error) {
      failed.push({ tenantId, error });
    }
  }
  return { outbox, failed };
};
