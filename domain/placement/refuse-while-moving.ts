import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

/** What was not found among the rows of all tenants may be of one whose rows are between two places. @throws `unavailable` */
export const refuseWhileMoving = async (admin: AdminDb): Promise<void> => {
  const [moving] = await admin.sql`select 1 from tenant_placements where path is null limit 1`;
  if (moving) throw failure('unavailable', 'Tente de novo em instantes.', 'Try again in a moment.');
};
