import type { Json, JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** Keeps what `respond` sent before the run has ended, for a caller that another process serves. */
export const saveAnswer = async (
  db: TenantDb,
  runId: string,
  answer: { status: number; headers: JsonObject; body: Json },
): Promise<void> => {
  await db.sql`
    update runs set answer = ${json(answer)}::json
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)} and ended_at is null and answer is null`;
};
