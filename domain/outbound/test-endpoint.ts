import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { type Attempt, verdictOn } from './attempt.ts';
import { openSecrets } from './endpoint-secrets.ts';
import { bodyOf, EVENT_TYPES, type EventType } from './event-types.ts';
import { noSuchEndpoint } from './read-endpoint.ts';

/** A message that is sent at once and never again. */
export interface TestMessage {
  messageId: string;
  type: EventType;
  url: string;
  body: string;
  headers: Record<string, string>;
  secretHeaders: Record<string, string>;
  secrets: string[];
}

/** What a test of that type would send: its example. Also to an endpoint that is disabled. @throws `not_found` */
export const testMessage = async (db: TenantDb, id: string, type: EventType): Promise<TestMessage> => {
  const [row] = await db.sql<{
    id: string;
    url: string;
    headers: Record<string, string>;
    secrets: Buffer;
    key_id: string;
    overlapping: boolean;
  }>`
    select id, url, headers, secrets, key_id, coalesce(previous_until > now(), false) as overlapping from webhook_endpoints
    where tenant_id = ${db.tenant} and id = ${parseId('whe', id)}`;
  if (!row) throw noSuchEndpoint();
  const { current, previous, headers: secretHeaders } = openSecrets(db, row);
  const body = bodyOf(type, new Date().toISOString(), EVENT_TYPES[type].example);
  const secrets = row.overlapping && previous !== null ? [current, previous] : [current];
  return { messageId: newId('whm'), type, url: row.url, body, headers: row.headers, secretHeaders, secrets };
};

/** Keeps a test with its answer in the log: it moves neither the endpoint's health nor the order of its messages. */
export const keepTest = async (
  db: TenantDb,
  id: string,
  { messageId, type, body }: TestMessage,
  attempt: Attempt,
): Promise<string> => {
  const message = parseId('whm', messageId);
  await db.sql`
    insert into webhook_messages (tenant_id, id, type, body, test) values (${db.tenant}, ${message}, ${type}, ${body}, true)`;
  const state = verdictOn(attempt, Date.now()).ok ? 'succeeded' : 'failed';
  const [row] = await db.sql<{ id: string }>`
    insert into webhook_deliveries (tenant_id, endpoint_id, message_id, type, in_order, state, tries, attempts, last_status,
      last_error, ended_at)
    values (${db.tenant}, ${parseId('whe', id)}, ${message}, ${type}, false, ${state}, 1, 1, ${attempt.status},
      ${attempt.error}, now())
    returning id`;
  if (!row) throw new Error('An insert gave no row');
  await db.sql`
    insert into webhook_attempts (tenant_id, delivery_id, n, at, url, request_headers, status, error, response_headers,
      response_body, ms)
    values (${db.tenant}, ${row.id}, 1, ${attempt.at}::timestamptz, ${attempt.url}, ${json(attempt.requestHeaders)}::json,
      ${attempt.status}, ${attempt.error},
      ${attempt.responseHeaders === null ? null : json(attempt.responseHeaders)}::json, ${attempt.responseBody},
      ${Math.round(attempt.ms)})`;
  return formatId('whd', row.id);
};
