import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { logOperator, type OperatorDeed } from '../access/block.ts';
import { parseId } from '../ids.ts';
import { freezeTenant } from './freeze-tenant.ts';
import type { Held, Move } from './placement-step.ts';
import { detachTables } from './to-shared.ts';

const notOwn = () =>
  failure(
    'conflict',
    'A conta não está parada em um esquema próprio.',
    'The tenant does not stand still in a schema of its own.',
  );

/** Nobody goes on with the move but who began it: its next try is never. Begun again, it goes on where it was. @throws `conflict` */
const begin = ({ transaction }: Held, tenantId: string, { by, reason }: OperatorDeed): Promise<void> =>
  transaction(async (sql) => {
    const tenant = parseId('ten', tenantId);
    const rows = await sql`
      update tenant_placements set target = 'shared', step = 'asked', tables = '{}', asked_by = ${by}, reason = ${reason},
        asked_at = now(), frozen_at = null, ended_at = null, attempts = 0, last_error = null, cancelled = false, turned = false,
        retry_at = 'infinity'
      where tenant_id = ${tenant} and path like 'ten\\_%' and step in ('done', 'failed') returning 1`;
    if (rows.length > 0) {
      await logOperator(sql, { actor: by, action: 'tenant.set_aside', target: tenantId, data: { reason } });
      return;
    }
    const known = await sql`
      select 1 from tenant_placements
      where tenant_id = ${tenant} and target = 'shared' and retry_at = 'infinity' and step in ('asked', 'frozen', 'detached')`;
    if (known.length === 0) throw notOwn();
  });

/**
 * Takes a tenant's schema out of use, where a backup of it shall be restored (docs/operations.md): the tenant is out, its tables are
 * nobody's place, and no role but superusers reach them. The way back in is that of every move that is taken back: ask for `own`.
 * @throws `conflict` for a tenant that has no schema of its own, or is on its way
 */
export const setAside = (admin: AdminDb, tenantId: string, deed: OperatorDeed): Promise<void> =>
  admin.patient(async (held) => {
    await begin(held, tenantId, deed);
    const tenant = parseId('ten', tenantId);
    const move = async (): Promise<Move> => {
      const [row] = await held.sql<Omit<Move, 'tenantId'>>`
        select tenant_id as tenant, target, step, attempts, cancelled, turned from tenant_placements
        where tenant_id = ${tenant} and retry_at = 'infinity'`;
      if (!row) throw notOwn();
      return { ...row, tenantId };
    };
    if ((await move()).step === 'asked') await freezeTenant(held, await move());
    if ((await move()).step === 'frozen') await detachTables(held, await move());
  });
