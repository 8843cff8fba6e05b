import type { ApiDeps } from '#api/deps.ts';
import { checkDraft } from '#api/flows/check-draft.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { loadTrace } from '#api/runs/load-trace.ts';
import type { Helper } from '#domain/ai-help/flow-help.ts';
import { lastValues } from '#domain/ai-help/last-values.ts';
import { catalogueWords } from '#domain/ai-help/type-words.ts';
import { listConnections } from '#domain/connections/read-connection.ts';
import { listTables } from '#domain/data-tables/write-table.ts';
import { listRuns } from '#domain/runs/list-runs.ts';
import { triggerTypes } from '#flow/core/triggers.ts';
import type { Json } from '#flow/json.ts';
import { type Asking, askHelp } from './ask-help.ts';
import { helpState, orRefuse } from './who-is-asked.ts';

const ALL = { limit: 100 };
const MOST_STEPS = 300;

/** What there is to name in a flow. Names only: no secret is read, no row of a table. */
const surroundingsOf = async (deps: ApiDeps, caller: Caller): Promise<string> => {
  const { connections, tables } = await deps.database.withTenant(caller.tenant.id, async (db) => ({
    connections: (await listConnections(db, {}, ALL)).data,
    tables: (await listTables(db, ALL)).data,
  }));
  const columnsOf = ({ columns }: (typeof tables)[number]) =>
    columns.map(({ name, type, unique }) => `${name} ${type}${unique ? ' unique' : ''}`).join(', ');
  return [
    'Connections that there are (kind "name"); name no others, and leave "connection" out where none fits:',
    ...connections.map(({ connector, name }) => `${connector} "${name}"`),
    'Tables that there are (use no others):',
    ...tables.map((table) => `${table.name} (${columnsOf(table)})`),
  ].join('\n');
};

/** Shapes of what the last run of a flow that ended had; null: there is none, or the caller may not read runs. */
export const valuesSeen = async (deps: ApiDeps, caller: Caller, flow: string | null): Promise<string | null> => {
  if (flow === null || !may(caller, 'runs:read')) return null;
  const { data } = await deps.database.withTenant(caller.tenant.id, (db) =>
    listRuns(db, { flow, status: ['succeeded', 'failed'] }, { limit: 1 }),
  );
  if (!data[0]) return null;
  const { run, steps } = await loadTrace(deps, caller.tenant.id, data[0].id, { most: MOST_STEPS });
  return lastValues(run.trigger as unknown as Json, steps);
};

/** The help, ready to be asked. @throws `missing_connection`, `forbidden` */
export const openHelp = async (
  deps: ApiDeps,
  caller: Caller,
  { request, flowId = null }: { request: RequestFacts; flowId?: string | null | undefined },
): Promise<Helper & Pick<Asking, 'usage'>> => {
  const asked = orRefuse(await helpState(deps, caller));
  return {
    ...askHelp(deps, caller, asked, { request, flowId }),
    check: async (document) =>
      (await checkDraft(deps, caller.tenant.id, document, { locale: request.locale, flowId })).problems,
    catalogue: catalogueWords(deps.catalogue, triggerTypes),
    surroundings: await surroundingsOf(deps, caller),
    values: await valuesSeen(deps, caller, flowId),
    locale: request.locale,
  };
};
