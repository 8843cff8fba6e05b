import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { type EndpointSecrets, openSecrets } from './endpoint-secrets.ts';

/** One message for one endpoint, with all that sending it takes. */
export interface LoadedDelivery {
  deliveryId: string;
  messageId: string;
  /** The endpoint's uuid. */
  endpoint: string;
  url: string;
  body: string;
  round: number;
  tries: number;
  inOrder: boolean;
  headers: Record<string, string>;
  secretHeaders: Record<string, string>;
  /** The newest first. */
  secrets: string[];
}

interface LoadedRow {
  id: string;
  message_id: string;
  endpoint_id: string;
  body: string;
  round: number;
  tries: number;
  in_order: boolean;
  url: string;
  headers: Record<string, string>;
  secrets: Buffer;
  key_id: string;
  overlapping: boolean;
  rate_per_minute: number | null;
  wait_ms: number;
}

/** An endpoint may go this far ahead of its pace: a second's worth goes out together. */
const AHEAD_MS = 1_000;

export interface Loaded {
  ready: LoadedDelivery[];
  /** Its endpoint goes slower, or asked us to wait: not before so many ms from now. */
  later: { deliveryId: string; endpoint: string; waitMs: number }[];
}

/**
 * Reads deliveries in this state and takes their endpoints' turns. What is no longer in that state, or whose endpoint was
 * disabled, is left out.
 */
export const loadDeliveries = async (
  db: TenantDb,
  deliveries: readonly string[],
  state: 'due' | 'retrying',
): Promise<Loaded> => {
  const rows = await db.sql<LoadedRow>`
    select d.id, d.message_id, d.endpoint_id, d.round, d.tries, d.in_order, m.body, e.url, e.headers, e.secrets, e.key_id,
      coalesce(e.previous_until > now(), false) as overlapping, e.rate_per_minute,
      greatest(0, extract(epoch from e.free_at - clock_timestamp()) * 1000)::float8 as wait_ms
    from webhook_deliveries d
    join webhook_messages m on m.tenant_id = d.tenant_id and m.id = d.message_id
    join webhook_endpoints e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id and e.enabled
    where d.tenant_id = ${db.tenant} and d.id = any (${deliveries.map((id) => parseId('whd', id))}::uuid[])
      and d.state = ${state}
    order by d.seq`;
  const loaded: Loaded = { ready: [], later: [] };
  const opened = new Map<string, EndpointSecrets>();
  for (const row of rows) {
    const waitMs = await turnOf(db, row);
    if (waitMs > 0) loaded.later.push({ deliveryId: formatId('whd', row.id), endpoint: row.endpoint_id, waitMs });
    else loaded.ready.push(deliveryOf(row, secretsOf(db, row, opened)));
  }
  return loaded;
};

/** How long until the endpoint may be asked again; 0: now, and its next turn moves on. */
const turnOf = async (db: TenantDb, row: LoadedRow): Promise<number> => {
  if (row.rate_per_minute === null) return row.wait_ms;
  const everyMs = 60_000 / row.rate_per_minute;
  const [turn] = await db.sql`
    update webhook_endpoints
    set free_at = greatest(free_at, clock_timestamp()) + ${everyMs}::float8 * interval '1 millisecond'
    where tenant_id = ${db.tenant} and id = ${row.endpoint_id}
      and free_at <= clock_timestamp() + ${Math.max(0, AHEAD_MS - everyMs)}::float8 * interval '1 millisecond'
    returning id`;
  return turn ? 0 : Math.max(1, everyMs, row.wait_ms - AHEAD_MS);
};

const secretsOf = (db: TenantDb, row: LoadedRow, opened: Map<string, EndpointSecrets>): EndpointSecrets => {
  const known = opened.get(row.endpoint_id);
  if (known) return known;
  const secrets = openSecrets(db, { ...row, id: row.endpoint_id });
  opened.set(row.endpoint_id, secrets);
  return secrets;
};

const deliveryOf = (row: LoadedRow, { current, previous, headers }: EndpointSecrets): LoadedDelivery => ({
  deliveryId: formatId('whd', row.id),
  messageId: formatId('whm', row.message_id),
  endpoint: row.endpoint_id,
  url: row.url,
  body: row.body,
  round: row.round,
  tries: row.tries,
  inOrder: row.in_order,
  headers: row.headers,
  secretHeaders: headers,
  secrets: row.overlapping && previous !== null ? [current, previous] : [current],
});

/** Puts off what could not have its turn, where it is still in this state. */
export const putOff = async (db: TenantDb, later: Loaded['later'], state: 'due' | 'retrying'): Promise<void> => {
  if (later.length === 0) return;
  await db.sql`
    update webhook_deliveries d set next_at = clock_timestamp() + l.ms * interval '1 millisecond'
    from unnest(${later.map(({ deliveryId }) => parseId('whd', deliveryId))}::uuid[], ${later.map(({ waitMs }) => waitMs)}::float8[])
      as l (id, ms)
    where d.tenant_id = ${db.tenant} and d.id = l.id and d.state = ${state}`;
};
