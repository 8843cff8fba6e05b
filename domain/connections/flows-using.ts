import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { flowsNaming } from '../flows/flows-naming.ts';
import { formatId } from '../ids.ts';

const authConnection = (auth: Json | undefined): string | null => {
  if (typeof auth !== 'object' || auth === null || Array.isArray(auth)) return null;
  return typeof auth.connection === 'string' ? auth.connection : null;
};

/** Names and ids of connections in a plan: of its nodes, their compensations, its webhook's auth, and its messages' account. */
export const connectionsIn = (plan: Plan): Set<string> => {
  const named = plan.nodes.flatMap((node) => [node.connection, node.compensation?.connection]);
  const { type, config } = plan.trigger;
  const account = type === 'message' ? config.account : null;
  return new Set([...named, authConnection(config.auth), account].filter((each) => typeof each === 'string'));
};

/** Ids and names of the connections for which one of these stands in when their provider is down; one step and no further. */
const relyingOn = async (db: TenantDb, references: readonly string[]): Promise<string[]> => {
  const rows = await db.sql<{ id: string; name: string }>`
    select id, name from connections
    where tenant_id = ${db.tenant} and config ->> 'fallbackConnection' = any (${[...references]}::text[])`;
  return rows.flatMap(({ id, name }) => [formatId('con', id), name]);
};

/** Published flows that name a connection by one of these (its id, its name), or one that falls back on it. */
export const flowsUsing = async (db: TenantDb, given: readonly string[]): Promise<{ id: string; name: string }[]> => {
  const references = [...given, ...(await relyingOn(db, given))];
  return flowsNaming(db, references, connectionsIn);
};
