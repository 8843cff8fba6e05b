import { createHash } from 'node:crypto';
import type { JsonObject } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';

/** One deed, as it was written down (docs/audit.md). */
export interface AuditEntry {
  /** 1: of before; 2. */
  v: number;
  seq: number;
  /** ISO 8601 UTC. */
  at: string;
  /** `user:<id>`, `key:<id>`, `system`. */
  actor: string;
  /** As it was then. */
  actorName: string | null;
  impersonator: string | null;
  /** `flow.publish`, `connection.create` … */
  action: string;
  target: string;
  /** `flow`, `connection` … */
  targetKind: string | null;
  targetName: string | null;
  data: JsonObject;
  /** `{ field: { before, after } }` */
  changes: JsonObject | null;
  via: string | null;
  ip: string | null;
  userAgent: string | null;
  traceId: string | null;
}

export interface AuditRow {
  v: number;
  seq: bigint;
  at: Date;
  actor: string;
  action: string;
  target: string;
  data: JsonObject;
  prev_hash: Buffer;
  hash: Buffer;
  actor_name: string | null;
  impersonator: string | null;
  via: string | null;
  ip: string | null;
  user_agent: string | null;
  trace_id: string | null;
  target_kind: string | null;
  target_name: string | null;
  changes: JsonObject | null;
  seal: Buffer | null;
  sealed_by: string | null;
}

export const ENTRY_COLUMNS = sql`v, seq, at, actor, action, target, data, prev_hash, hash, actor_name, impersonator, via, ip,
  user_agent, trace_id, target_kind, target_name, changes, seal, sealed_by`;

/** Before the first entry. */
export const GENESIS = Buffer.alloc(32);

export const entryOf = (row: AuditRow): AuditEntry => ({
  v: row.v,
  seq: Number(row.seq),
  at: row.at.toISOString(),
  actor: row.actor,
  actorName: row.actor_name,
  impersonator: row.impersonator,
  action: row.action,
  target: row.target,
  // Of before: the family of the deed says what it was done to.
  targetKind: row.target_kind ?? row.action.split('.')[0] ?? null,
  targetName: row.target_name,
  data: row.data,
  changes: row.changes,
  via: row.via,
  ip: row.ip,
  userAgent: row.user_agent,
  traceId: row.trace_id,
});

/** What the hash is made of beside the one before: all that people read. `tenant` is a uuid. */
export const hashedText = (tenant: string, entry: AuditEntry): string => {
  const { seq, at, actor, action, target, data } = entry;
  if (entry.v === 1) return JSON.stringify([tenant, seq, at, actor, action, target, data]);
  const { actorName, impersonator, via, ip, userAgent, traceId, targetKind, targetName, changes } = entry;
  return JSON.stringify([
    ...[entry.v, tenant, seq, at, actor, action, target, data],
    ...[actorName, impersonator, via, ip, userAgent, traceId, targetKind, targetName, changes],
  ]);
};

/** Each entry is bound to the one before: a row that is changed, taken out or put between breaks the chain. */
export const hashOf = (tenant: string, before: Buffer, entry: AuditEntry): Buffer =>
  createHash('sha256').update(before).update(hashedText(tenant, entry)).digest();
