import type { BetterAuthOptions } from 'better-auth';
import { type CustomAdapter, createAdapterFactory } from 'better-auth/adapters';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, identifier, joinSql, type Query, type SqlFragment, sql } from '#prisma/sql.ts';
import { hashSessionToken } from '../sessions.ts';

type Where = Parameters<CustomAdapter['deleteMany']>[0]['where'];
type Row = Record<string, unknown>;

const SESSIONS = 'sessions';
/** What gets in is never kept: a session's token stands here as its hash. */
const hashed = (value: unknown): unknown => (typeof value === 'string' ? hashSessionToken(value) : value);

/** People are known to the whole product and stay where they are; all else of identity has its own schema. */
const tableOf = (model: string): SqlFragment =>
  model === 'users' ? sql`public.users` : sql`identity.${identifier(model)}`;

const valueOf = (model: string, { field, value }: Where[number]): unknown => {
  if (model !== SESSIONS || field !== 'token_hash') return value;
  return Array.isArray(value) ? value.map(hashed) : hashed(value);
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What stands in no column of ids is looked for in none: PostgreSQL would refuse the whole question. */
const isNobodys = (model: string, { field, value }: Where[number]): boolean =>
  (field === 'user_id' || (field === 'id' && model !== 'verifications')) &&
  typeof value === 'string' &&
  !UUID.test(value);

const OPERATORS = { eq: sql`=`, ne: sql`<>`, lt: sql`<`, lte: sql`<=`, gt: sql`>`, gte: sql`>=` };

function conditionOf(model: string, clause: Where[number]): SqlFragment {
  const column = identifier(clause.field);
  const value = valueOf(model, clause);
  const { operator } = clause;
  if (operator === 'in') return sql`${column}::text = any(${value}::text[])`;
  if (operator === 'not_in') return sql`${column}::text <> all(${value}::text[])`;
  if (operator === 'eq' && isNobodys(model, clause)) return sql`false`;
  if (value === null && operator === 'eq') return sql`${column} is null`;
  if (value === null && operator === 'ne') return sql`${column} is not null`;
  if (operator in OPERATORS) return sql`${column} ${OPERATORS[operator as keyof typeof OPERATORS]} ${value}`;
  throw new Error(`The identity adapter knows no operator ${operator}`);
}

/** Sessions that were ended are there no more, for whoever asks by this way. */
function whereOf(model: string, where: Where = []): SqlFragment {
  const by = (connector: 'AND' | 'OR') =>
    where.filter((clause) => clause.connector === connector).map((clause) => conditionOf(model, clause));
  const [all, any] = [by('AND'), by('OR')];
  if (any.length > 0) all.push(sql`(${joinSql(any, ' or ')})`);
  if (model === SESSIONS) all.push(sql`revoked_at is null`);
  return all.length === 0 ? emptySql : sql`where ${joinSql(all, ' and ')}`;
}

/** A place of one of ours is nobody's session for what changes how a person signs in. Ending all of them ends those too. */
function whereFound(model: string, where: Where = []): SqlFragment {
  const found = whereOf(model, where);
  return model === SESSIONS ? sql`${found} and impersonated_by is null` : found;
}

/** int8 comes as bigint; the library counts in numbers. */
const asRead = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
  );

