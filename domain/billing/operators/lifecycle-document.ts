import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import type { LifecycleRun } from '../../platform/find-lifecycle.ts';

/** The document that a lifecycle's run follows, as it was published. `db` is the platform's. */
export const lifecycleDocument = async (db: TenantDb, { flowId, version }: LifecycleRun): Promise<Json> => {
  const [row] = await db.sql<{ definition: Json }>`
    select definition from flow_versions
    where tenant_id = ${db.tenant} and flow_id = ${parseId('flw', flowId)} and version = ${version}`;
  return row?.definition ?? null;
};
