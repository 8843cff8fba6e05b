import { refusePlan } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import { checkAmong } from '#api/flows/check-draft.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { createFlow } from '#domain/flows/create-flow.ts';
import type { FlowSummary, FlowView } from '#domain/flows/flow-view.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { publishFlow } from '#domain/flows/publish-flow.ts';
import { webhookHolder } from '#domain/flows/webhook-holder.ts';
import { formatId, uuidWithin } from '#domain/ids.ts';
import { lock } from '#domain/locks.ts';
import { type Filled, fits } from '#domain/templates/fill-template.ts';
import { flowsOfKit } from '#domain/templates/flows-of-kit.ts';
import { type MadeTable, makeTables } from '#domain/templates/make-tables.ts';
import type { Template } from '#domain/templates/template.ts';
import type { Board } from '#flow/board.ts';
import type { FlowDocument } from '#flow/document.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

export interface ToMake {
  template: Template;
  filled: Filled;
}

export interface Making {
  locale: Locale;
  publish: boolean;
  /** The kit that they are of: what was made of it before is kept as it is. */
  kit?: string;
  /** Of an idempotent call: from it come the ids of what is made, so that a second try makes nothing twice. */
  resourceId: string | undefined;
}

export interface MadeFlow {
  template: string;
  flow: FlowSummary;
  /** It was there before. */
  kept: boolean;
  missingValues: string[];
  missingConnections: string[];
}

/** What does not fit its field, told at once. @throws `invalid` */
export const refuseUnfit = (templates: readonly Template[], values: Readonly<Record<string, Json>>): void => {
  const fields = new Map(templates.flatMap(({ setup }) => setup.map((field) => [field.key, field] as const)));
  const errors = Object.entries(values).flatMap(([key, value]) => {
    const field = fields.get(key);
    const pointer = `/values/${key}`;
    if (!field)
      return [{ pointer, code: 'unknown', message: { pt: 'Não há este campo', en: 'There is no such field' } }];
    if (value === null || value === '' || fits(field, value)) return [];
    return [{ pointer, code: 'bad_value', message: { pt: 'Não serve aqui', en: 'Does not fit here' } }];
  });
  if (errors.length > 0)
    throw fail('invalid', 'Confira os campos marcados.', 'Check the fields that are marked.', { errors });
};

/** Two flows cannot listen at one address: the second gets another. */
const freePath = async (db: TenantDb, { trigger }: FlowDocument): Promise<void> => {
  const { path } = trigger.config;
  if (trigger.type !== 'webhook' || typeof path !== 'string') return;
  for (let n = 2, free = path; ; free = `${path}-${n++}`)
    if ((await webhookHolder(db, free)) === null) {
      trigger.config.path = free;
      return;
    }
};

const boardOf = ({ sample }: Template, locale: Locale): Board => ({
  samples: sample.map(({ title, data }, n) => ({ id: `sample${n + 1}`, name: inLocale(title, locale), data })),
});

const publishNow = async (
  db: TenantDb,
  deps: ApiDeps,
  caller: Caller,
  { id, draft, draftRevision, publishedVersion }: FlowView,
  locale: Locale,
): Promise<FlowView> => {
  if (publishedVersion === null) {
    const { problems, plan } = await checkAmong(db, deps.catalogue, draft, { locale, flowId: id });
    if (plan === null)
      throw fail('flow_has_problems', 'Falta algo para publicar.', 'Something is missing to publish.', {
        details: { problems: JSON.parse(JSON.stringify(problems)) as Json },
      });
    refusePlan(caller, plan);
    await publishFlow(db, id, { plan, revision: draftRevision, by: caller.principal, locale });
  }
  return getFlow(db, id);
};

/**
 * Makes flows of templates, and the tables that they work with: all or none of it. To publish, nothing may be missing.
 * @throws `flow_has_problems`, `conflict` (a table that is otherwise), `forbidden`, `quota_exceeded`
 */
export const makeFlows = async (
  deps: ApiDeps,
  caller: Caller,
  wanted: readonly ToMake[],
  { locale, publish, resourceId, kit }: Making,
): Promise<{ flows: MadeFlow[]; tables: MadeTable[] }> => {
  const needed = wanted.flatMap(({ template }) => template.tables);
  if (needed.length > 0 && !may(caller, 'data:write'))
    throw fail('forbidden', 'Falta o direito de criar tabelas.', 'The right to make tables is missing.');
  return deps.database.withTenant(caller.tenant.id, async (db) => {
    // One after another, for they may want the same table; and names before the audit's chain, as whoever makes a flow.
    await lock(db, ['flow-slugs']);
    const before = kit === undefined ? new Map<string, FlowSummary>() : await flowsOfKit(db, kit);
    const tables = await makeTables(db, needed, { by: caller.principal, locale });
    const flows: MadeFlow[] = [];
    for (const { template, filled } of wanted) {
      const { document, ...missing } = filled;
      const there = before.get(template.id);
      if (there) {
        flows.push({ template: template.id, flow: there, kept: true, missingValues: [], missingConnections: [] });
        continue;
      }
      await freePath(db, document);
      const made = await createFlow(db, {
        definition: document as unknown as Json,
        board: boardOf(template, locale),
        by: caller.principal,
        ...(resourceId === undefined ? {} : { id: formatId('flw', uuidWithin(resourceId, template.id)) }),
      });
      const flow = publish ? await publishNow(db, deps, caller, made, locale) : made;
      flows.push({ template: template.id, flow, kept: false, ...missing });
    }
    return { flows, tables };
  });
};
