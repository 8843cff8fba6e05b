import { v7 } from 'uuid';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { closeAnswer, openAnswer } from './closed-answer.ts';

export interface IdempotentCall {
  /** Who calls: the same key of another caller is another key. */
  principal: string;
  /** Method and path. */
  route: string;
  key: string;
  /** SHA-256 of the canonical body. */
  bodyHash: string;
}

export type IdempotencyClaim =
  /** Ours to do. `resource` is 32 hex digits for the id of what is made: the same each time the call is tried again. */
  { kind: 'new'; resource: string } | { kind: 'replay'; answer: Json } | { kind: 'in_progress' } | { kind: 'mismatch' };

/** A process that dies leaves its key to the next try after this; one that lives asks for more in time. */
const LEASE_SECONDS = 15;
/** How long an answer is replayed. */
export const KEPT_HOURS = 48;

interface KeyRow {
  body_hash: string;
  answer: Json;
  done: boolean;
  taken: boolean;
  resource_id: string;
}

/** Takes the key for this call, or says what became of it before. Its own transaction, before the work. */
export const beginIdempotent = async (db: TenantDb, call: IdempotentCall): Promise<IdempotencyClaim> => {
  const { principal, route, key, bodyHash } = call;
  const resource = v7();
  // An expired row is as good as none. The conflict waits for a twin that is just being written.
  await db.sql`
    delete from idempotency_keys where tenant_id = ${db.tenant} and principal = ${principal} and route = ${route}
      and key = ${key} and created_at < now() - ${KEPT_HOURS} * interval '1 hour'`;
  const [mine] = await db.sql`
    insert into idempotency_keys (tenant_id, principal, route, key, body_hash, resource_id, lease_until)
    values (${db.tenant}, ${principal}, ${route}, ${key}, ${bodyHash}, ${resource}, now() + ${LEASE_SECONDS} * interval '1 second')
    on conflict do nothing returning key`;
  if (mine) return { kind: 'new', resource };
  const [row] = await db.sql<KeyRow>`
    select body_hash, answer, answer is not null as done, lease_until > now() as taken, resource_id from idempotency_keys
    where tenant_id = ${db.tenant} and principal = ${principal} and route = ${route} and key = ${key} for update`;
  if (!row) return { kind: 'in_progress' };
  if (row.body_hash !== bodyHash) return { kind: 'mismatch' };
  if (row.done) return { kind: 'replay', answer: openAnswer(db, call, row.answer) };
  if (row.taken) return { kind: 'in_progress' };
  await db.sql`
    update idempotency_keys set lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    where tenant_id = ${db.tenant} and principal = ${principal} and route = ${route} and key = ${key}`;
  return { kind: 'new', resource: row.resource_id };
};

/** Keeps the answer; the first one stays. May be written in the transaction of the work itself. */
export const finishIdempotent = async (db: TenantDb, call: IdempotentCall, answer: Json): Promise<void> => {
  await db.sql`
    update idempotency_keys set answer = ${json(closeAnswer(db, call, answer))}::json
    where tenant_id = ${db.tenant} and principal = ${call.principal} and route = ${call.route} and key = ${call.key}
      and body_hash = ${call.bodyHash} and answer is null`;
};

/** Holds the key for `seconds` more, 0: lets the next try of the same call have it, under the same resource id. */
export const holdIdempotent = async (
  db: TenantDb,
  call: IdempotentCall,
  seconds: number = LEASE_SECONDS,
): Promise<void> => {
  await db.sql`
    update idempotency_keys set lease_until = now() + ${seconds} * interval '1 second'
    where tenant_id = ${db.tenant} and principal = ${call.principal} and route = ${call.route} and key = ${call.key}
      and body_hash = ${call.bodyHash} and answer is null`;
};

/** Nothing came of it: the key is free again. */
export const releaseIdempotent = async (db: TenantDb, call: IdempotentCall): Promise<void> => {
  await db.sql`
    delete from idempotency_keys
    where tenant_id = ${db.tenant} and principal = ${call.principal} and route = ${call.route} and key = ${call.key}
      and body_hash = ${call.bodyHash} and answer is null`;
};

/** Forgets answers past their 48 hours. */
export const pruneIdempotency = async (db: TenantDb): Promise<number> => {
  const rows = await db.sql`
    delete from idempotency_keys
    where tenant_id = ${db.tenant} and created_at < now() - ${KEPT_HOURS} * interval '1 hour' returning key`;
  return rows.length;
};
