import { createHash } from 'node:crypto';
import type { JsonObject } from '#flow/json.ts';
import { emptySql, json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { lock } from '../locks.ts';

export interface AuditRecord {
  /** `user:<id>`, `key:<id>`, `system`. */
  actor: string;
  /** `flow.publish`, `connection.create` … */
  action: string;
  /** The id of what it was done to. */
  target: string;
  /** Never a secret, never a customer's data. */
  data: JsonObject;
}

export interface AuditEntry extends AuditRecord {
  seq: number;
  /** ISO 8601 UTC. */
  at: string;
}

interface AuditRow extends AuditRecord {
  seq: bigint;
  at: Date;
  prev_hash: Buffer;
  hash: Buffer;
}

const GENESIS = Buffer.alloc(32);

/** Each entry is bound to the one before: a row that is changed, taken out or put between breaks the chain. */
const hashOf = (tenant: string, prev: Buffer, entry: AuditEntry): Buffer =>
  createHash('sha256')
    .update(prev)
    .update(JSON.stringify([tenant, entry.seq, entry.at, entry.actor, entry.action, entry.target, entry.data]))
    .digest();

/** Appends to the tenant's chain, in the transaction of the deed itself: both are there, or neither. */
export const appendAudit = async (db: TenantDb, record: AuditRecord): Promise<void> => {
  await lock(db, ['audit']);
  const [last] = await db.sql<{ seq: bigint; hash: Buffer }>`
    select seq, hash from audit_entries where tenant_id = ${db.tenant} order by seq desc limit 1`;
  const prev = last?.hash ?? GENESIS;
  const entry: AuditEntry = { ...record, seq: Number(last?.seq ?? 0n) + 1, at: new Date().toISOString() };
  await db.sql`
    insert into audit_entries (tenant_id, seq, at, actor, action, target, data, prev_hash, hash)
    values (${db.tenant}, ${entry.seq}, ${entry.at}::timestamptz, ${entry.actor}, ${entry.action}, ${entry.target},
      ${json(entry.data)}::json, ${prev}, ${hashOf(db.tenant, prev, entry)})`;
};

const entryOf = ({ seq, at, actor, action, target, data }: AuditRow): AuditEntry => ({
  seq: Number(seq),
  at: at.toISOString(),
  actor,
  action,
  target,
  data,
});

/** Recomputes the chain. Gives the number of the first entry that does not fit, or null where all do. */
export const verifyAudit = async (db: TenantDb): Promise<number | null> => {
  let prev: Buffer = GENESIS;
  for (let seq = 0n; ; ) {
    const rows = await db.sql<AuditRow>`
      select seq, at, actor, action, target, data, prev_hash, hash from audit_entries
      where tenant_id = ${db.tenant} and seq > ${seq} order by seq limit 500`;
    for (const row of rows) {
      const fits =
        row.seq === seq + 1n && row.prev_hash.equals(prev) && row.hash.equals(hashOf(db.tenant, prev, entryOf(row)));
      if (!fits) return Number(seq) + 1;
      seq = row.seq;
      prev = row.hash;
    }
    if (rows.length < 500) return null;
  }
};

/** Newest first. @throws `malformed` */
export const listAudit = async (
  db: TenantDb,
  filters: { target?: string | undefined },
  page: PageRequest,
): Promise<Page<AuditEntry>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'audit', known, page.cursor);
  const rows = await db.sql<AuditRow>`
    select seq, at, actor, action, target, data, prev_hash, hash from audit_entries where tenant_id = ${db.tenant}
      ${filters.target === undefined ? emptySql : sql`and target = ${filters.target}`}
      ${after === null ? emptySql : sql`and seq < ${after}::bigint`}
    order by seq desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: entryOf, cursor: (last) => writeCursor(db, 'audit', known, String(last.seq)) });
};
