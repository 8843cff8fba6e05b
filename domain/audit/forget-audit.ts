import { sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { isInPlace } from '../access/suspended.ts';
import { parseId } from '../ids.ts';
import { getRetention } from '../privacy/retention.ts';
import { cutAudit } from './anchors.ts';

/** Five years: as long as one may be asked in Brazil what somebody did. */
const KEPT_DAYS = 1_826;
const BATCH = 5_000;

/**
 * Takes entries that are past their time, behind a cut that is signed first; a tenant on legal hold keeps all. The
 * application's role may not delete: trama_admin does, and the trigger lets it, up to the cut. Gives how many rows went.
 */
export const forgetAudit = async (
  { admin, withTenant }: Pick<Database, 'admin' | 'withTenant'>,
  tenantId: string,
  keptDays = KEPT_DAYS,
): Promise<number> => {
  const before = new Date(Date.now() - keptDays * 86_400_000);
  const cut = await withTenant(tenantId, async (db) => {
    const { hold } = await getRetention(db);
    return hold ? null : cutAudit(db, before);
  });
  if (cut === null) return 0;
  const tenant = parseId('ten', tenantId);
  for (let gone = 0; ; ) {
    const rows = await admin.sql`
      delete from audit_entries where tenant_id = ${tenant} and ${isInPlace(sql`tenant_id`)} and seq in (
        select seq from audit_entries where tenant_id = ${tenant} and seq <= ${cut} order by seq limit ${BATCH})
      returning seq`;
    gone += rows.length;
    if (rows.length < BATCH) return gone;
  }
};
