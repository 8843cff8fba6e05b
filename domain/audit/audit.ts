import type { JsonObject } from '#flow/json.ts';
import type { Origin } from '#prisma/origin.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { lockNumber } from '../locks.ts';
import { presentable, presentableChanges, shortText } from './changes.ts';
import { type AuditEntry, GENESIS, hashOf } from './entry.ts';
import { sealHash } from './seal.ts';

export interface AuditRecord {
  /** `user:<id>`, `key:<id>`, `system`. */
  actor: string;
  /** `flow.publish`, `connection.create` … The first part says what it is done to, where `kind` does not. */
  action: string;
  /** The id of what it was done to. */
  target: string;
  /** Never a secret, never a customer's data. */
  data: JsonObject;
  /** As people know the target; `data.name` where it is not given. */
  name?: string | null | undefined;
  kind?: string | undefined;
  /** What the deed changed (`changesBetween`). */
  changes?: JsonObject | null | undefined;
}

const nameIn = ({ name, data }: AuditRecord): string | null =>
  name ?? (typeof data.name === 'string' ? data.name : null);

/** A name belongs to the one who acts; where a deed names somebody else, only the address and the client are known. */
const whereFrom = (actor: string, origin: Origin | null) => ({
  actorName: origin?.name && origin.actor === actor ? shortText(origin.name) : null,
  impersonator: origin?.impersonator ?? null,
  via: origin?.via ?? null,
  // IPv4 as people write it, also where the socket speaks IPv6.
  ip: origin?.ip.replace(/^::ffff:(?=\d)/, '') || null,
  userAgent: origin?.userAgent ? shortText(origin.userAgent) : null,
  traceId: origin?.traceId || null,
});

const entryFor = (db: TenantDb, record: AuditRecord, seq: number): AuditEntry => {
  const name = nameIn(record);
  return {
    v: 2,
    seq,
    at: new Date().toISOString(),
    actor: shortText(record.actor),
    action: record.action,
    target: shortText(record.target),
    targetKind: record.kind ?? record.action.split('.')[0] ?? null,
    targetName: name === null ? null : shortText(name),
    data: presentable(record.data),
    changes: record.changes ? presentableChanges(record.changes) : null,
    ...whereFrom(record.actor, db.origin),
  };
};

/**
 * Appends to the tenant's chain, in the transaction of the deed itself: both are there, or neither. Who, from where, comes with
 * the handle. Entries of one tenant are written one after another: call it last in a transaction.
 */
export const appendAudit = async (db: TenantDb, record: AuditRecord): Promise<void> => {
  const [last] = await db.sql<{ seq: bigint | null; hash: Buffer | null }>`
    select seq, hash from audit_head(${lockNumber(db.tenant, ['audit'])}::bigint, ${db.tenant}::uuid)`;
  const before = last?.hash ?? GENESIS;
  const entry = entryFor(db, record, Number(last?.seq ?? 0n) + 1);
  const hash = hashOf(db.tenant, before, entry);
  const { seal, sealedBy } = sealHash(db, 'entry', hash);
  await db.sql`
    insert into audit_entries (tenant_id, v, seq, at, actor, action, target, data, prev_hash, hash, actor_name, impersonator,
      via, ip, user_agent, trace_id, target_kind, target_name, changes, seal, sealed_by)
    values (${db.tenant}, ${entry.v}, ${entry.seq}, ${entry.at}::timestamptz, ${entry.actor}, ${entry.action},
      ${entry.target}, ${json(entry.data)}::json, ${before}, ${hash}, ${entry.actorName}, ${entry.impersonator},
      ${entry.via}, ${entry.ip}, ${entry.userAgent}, ${entry.traceId}, ${entry.targetKind}, ${entry.targetName},
      ${entry.changes === null ? null : json(entry.changes)}::json, ${seal}, ${sealedBy})`;
  db.origin?.noted?.(record.action);
};
