import { emptySql, joinSql, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { containing } from '../containing.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { type AuditEntry, type AuditRow, ENTRY_COLUMNS, entryOf } from './entry.ts';

/** What is left out asks nothing. */
export interface AuditFilter {
  actor?: string | undefined;
  /** `flow.publish`, or a family: `flow.*`. */
  actions?: readonly string[] | undefined;
  target?: string | undefined;
  kind?: string | undefined;
  ip?: string | undefined;
  via?: string | undefined;
  /** ISO 8601. */
  from?: string | undefined;
  to?: string | undefined;
  /** A text in names, target, action or data. */
  q?: string | undefined;
}

const ofAction = (action: string): SqlFragment =>
  action.endsWith('.*')
    ? sql`action like ${`${action.slice(0, -1).replace(/[\\%_]/g, '\\$&')}%`}`
    : sql`action = ${action}`;

const matches = ({ actor, actions, target, kind, ip, via, from, to, q }: AuditFilter): SqlFragment => {
  const like = q === undefined || q.trim() === '' ? null : containing(q.trim());
  const all = [
    actor === undefined ? null : sql`actor = ${actor}`,
    actions === undefined || actions.length === 0 ? null : sql`(${joinSql(actions.map(ofAction), ' or ')})`,
    target === undefined ? null : sql`target = ${target}`,
    kind === undefined
      ? null
      : sql`(target_kind = ${kind} or (target_kind is null and split_part(action, '.', 1) = ${kind}))`,
    ip === undefined ? null : sql`ip = ${ip}`,
    via === undefined ? null : sql`via = ${via}`,
    from === undefined ? null : sql`at >= ${from}::timestamptz`,
    to === undefined ? null : sql`at < ${to}::timestamptz`,
    like === null
      ? null
      : sql`(actor_name ilike ${like} or target_name ilike ${like} or target ilike ${like} or action ilike ${like}
          or data::text ilike ${like})`,
  ].filter((one) => one !== null);
  return all.length === 0 ? emptySql : sql`and ${joinSql(all, ' and ')}`;
};

/** Newest first. @throws `malformed` */
export const searchAudit = async (db: TenantDb, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> => {
  const limit = limitOf(page);
  const known = { ...filter };
  const after = readCursor(db, 'audit', known, page.cursor);
  const rows = await db.sql<AuditRow>`
    select /* varies */ ${ENTRY_COLUMNS} from audit_entries
    where tenant_id = ${db.tenant} ${matches(filter)} ${after === null ? emptySql : sql`and seq < ${after}::bigint`}
    order by seq desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: entryOf, cursor: (last) => writeCursor(db, 'audit', known, String(last.seq)) });
};

/** An entry with what proves it, for exports. */
export interface ProvenEntry {
  entry: AuditEntry;
  /** Hex. */
  prevHash: string;
  hash: string;
}

/** The next entries behind a number, oldest first: exports walk by it, each page a transaction of its own. */
export const entriesAfter = async (
  db: TenantDb,
  seq: number,
  limit: number,
  filter: AuditFilter = {},
): Promise<ProvenEntry[]> => {
  const rows = await db.sql<AuditRow>`
    select /* varies */ ${ENTRY_COLUMNS} from audit_entries
    where tenant_id = ${db.tenant} and seq > ${seq} ${matches(filter)} order by seq limit ${limit}`;
  return rows.map((row) => ({
    entry: entryOf(row),
    prevHash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
  }));
};

/** Who has acted, for the filter's list: newest first, at most 200. */
export const actorsOf = async (db: TenantDb): Promise<{ actor: string; name: string | null }[]> =>
  db.sql<{ actor: string; name: string | null }>`
    select actor, max(actor_name) as name from (
      select actor, actor_name, seq from audit_entries where tenant_id = ${db.tenant} order by seq desc limit 5000) as late
    group by actor order by max(seq) desc limit 200`;
