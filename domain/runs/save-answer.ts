import type { Json, JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** Keeps what `respond` sent before the run has ended, for a caller that another process serves: every process hears of it. */
export const saveAnswer = async (
  db: TenantDb,
  runId: string,
  answer: { status: number; headers: JsonObject; body: Json },
): Promise<void> => {
  await db.sql`
    with kept as (
      update runs set answer = ${json(answer)}::json
      where tenant_id = ${db.tenant} and id = ${parseId('run', runId)} and ended_at is null and answer is null
      returning flow_id
    )
    select pg_notify('trama_runs', json_build_object('tenantId', ${db.tenantId}::text,
      'flowId', 'flw_' || replace(flow_id::text, '-', ''), 'runId', ${runId}::text, 'answered', true)::text) from kept`;
};
