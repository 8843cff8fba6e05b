import { createHmac } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** A run's key as it is stored and shown to Temporal: keys may be phone numbers, and nothing personal stands in ids. */
export const hashRunKey = (db: TenantDb, key: string): string =>
  createHmac('sha256', db.key('run-key').bytes).update(key).digest('hex').slice(0, 32);

export const workflowIdOf = (
  tenantId: string,
  run: { id: string; flowId: string; runKey: string | null; test: boolean },
): string => {
  if (run.test) return `${tenantId}/test/${run.id}`;
  // The run's id ends it: an id that is never used again lets a start be repeated without a second run.
  if (run.runKey !== null) return `${tenantId}/key/${run.flowId}/${run.runKey}/${run.id}`;
  return `${tenantId}/run/${run.id}`;
};
