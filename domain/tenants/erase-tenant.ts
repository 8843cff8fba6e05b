import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { inLocale, localeOf } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { eraseTables } from '../data-tables/erase-tables.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import { refusePlatform } from '../platform/platform.ts';
import { getTenant } from './get-tenant.ts';

export interface Erasure {
  /** Runs that were open. */
  runs: number;
  /** Executions that Temporal was told to end. */
  workflows: number;
}

const TEXT = { pt: 'Os dados desta conta foram apagados', en: 'The data of this tenant were erased' };
const REASON = 'the tenant is erased';

/** Nothing of the tenant starts any more, nobody signs in, and every open run is closed. Gives their workflows' ids. */
const closeAll = async (db: TenantDb): Promise<string[]> => {
  const error = { code: 'erased', message: inLocale(TEXT, localeOf(await getTenant(db))) };
  await db.sql`delete from flow_triggers where tenant_id = ${db.tenant}`;
  await db.sql`update api_keys set revoked_at = now() where tenant_id = ${db.tenant} and revoked_at is null`;
  await db.sql`delete from memberships where tenant_id = ${db.tenant}`;
  // With their secrets; bots that listened, and what was said to them, go along.
  await db.sql`delete from connections where tenant_id = ${db.tenant}`;
  await db.sql`delete from inbound_events where tenant_id = ${db.tenant}`;
  await db.sql`delete from outbox where tenant_id = ${db.tenant} and done_at is null`;
  await db.sql`delete from subscriptions where tenant_id = ${db.tenant}`;
  await db.sql`
    update approvals set status = 'cancelled', closed_at = now() where tenant_id = ${db.tenant} and status = 'open'`;
  const closed = await db.sql<{ workflow_id: string }>`
    update runs set status = 'cancelled', ended_at = now(), error = ${json(error)}::json
    where tenant_id = ${db.tenant} and ended_at is null returning workflow_id`;
  return closed.map((row) => row.workflow_id);
};

const terminate = async ({ workflow }: Client, id: string): Promise<number> => {
  try {
    await workflow.getHandle(id).terminate(REASON);
    return 1;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 0;
    throw error;
  }
};

/** Between calls of `alive`. */
const STEP = 100;

/**
 * Ends what runs for a tenant, then makes all that Temporal and storage keep of it unreadable, for good, and deletes its
 * tables. Its other rows in PostgreSQL stay until somebody deletes them. Asked again it does what is left.
 * @param alive hears now and then that it goes on: there may be a great many runs
 * @throws `not_found`, `unavailable`
 */
export const eraseTenant = async (
  { database, client, keys }: { database: Database; client: Client; keys: PayloadKeys },
  tenantId: string,
  by: string,
  alive: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Erasure> => {
  refusePlatform(tenantId);
  const ids = await database.withTenant(tenantId, closeAll);
  let [workflows, asked] = [0, 0];
  const end = async (id: string): Promise<void> => {
    workflows += await terminate(client, id);
    asked += 1;
    if (asked % STEP === 0) await alive();
  };
  for (const id of ids) await end(id);
  // What a process that died half-way closed already, and what runs beside a run's own workflow.
  const query = `TramaTenant = "${tenantId}" and ExecutionStatus = "Running"`;
  for await (const { workflowId } of client.workflow.list({ query })) await end(workflowId);
  await keys.erase(tenantId, by);
  await eraseTables(database.withTenant, tenantId);
  // A request that was under way may have brought one more run: without a key it never starts.
  const late = await database.withTenant(tenantId, closeAll);
  return { runs: ids.length + late.length, workflows };
};