/** Whoever found a session by its token sees that token again, and not what is kept of it. */
function withToken(model: string, where: Where | undefined, row: Row): Row {
  if (model !== SESSIONS) return asRead(row);
  const asked = (where ?? [])
    .filter(({ field }) => field === 'token_hash')
    .flatMap(({ value }) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  const token = asked.find((one) => hashed(one) === row.token_hash);
  return asRead(token === undefined ? row : { ...row, token_hash: token });
}

const assignments = (model: string, values: Row): SqlFragment =>
  joinSql(
    Object.entries(values).map(([key, value]) => {
      const kept = model === SESSIONS && key === 'token_hash' ? hashed(value) : value;
      return sql`${identifier(key)} = ${kept}`;
    }),
  );

async function insert(run: Query, model: string, data: Row): Promise<Row> {
  const kept = model === SESSIONS ? { ...data, token_hash: hashed(data.token_hash) } : data;
  const columns = joinSql(Object.keys(kept).map(identifier));
  const values = joinSql(Object.values(kept).map((value) => sql`${value}`));
  const [row] = await run<Row>`insert into ${tableOf(model)} (${columns}) values (${values}) returning *`;
  if (!row) throw new Error('An insert gave no row');
  return model === SESSIONS ? { ...asRead(row), token_hash: data.token_hash } : asRead(row);
}

/** A session that ends stays, marked: it tells what was signed in when. Gives what went. */
const remove = (run: Query, model: string, where: Where): Promise<Row[]> =>
  model === SESSIONS
    ? run<Row>`update identity.sessions set revoked_at = now() ${whereOf(model, where)} returning *`
    : run<Row>`delete from ${tableOf(model)} ${whereOf(model, where)} returning *`;

const change = async (run: Query, model: string, where: Where, set: SqlFragment): Promise<Row[]> => {
  const rows = await run<Row>`update ${tableOf(model)} set ${set} ${whereOf(model, where)} returning *`;
  return rows.map((row) => withToken(model, where, row));
};

/** Conditions and values come with our columns' names; the order of rows comes with the library's. */
type ColumnOf = (field: { model: string; field: string }) => string;

/** The library's own types of rows are generic; what comes from the table fits them by the mapping in `auth-models.ts`. */
const as = <T>(value: unknown): T => value as T;

const adapterOn = (run: Query, columnOf: ColumnOf): CustomAdapter => ({
  create: async ({ model, data }) => as(await insert(run, model, data)),
  findOne: async ({ model, where }) => {
    const [row] = await run<Row>`select * from ${tableOf(model)} ${whereFound(model, where)} limit 1`;
    return as(row ? withToken(model, where, row) : null);
  },
  findMany: async ({ model, where, limit, sortBy, offset }) => {
    const direction = sortBy?.direction === 'desc' ? sql`desc` : sql`asc`;
    const order = sortBy
      ? sql`order by ${identifier(columnOf({ model, field: sortBy.field }))} ${direction}`
      : emptySql;
    const rows = await run<Row>`
      select * from ${tableOf(model)} ${whereFound(model, where)} ${order} limit ${limit} offset ${offset ?? 0}`;
    return as(rows.map((row) => withToken(model, where, row)));
  },
  update: async ({ model, where, update }) =>
    as((await change(run, model, where, assignments(model, update as Row)))[0] ?? null),
  updateMany: async ({ model, where, update }) => (await change(run, model, where, assignments(model, update))).length,
  delete: async ({ model, where }) => void (await remove(run, model, where)),
  deleteMany: async ({ model, where }) => (await remove(run, model, where)).length,
  // By its id alone: of two who ask at once one gets the row, the other nothing.
  consumeOne: async ({ model, where }) => {
    const [row] = await run<Row>`
      delete from ${tableOf(model)} where id in (select id from ${tableOf(model)} ${whereOf(model, where)} limit 1)
      returning *`;
    return as(row ? asRead(row) : null);
  },
  incrementOne: async ({ model, where, increment, set }) => {
    const sums = Object.entries(increment).map(([key, by]) => sql`${identifier(key)} = ${identifier(key)} + ${by}`);
    const all = set && Object.keys(set).length > 0 ? [...sums, assignments(model, set)] : sums;
    return as((await change(run, model, where, joinSql(all)))[0] ?? null);
  },
  count: async ({ model, where }) => {
    const [row] = await run<{ n: number }>`select count(*)::int as n from ${tableOf(model)} ${whereOf(model, where)}`;
    return row?.n ?? 0;
  },
});

const CONFIG = {
  adapterId: 'trama-identity',
  adapterName: 'Trama identity',
  supportsUUIDs: true,
  supportsDates: true,
  supportsBooleans: true,
  supportsJSON: false,
  supportsNumericIds: false,
} as const;

/** How better-auth reads and writes: on the admin's connection, in schema `identity`, with tokens as hashes alone. */
export const identityAdapter = (admin: AdminDb) => (options: BetterAuthOptions) =>
  createAdapterFactory({
    config: {
      ...CONFIG,
      transaction: (work) =>
        admin.transaction((run) =>
          work(
            createAdapterFactory({
              config: { ...CONFIG, transaction: false },
              adapter: ({ getFieldName }) => adapterOn(run, getFieldName),
            })(options),
          ),
        ),
    },
    adapter: ({ getFieldName }) => adapterOn(admin.sql, getFieldName),
  })(options);
