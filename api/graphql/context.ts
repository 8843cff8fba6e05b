import type { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import type { RequestFacts, Route } from '#api/frame/route.ts';
import { validate } from '#api/frame/validate.ts';
import { publicRun } from '#api/runs/view-run.ts';
import { FLOW_COLUMNS, type FlowRow, summarizeFlow } from '#domain/flows/flow-view.ts';
import { uuidIn } from '#domain/ids.ts';
import { RUN_COLUMNS, type RunRow, viewRun } from '#domain/runs/run-view.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { batchLoader, type Loader } from './batch-loader.ts';

export type Row = Record<string, unknown>;

/** What resolvers of one query share. */
export interface GraphContext {
  /** Does what a call of the API does, with its checks and its rights. */
  ask(route: Route, given: Row): Promise<Row>;
  /** Things that others name by their ids, many in one statement. */
  flow: Loader<Row>;
  run: Loader<Row>;
}

/** Calls of one query that are under way: each takes a connection of those that all share. */
const AT_ONCE = 2;

/** Lets a few of what it is given be under way; the others wait for their turn. */
export const fewAtOnce = (most: number) => {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay < most) underWay += 1;
    // Whoever ends hands its place on.
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
    }
  };
};

const need = (caller: Caller, scopes: Route['scopes']): void => {
  const missing = scopes === 'public' ? [] : scopes.filter((scope) => !may(caller, scope));
  if (missing.length > 0)
    throw fail('forbidden', `Falta o direito ${missing.join(', ')}.`, `The right ${missing.join(', ')} is missing.`);
};

/** Those that the schema of a part names. */
const of = (schema: z.ZodType, given: Row): Row =>
  'shape' in schema
    ? Object.fromEntries(Object.entries(given).filter(([name]) => name in (schema.shape as object)))
    : given;

const uuids = (prefix: 'flw' | 'run', ids: readonly string[]): string[] =>
  ids.flatMap((id) => uuidIn(prefix, id) ?? []);

const byId = (rows: readonly { id: string }[]): Map<string, Row> =>
  new Map(rows.map((row) => [row.id, row as unknown as Row]));

export const graphContext = (caller: Caller, request: RequestFacts, deps: ApiDeps): GraphContext => {
  const { database } = deps;
  const inTurn = fewAtOnce(AT_ONCE);
  const read = <T>(work: (db: TenantDb) => Promise<T>) => inTurn(() => database.withTenant(caller.tenant.id, work));
  return {
    ask: async (route, given) => {
      need(caller, route.scopes);
      const params = route.params ? validate(route.params, of(route.params, given), 'query', request.locale) : {};
      const query = route.query ? validate(route.query, of(route.query, given), 'query', request.locale) : {};
      const input = { caller, params, query, body: undefined, bytes: new Uint8Array(), request, resourceId: undefined };
      const answer = await inTurn(() => route.handle(input, deps));
      if (answer.kind !== 'json') throw new Error(`${route.path} has no answer for GraphQL`);
      return answer.body as Row;
    },
    flow: batchLoader(async (ids) => {
      need(caller, ['flows:read']);
      const rows = await read(
        (db) => db.sql<FlowRow>`
        select ${FLOW_COLUMNS} from flows where tenant_id = ${db.tenant} and id = any (${uuids('flw', ids)}::uuid[])`,
      );
      return byId(rows.map(summarizeFlow));
    }),
    run: batchLoader(async (ids) => {
      need(caller, ['runs:read']);
      const rows = await read(
        (db) => db.sql<RunRow>`
        select ${RUN_COLUMNS} from runs where tenant_id = ${db.tenant} and id = any (${uuids('run', ids)}::uuid[])`,
      );
      return byId(rows.map((row) => publicRun(viewRun(row))));
    }),
  };
};
