import type { Limited } from '#flow/contracts/plan-features.ts';
import type { TramaError } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { connectionFrozen, flowFrozen, planWithRoom } from './refusals.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

type Needed = Partial<Record<Limited, number>>;

/** So many there are, those that stand still among them: what a plan must have room for, so that all works. */
const flowsThere = async (db: TenantDb): Promise<Needed> => {
  const [row] = await db.sql<{ flows: number; chatbot_flows: number }>`
    select count(*)::int as flows, (count(*) filter (where exists (select from flow_triggers t
      where t.tenant_id = f.tenant_id and t.flow_id = f.id and t.type = 'message')))::int as chatbot_flows
    from flows f where f.tenant_id = ${db.tenant} and f.published_version is not null and f.archived_at is null`;
  return row ?? {};
};

const connectionsThere = async (db: TenantDb): Promise<Needed> => {
  const [row] = await db.sql<{ connections: number; whatsapp_instances: number }>`
    select count(*)::int as connections,
      (count(*) filter (where connector like 'whatsapp%'))::int as whatsapp_instances
    from connections where tenant_id = ${db.tenant}`;
  return row ?? {};
};

const required = async (db: TenantDb, needed: Needed): Promise<{ snapshot: Snapshot; plan: string | null }> => {
  const snapshot = await readSnapshot(db);
  return { snapshot, plan: planWithRoom(snapshot, await listLivePlans(db.sql), needed) };
};

/** `flow_frozen`, with the plan in which all flows of the tenant would work. */
export const frozenFlow = async (db: TenantDb): Promise<TramaError> => {
  const { snapshot, plan } = await required(db, await flowsThere(db));
  return flowFrozen(snapshot, plan);
};

/** `connection_frozen`, with the plan in which all connections of the tenant would work. */
export const frozenConnection = async (db: TenantDb, name: string): Promise<TramaError> => {
  const { snapshot, plan } = await required(db, await connectionsThere(db));
  return connectionFrozen(snapshot, name, plan);
};
