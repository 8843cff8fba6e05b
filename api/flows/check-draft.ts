import type { ApiDeps } from '#api/deps.ts';
import { knownConnections } from '#domain/connections/known-connections.ts';
import { knownTables } from '#domain/data-tables/known-tables.ts';
import { webhookHolder } from '#domain/flows/webhook-holder.ts';
import { duplicatePath } from '#domain/flows/write-trigger.ts';
import { compile } from '#flow/compile.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Problem } from '#flow/problem.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { member } from './member.ts';
import { missingConnections, namedConnections } from './missing-connections.ts';
import { tableProblems, tableUses } from './table-problems.ts';

export interface Checked {
  problems: Problem[];
  /** Null where an error stands. */
  plan: Plan | null;
}

/** The path of a webhook trigger, whatever else the document is. */
export function webhookPath(document: Json): string | null {
  const trigger = member(document, 'trigger');
  if (member(trigger, 'type') !== 'webhook') return null;
  const path = member(member(trigger, 'config'), 'path');
  return typeof path === 'string' ? path.replace(/^\/+|\/+$/g, '') : null;
}

interface Checking {
  locale: Locale;
  /** The flow that the document is of, where it is of one. */
  flowId: string | null;
}

/** Whether only the tenant's own things can tell if a document is right. */
export const asksTenant = (document: Json, catalogue: ApiDeps['catalogue']): boolean =>
  webhookPath(document) !== null || namedConnections(document, catalogue).length > 0 || tableUses(document).length > 0;

/**
 * What the compiler says of a document, and what only the tenant's other things can tell: a webhook's address belongs to
 * one published flow, and connections and tables that are named are there.
 */
export async function checkDraft(
  deps: ApiDeps,
  tenantId: string,
  document: Json,
  checking: Checking,
  compiled: Checked = compile(document, deps.catalogue, { locale: checking.locale }),
): Promise<Checked> {
  if (!asksTenant(document, deps.catalogue)) return { problems: compiled.problems, plan: compiled.plan };
  return deps.database.withTenant(tenantId, (db) => checkAmong(db, deps.catalogue, document, checking, compiled));
}

/** As `checkDraft`, for whoever holds the tenant's handle already. */
export async function checkAmong(
  db: TenantDb,
  catalogue: ApiDeps['catalogue'],
  document: Json,
  { locale, flowId }: Checking,
  { problems, plan }: Checked = compile(document, catalogue, { locale }),
): Promise<Checked> {
  const path = webhookPath(document);
  const connections = namedConnections(document, catalogue);
  const uses = tableUses(document);
  const holder = path === null ? null : await webhookHolder(db, path);
  const known = await knownConnections(
    db,
    connections.map(({ reference }) => reference),
  );
  const tables = await knownTables(
    db,
    uses.map(({ table }) => table),
  );
  const found = [...missingConnections(connections, known, locale), ...tableProblems(uses, tables, locale)];
  if (holder !== null && holder !== flowId) found.push(duplicatePath(locale));
  return found.length === 0 ? { problems, plan } : { problems: [...problems, ...found], plan: null };
}
