import { json } from '#prisma/sql.ts';
import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import type { PayloadKeys } from '../payloads/payload-keys.ts';
import { sealBytes } from '../payloads/seal-bytes.ts';
import type { CallRecord, KeptBodies } from './call.ts';

const sealed = async (keys: PayloadKeys, tenantId: string, bodies: KeptBodies) => {
  const key = await keys.newest(tenantId);
  const bytes = await sealBytes(key, Buffer.from(JSON.stringify(bodies)));
  return { bodies: Buffer.from(bytes).toString('hex'), bodies_key: key.id };
};

const rowOf = async (keys: PayloadKeys, call: CallRecord) => ({
  id: call.id,
  key_id: parseId('key', call.keyId),
  token_id: call.tokenId,
  method: call.method,
  route: call.route,
  path: call.path,
  status: call.status,
  code: call.code,
  ms: call.ms,
  ip: call.ip,
  trace_id: call.traceId,
  received: call.received,
  sent: call.sent,
  idempotency_key: call.idempotencyKey,
  replay_of: call.replayOf,
  ...(call.bodies ? await sealed(keys, call.tenantId, call.bodies) : {}),
});

const insert = async (db: TenantDb, rows: unknown[]): Promise<void> => {
  await db.sql`
    insert into api_calls (tenant_id, id, key_id, token_id, method, route, path, status, code, ms, ip, trace_id, received,
      sent, idempotency_key, replay_of, bodies, bodies_key)
    select ${db.tenant}, c.id, c.key_id, c.token_id, c.method, c.route, c.path, c.status, c.code, c.ms, c.ip, c.trace_id,
      c.received, c.sent, c.idempotency_key, c.replay_of, decode(c.bodies, 'hex'), c.bodies_key
    from json_to_recordset(${json(rows)}::json) as c (id uuid, key_id uuid, token_id uuid, method text, route text,
      path text, status smallint, code text, ms real, ip text, trace_id text, received bigint, sent bigint,
      idempotency_key text, replay_of uuid, bodies text, bodies_key text)
    where exists (select 1 from api_keys k where k.tenant_id = ${db.tenant} and k.id = c.key_id)
    on conflict do nothing`;
};

/** Writes calls of one tenant; those that are there already are left. */
export const writeCalls = async (
  { withTenant, keys }: { withTenant: WithTenant; keys: PayloadKeys },
  tenantId: string,
  calls: readonly CallRecord[],
): Promise<void> => {
  const rows = await Promise.all(calls.map((call) => rowOf(keys, call)));
  await withTenant(tenantId, (db) => insert(db, rows));
};
