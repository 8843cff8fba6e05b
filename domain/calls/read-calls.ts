import { failure } from '#flow/errors.ts';
import { emptySql, joinSql, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, formatNullable, parseId, uuidIn } from '../ids.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import { openBytes } from '../payloads/seal-bytes.ts';
import type { CallFacts, CallView, KeptBodies } from './call.ts';
import { firstIdAt, timeOfId } from './call-time.ts';

/** All of them must fit. */
export interface CallFilter {
  key?: string | undefined;
  method?: string | undefined;
  /** The pattern. */
  route?: string | undefined;
  /** `404`, or a class: `4xx`. */
  status?: string | undefined;
  ip?: string | undefined;
  trace?: string | undefined;
  /** ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
}

interface Row extends CallFacts {
  id: string;
  key_id: string;
  key_name: string;
  token_id: string | null;
  trace_id: string;
  received: bigint;
  sent: bigint;
  replay_of: string | null;
  has_bodies: boolean;
}

const view = (row: Row): CallView => ({
  id: formatId('cal', row.id),
  at: timeOfId(row.id),
  keyId: formatId('key', row.key_id),
  keyName: row.key_name,
  byToken: row.token_id !== null,
  method: row.method,
  route: row.route,
  path: row.path,
  status: row.status,
  code: row.code,
  ms: Math.round(row.ms * 10) / 10,
  ip: row.ip,
  traceId: row.trace_id,
  received: Number(row.received),
  sent: Number(row.sent),
  replayOf: formatNullable('cal', row.replay_of),
  hasBodies: row.has_bodies,
});

const COLUMNS = sql`c.id, c.key_id, k.name as key_name, c.token_id, c.method, c.route, c.path, c.status, c.code, c.ms, c.ip,
  c.trace_id, c.received, c.sent, c.replay_of, c.bodies is not null as has_bodies`;

const statusOf = (status: string): SqlFragment => {
  const from = Number(status.replace('xx', '00'));
  return sql`c.status between ${from}::int and ${status.endsWith('xx') ? from + 99 : from}::int`;
};

const conditions = (filter: CallFilter): SqlFragment[] => {
  const { key, method, route, status, ip, trace, from, to } = filter;
  return [
    // An id of no key is of no call either.
    ...(key === undefined ? [] : [sql`c.key_id = ${uuidIn('key', key)}::uuid`]),
    ...(method === undefined ? [] : [sql`c.method = ${method.toUpperCase()}`]),
    ...(route === undefined ? [] : [sql`c.route = ${route}`]),
    ...(status === undefined ? [] : [statusOf(status)]),
    ...(ip === undefined ? [] : [sql`c.ip = ${ip}`]),
    ...(trace === undefined ? [] : [sql`c.trace_id = ${trace}`]),
    ...(from === undefined ? [] : [sql`c.id >= ${firstIdAt(Date.parse(from))}::uuid`]),
    ...(to === undefined ? [] : [sql`c.id < ${firstIdAt(Date.parse(to))}::uuid`]),
  ];
};

/** Newest first. @throws `malformed` */
export const listCalls = async (db: TenantDb, filter: CallFilter, page: PageRequest): Promise<Page<CallView>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'calls', { ...filter }, page.cursor);
  const where = joinSql([sql`c.tenant_id = ${db.tenant}`, ...conditions(filter)], ' and ');
  const rows = await db.sql<Row>`
    select ${COLUMNS} from api_calls c join api_keys k on k.tenant_id = c.tenant_id and k.id = c.key_id
    where ${where} ${after === null ? emptySql : sql`and c.id < ${after}::uuid`}
    order by c.id desc limit ${limit + 1} /* varies */`;
  return pageOf(rows, { limit, item: view, cursor: (last) => writeCursor(db, 'calls', { ...filter }, last.id) });
};

/** A call with what a replay needs of it. */
export interface KnownCall {
  view: CallView;
  idempotencyKey: string | null;
  sealed: { bytes: Uint8Array; keyId: string } | null;
}

/** @throws `not_found` */
export const getCall = async (db: TenantDb, id: string): Promise<KnownCall> => {
  const [row] = await db.sql<
    Row & { idempotency_key: string | null; bodies: Buffer | null; bodies_key: string | null }
  >`
    select ${COLUMNS}, c.idempotency_key, c.bodies, c.bodies_key
    from api_calls c join api_keys k on k.tenant_id = c.tenant_id and k.id = c.key_id
    where c.tenant_id = ${db.tenant} and c.id = ${parseId('cal', id)}`;
  if (!row) throw failure('not_found', 'Esta chamada não está no registro', 'There is no such call in the log');
  const sealed = row.bodies && row.bodies_key ? { bytes: row.bodies, keyId: row.bodies_key } : null;
  return { view: view(row), idempotencyKey: row.idempotency_key, sealed };
};

/** Opens the bodies that were kept; null where none were. @throws `erased` */
export const openBodies = async (keys: PayloadKeys, { sealed }: KnownCall): Promise<KeptBodies | null> => {
  if (sealed === null) return null;
  const bytes = await openBytes(await keys.byId(sealed.keyId), sealed.bytes);
  return JSON.parse(Buffer.from(bytes).toString()) as KeptBodies;
};
