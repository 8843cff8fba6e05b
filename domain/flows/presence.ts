import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';
import { noSuchFlow } from './get-flow.ts';

/** How long a page counts as there after it was last heard of. */
const LIFE_SECONDS = 30;

/** A page that has a flow open. */
export interface FlowEditor {
  /** Made up by the page. */
  client: string;
  principal: string;
  name: string;
  /** What is selected there. */
  node: string | null;
}

/** What stands of a flow between those who draw it. */
export interface Drawing {
  /** Of the draft. */
  revision: number;
  /** Who saved it; null: nobody that is known. */
  by: string | null;
  editors: FlowEditor[];
}

/** Without its draft, which may be large. @throws `not_found` */
const find = async (db: TenantDb, idOrSlug: string) => {
  const [row] = await db.sql<{ id: string; draft_revision: number; draft_by: string | null }>`
    select id, draft_revision, draft_by from flows
    where tenant_id = ${db.tenant} and (id = ${uuidIn('flw', idOrSlug)} or (slug = ${idOrSlug} and archived_at is null))`;
  if (!row) throw noSuchFlow();
  return row;
};

/** Tells every process that looks at the flow (uuid). */
export const tellDrawn = async (db: TenantDb, flow: string): Promise<void> => {
  await db.sql`
    select pg_notify('trama_runs', json_build_object('tenantId', ${db.tenantId}::text,
      'flowId', ${formatId('flw', flow)}::text, 'drawn', true)::text)`;
};

/**
 * A page has a flow open, or leaves it. It says so again before thirty seconds are over. Nobody is told where nothing
 * changed. @throws `not_found`
 */
export const beThere = async (
  db: TenantDb,
  idOrSlug: string,
  { client, principal, name, node, leaving }: FlowEditor & { leaving: boolean },
): Promise<void> => {
  const { id: flow } = await find(db, idOrSlug);
  if (leaving) {
    const gone = await db.sql<{ client: string }>`
      delete from flow_editors
      where tenant_id = ${db.tenant} and flow_id = ${flow} and client = ${client} and principal = ${principal}
      returning client`;
    if (gone.length > 0) await tellDrawn(db, flow);
    return;
  }
  // One's own row alone is renewed: a page cannot take the place of another person's.
  const [before] = await db.sql<{ node: string | null; fresh: boolean }>`
    select node, seen_at > now() - make_interval(secs => ${LIFE_SECONDS}) as fresh from flow_editors
    where tenant_id = ${db.tenant} and flow_id = ${flow} and client = ${client}`;
  const [mine] = await db.sql<{ client: string }>`
    insert into flow_editors (tenant_id, flow_id, client, principal, name, node)
    values (${db.tenant}, ${flow}, ${client}, ${principal}, ${name}, ${node})
    on conflict (tenant_id, flow_id, client) do update set name = excluded.name, node = excluded.node, seen_at = now()
      where flow_editors.principal = excluded.principal
    returning client`;
  await db.sql`
    delete from flow_editors where tenant_id = ${db.tenant} and flow_id = ${flow}
      and seen_at < now() - make_interval(secs => ${LIFE_SECONDS * 2})`;
  if (mine && (!before?.fresh || before.node !== node)) await tellDrawn(db, flow);
};

/** Who has it open now, and which draft stands. @throws `not_found` */
export const drawingOf = async (db: TenantDb, idOrSlug: string): Promise<Drawing> => {
  const { id, draft_revision: revision, draft_by: by } = await find(db, idOrSlug);
  const editors = await db.sql<FlowEditor>`
    select client, principal, name, node from flow_editors
    where tenant_id = ${db.tenant} and flow_id = ${id} and seen_at > now() - make_interval(secs => ${LIFE_SECONDS})
    order by name, client limit 50`;
  return { revision, by, editors };
};
