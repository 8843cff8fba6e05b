import { failure } from '#flow/errors.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, parseId } from '../ids.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, type EndpointView, titleOf, viewEndpoint } from './endpoint-view.ts';
import { noSuchDelivery } from './list-deliveries.ts';
import { getEndpoint, noSuchEndpoint } from './read-endpoint.ts';
import { CHANNEL } from './tell-endpoints.ts';
import { refuseMoreEndpoints } from './write-endpoint.ts';

/** A new round, as if the message had just come: whatever was under way for it finds the round over. */
const anew = (inOrder: boolean) =>
  sql`state = 'due', next_at = now(), round = round + 1, tries = 0, handed = false, reason = null, ended_at = null,
    in_order = ${inOrder}`;

const call = async (db: TenantDb): Promise<void> => {
  await db.sql`select pg_notify(${CHANNEL}, '')`;
};

/** An endpoint (uuid) that nobody changes meanwhile: what is sent again goes by its order of now. @throws `not_found` */
const holdEndpoint = async (db: TenantDb, id: string): Promise<EndpointView> => {
  const [row] = await db.sql<EndpointRow>`
    select ${ENDPOINT_COLUMNS} from webhook_endpoints where tenant_id = ${db.tenant} and id = ${id} for key share`;
  if (!row) throw noSuchEndpoint();
  return viewEndpoint(row);
};

const refuseDisabled = ({ enabled }: Pick<EndpointView, 'enabled'>): void => {
  if (!enabled)
    throw failure('conflict', 'O endereço está desligado: ligue-o antes', 'The endpoint is disabled: enable it first');
};

/** Sends one again, under its own id, whatever became of it. @throws `not_found`, `conflict` where its endpoint is disabled, or it was a test */
export const replayDelivery = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const uuid = parseId('whd', id);
  const [row] = await db.sql<{ endpoint_id: string; test: boolean }>`
    select d.endpoint_id, m.test from webhook_deliveries d
    join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id
    where d.tenant_id = ${db.tenant} and d.id = ${uuid}`;
  if (!row) throw noSuchDelivery();
  if (row.test) throw failure('conflict', 'Foi um teste: faça outro', 'It was a test: make another one');
  const endpoint = await holdEndpoint(db, row.endpoint_id);
  refuseDisabled(endpoint);
  await db.sql`update webhook_deliveries set ${anew(endpoint.inOrder)} where tenant_id = ${db.tenant} and id = ${uuid}`;
  await call(db);
  await appendAudit(db, { actor: by, action: 'webhook.replay', target: id, name: titleOf(endpoint), data: {} });
};

/** Most that one call sends again; the rest is for the next. */
const MOST_AT_ONCE = 10_000;

/**
 * Sends again what failed in a span, the oldest first. Gives how many there are; what was sent as a test is left out. `ended`: the
 * span is that in which it failed, not in which it came.
 * @throws `not_found`, `conflict`
 */
export const replayFailed = async (
  db: TenantDb,
  id: string,
  { from, to = null, ended = false }: { from: string; to?: string | null | undefined; ended?: boolean },
  by: string,
): Promise<number> => {
  const uuid = parseId('whe', id);
  const endpoint = await holdEndpoint(db, uuid);
  refuseDisabled(endpoint);
  const at = ended ? sql`d.ended_at` : sql`d.created_at`;
  const rows = await db.sql`
    update webhook_deliveries set ${anew(endpoint.inOrder)} where tenant_id = ${db.tenant} and id in (
      select d.id from webhook_deliveries d
      join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id and not m.test
      where d.tenant_id = ${db.tenant} and d.endpoint_id = ${uuid} and d.state = 'failed'
        and ${at} >= ${from}::timestamptz and (${to}::timestamptz is null or ${at} < ${to}::timestamptz)
      order by d.seq limit ${MOST_AT_ONCE})
    returning id`;
  await call(db);
  const data = { from, to, count: rows.length };
  await appendAudit(db, { actor: by, action: 'webhook.replay_failed', target: id, name: titleOf(endpoint), data });
  return rows.length;
};

/** Sends a message to an endpoint, whether it was meant for it or not. Gives the delivery's id. @throws `not_found`, `conflict` */
export const sendMessageTo = async (db: TenantDb, id: string, message: string, by: string): Promise<string> => {
  const endpoint = await holdEndpoint(db, parseId('whe', id));
  refuseDisabled(endpoint);
  const uuid = parseId('whm', message);
  const [row] = await db.sql<{ id: string }>`
    insert into webhook_deliveries (tenant_id, endpoint_id, message_id, type, in_order, state, next_at)
    select ${db.tenant}, ${parseId('whe', id)}, id, type, ${endpoint.inOrder}, 'due', now() from webhook_messages
    where tenant_id = ${db.tenant} and id = ${uuid}
    on conflict (tenant_id, message_id, endpoint_id) do update set state = 'due', next_at = now(),
      round = webhook_deliveries.round + 1, tries = 0, handed = false, reason = null, ended_at = null,
      in_order = excluded.in_order
    returning id`;
  if (!row) throw failure('not_found', 'Esta mensagem não existe', 'There is no such message');
  await call(db);
  await appendAudit(db, { actor: by, action: 'webhook.send', target: id, name: titleOf(endpoint), data: { message } });
  return formatId('whd', row.id);
};

/**
 * Enables it again. `replay`: what failed since it was disabled, or came meanwhile, and since it began to fail, is sent.
 * @throws `not_found`, `plan_required`
 */
export const enableEndpoint = async (
  db: TenantDb,
  id: string,
  { replay, by }: { replay: boolean; by: string },
): Promise<{ endpoint: EndpointView; replayed: number }> => {
  const uuid = parseId('whe', id);
  const [before] = await db.sql<{ enabled: boolean; since: Date | null }>`
    select enabled, least(failing_since, disabled_at) as since from webhook_endpoints
    where tenant_id = ${db.tenant} and id = ${uuid} for update`;
  if (!before) throw noSuchEndpoint();
  if (before.enabled) return { endpoint: await getEndpoint(db, id), replayed: 0 };
  await refuseMoreEndpoints(db, 'enabled');
  const [row] = await db.sql<EndpointRow>`
    update webhook_endpoints set enabled = true, disabled_reason = null, disabled_at = null, failing_since = null,
      warned_at = null, free_at = now(), revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${uuid} returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw noSuchEndpoint();
  const replayed =
    replay && before.since ? await replayFailed(db, id, { from: before.since.toISOString(), ended: true }, by) : 0;
  await appendAudit(db, { actor: by, action: 'webhook.enable', target: id, name: titleOf(row), data: { replayed } });
  return { endpoint: viewEndpoint(row), replayed };
};
