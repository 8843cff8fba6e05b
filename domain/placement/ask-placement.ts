import { failure } from '#flow/errors.ts';
import type { Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../access/block.ts';
import { appendAudit } from '../audit/audit.ts';
import { parseId } from '../ids.ts';
import { refusePlatform } from '../platform/platform.ts';

/** Where a tenant's rows are: among those of all others, or in a schema of its own. */
export type Place = 'shared' | 'own';

const noTenant = () => failure('not_found', 'Esta conta não existe.', 'There is no such tenant.');
const deleting = () => failure('conflict', 'Esta conta está sendo apagada.', 'This tenant is being deleted.');

/** How long the tenant's own audit may take to hear of it before the move begins. */
const HEAD_START = '1 minute';

/** A move that is under way is taken back: its next step is the way back. It is out, so its own audit cannot hear of it. */
const takeBack = async (sql: Query, tenantId: string, { by, reason, place }: OperatorDeed & { place: Place }) => {
  await sql`
    update tenant_placements set cancelled = true, retry_at = now()
    where tenant_id = ${parseId('ten', tenantId)} and step not in ('done', 'failed')`;
  await logOperator(sql, {
    actor: by,
    action: 'tenant.place',
    target: tenantId,
    data: { reason, place, takenBack: true },
  });
};

/**
 * Writes down that a tenant shall move; `move-tenant.ts` carries it out. Asked for where it is already, nothing happens; asked,
 * while it moves, for where it came from, the move is taken back.
 * @returns whether there is something to move
 * @throws `not_found`, `conflict`
 */
export const askPlacement = async (
  { admin, withTenant }: Database,
  tenantId: string,
  { by, reason, place }: OperatorDeed & { place: Place },
): Promise<boolean> => {
  refusePlatform(tenantId);
  const tenant = parseId('ten', tenantId);
  const asked = await admin.transaction(async (sql) => {
    const [row] = await sql<{ status: string; target: Place | null; step: string | null; here: Place }>`
      select t.status, p.target, p.step, case when p.path like 'ten\\_%' then 'own' else 'shared' end as here
      from tenants t left join tenant_placements p on p.tenant_id = t.id
      where t.id = ${tenant} for update of t`;
    if (!row) throw noTenant();
    if (row.status === 'deleting') throw deleting();
    if (row.step !== null && row.step !== 'done' && row.step !== 'failed') {
      if (row.target !== place) await takeBack(sql, tenantId, { by, reason, place });
      return row.step === 'asked' && row.target === place;
    }
    if (row.here === place) return false;
    // It begins when the tenant's own audit has it, for nobody writes there until it has moved; or soon, should we die before.
    await sql`
      insert into tenant_placements (tenant_id, target, asked_by, reason, retry_at)
      values (${tenant}, ${place}, ${by}, ${reason}, now() + ${HEAD_START}::interval)
      on conflict (tenant_id) do update set target = excluded.target, step = 'asked', tables = '{}',
        asked_by = excluded.asked_by, reason = excluded.reason, asked_at = now(), frozen_at = null, ended_at = null,
        attempts = 0, last_error = null, cancelled = false, turned = false, retry_at = excluded.retry_at`;
    await logOperator(sql, { actor: by, action: 'tenant.place', target: tenantId, data: { reason, place } });
    return true;
  });
  if (!asked) return false;
  await withTenant(tenantId, (db) =>
    appendAudit(db, { actor: by, action: 'tenant.place', target: tenantId, data: { reason, place } }),
  );
  await admin.sql`
    update tenant_placements set retry_at = date_trunc('milliseconds', now()) where tenant_id = ${tenant} and step = 'asked'`;
  return true;
};
