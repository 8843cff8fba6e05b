import { refuseUse } from '#api/connections/may-use.ts';
import { contextOf } from '#api/connections/try-action.ts';
import type { ApiDeps } from '#api/deps.ts';
import { checkDraft } from '#api/flows/check-draft.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import { askObject } from '#connectors/ai/ask-model.ts';
import type { Helper } from '#domain/ai-help/flow-help.ts';
import type { AskModel } from '#domain/ai-help/repair.ts';
import { catalogueWords } from '#domain/ai-help/type-words.ts';
import type { ConnectionView } from '#domain/connections/connection-view.ts';
import { listConnections } from '#domain/connections/read-connection.ts';
import { listTables } from '#domain/data-tables/write-table.ts';
import { newId } from '#domain/ids.ts';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { triggerTypes } from '#flow/core/triggers.ts';
import { failure } from '#flow/errors.ts';

/** Of one answer; a whole flow takes a model a while. */
const ANSWER_MS = 120_000;
const MOST_TOKENS = 12_000;
const ALL = { limit: 100 };

type Operators = NonNullable<ApiDeps['settings']['aiHelp']>;

/** The operator's model in the shape of a connection; it is kept nowhere. */
const operatorsConnection = ({ baseUrl, key, model }: Operators): ConnectionValue => ({
  id: 'trama',
  connector: 'ai',
  name: 'Trama',
  config: { provider: 'compatible', baseUrl, model },
  secret: { apiKey: key },
  hosts: [new URL(baseUrl).host],
});

/** Connections of language models that the caller may use for help, the oldest first. */
export const helpConnections = async (deps: ApiDeps, caller: Caller): Promise<ConnectionView[]> => {
  if (!may(caller, 'connections:use')) return [];
  const { data } = await deps.database.withTenant(caller.tenant.id, (db) =>
    listConnections(db, { connector: 'ai' }, ALL),
  );
  return data.toReversed();
};

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

/** Who is asked: the connection that is named, else the tenant's oldest, else the operator's model. @throws `missing_connection`, `forbidden` */
const chooseConnection = async (
  deps: ApiDeps,
  caller: Caller,
  named: string | undefined,
): Promise<{ own: string } | { operators: ConnectionValue }> => {
  if (named !== undefined) {
    refuseUse(caller);
    return { own: named };
  }
  const [first] = await helpConnections(deps, caller);
  if (first) return { own: first.id };
  const { aiHelp } = deps.settings;
  if (aiHelp) return { operators: operatorsConnection(aiHelp) };
  throw failure(
    'missing_connection',
    'A ajuda da IA precisa de uma conexão com um modelo de linguagem.',
    'The AI help needs a connection to a language model.',
  );
};

/** The help, ready to be asked: each answer is reserved and booked like one of an action. */
export const openHelp = async (
  deps: ApiDeps,
  caller: Caller,
  {
    connection,
    request,
    flowId = null,
  }: { connection: string | undefined; request: RequestFacts; flowId?: string | null },
): Promise<Helper> => {
  const chosen = await chooseConnection(deps, caller, connection);
  const help = newId('run');
  let answers = 0;
  const ask: AskModel = async ({ system, messages, schema }) => {
    const timing = { timeoutMs: ANSWER_MS, signal: request.signal };
    const context = await contextOf(deps, caller, 'own' in chosen ? chosen.own : null, timing);
    if (context.connection && context.connection.connector !== 'ai')
      throw failure('missing_connection', 'Esta conexão não é de IA.', 'This connection is none of a language model.');
    answers += 1;
    const { object } = await askObject(
      {
        ...{ action: 'ai.help', model: undefined, attachments: [], temperature: undefined },
        ...{ system, messages, maxTokens: MOST_TOKENS },
      },
      schema,
      {
        ...context,
        connection: context.connection ?? ('operators' in chosen ? chosen.operators : null),
        idempotencyKey: `help/${help}/${answers}`,
        flowId: flowId ?? 'help',
      },
    );
    return object;
  };
  return {
    ask,
    check: async (document) =>
      (await checkDraft(deps, caller.tenant.id, document, { locale: request.locale, flowId })).problems,
    catalogue: catalogueWords(deps.catalogue, triggerTypes),
    surroundings: await surroundingsOf(deps, caller),
    locale: request.locale,
  };
};
