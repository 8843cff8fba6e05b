import type { ApiDeps } from '#api/deps.ts';
import { webhookHolder } from '#domain/flows/webhook-holder.ts';
import { compile } from '#flow/compile.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Problem } from '#flow/problem.ts';

export interface Checked {
  problems: Problem[];
  /** Null where an error stands. */
  plan: Plan | null;
}

const DUPLICATE = {
  pt: 'Outro fluxo já atende neste endereço de webhook; escolha outro path.',
  en: 'Another flow listens at this webhook address already; choose another path.',
};

/** The path of a webhook trigger, whatever else the document is. */
export function webhookPath(document: Json): string | null {
  const trigger = member(document, 'trigger');
  if (member(trigger, 'type') !== 'webhook') return null;
  const path = member(member(trigger, 'config'), 'path');
  return typeof path === 'string' ? path.replace(/^\/+|\/+$/g, '') : null;
}

/** A member of any JSON; null where it has none. */
export const member = (value: Json, key: string): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value[key] ?? null)
    : null;

/**
 * What the compiler says of a document, and what only the tenant's other flows can tell: a webhook's address belongs to
 * one published flow. `flowId`: the flow that the document is of, where it is of one.
 */
export async function checkDraft(
  deps: ApiDeps,
  tenantId: string,
  document: Json,
  { locale, flowId }: { locale: Locale; flowId: string | null },
): Promise<Checked> {
  const { problems, plan } = compile(document, deps.catalogue, { locale });
  const path = webhookPath(document);
  if (path === null) return { problems, plan };
  const holder = await deps.database.withTenant(tenantId, (db) => webhookHolder(db, path));
  if (holder === null || holder === flowId) return { problems, plan };
  const message = inLocale(DUPLICATE, locale);
  return {
    problems: [...problems, { code: 'duplicate_path', severity: 'error', field: '/trigger/config/path', message }],
    plan: null,
  };
}
