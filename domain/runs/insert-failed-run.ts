import type { RunError } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type AdmitRequest, FREE_SETTINGS } from './admit-request.ts';
import { insertRun, type Place, placeOf } from './insert-run.ts';

/** Writes a run that failed as it came: no key, no place, and Temporal never hears of it. */
export const insertFailedRun = async (
  db: TenantDb,
  request: Omit<AdmitRequest, 'settings'>,
  error: RunError,
): Promise<Place> => {
  const place = placeOf(db, { ...request, settings: FREE_SETTINGS, beyondPlan: true });
  await insertRun(db, place, 'queued');
  await db.sql`
    update runs set status = 'failed', error = ${json(error)}::json, started_at = now(), ended_at = now()
    where tenant_id = ${db.tenant} and id = ${place.run} and status = 'queued'`;
  return place;
};
