import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import type { Letter } from '../mail/mailer.ts';
import { type Attempt, type Verdict, verdictOn } from './attempt.ts';
import { disableEndpoint, noteEndpoint } from './disable-endpoint.ts';
import { DISABLE_MS, MOST_RETRYING, WARN_MS } from './limits.ts';
import { pauseAfter } from './retry-schedule.ts';
import { CHANNEL } from './tell-endpoints.ts';

/** The delivery as it was when the attempt began. */
interface Tried {
  deliveryId: string;
  /** The endpoint's uuid. */
  endpoint: string;
  url: string;
  round: number;
  tries: number;
  inOrder: boolean;
  /** A workflow makes its attempts. */
  handed: boolean;
}

export interface Finished {
  /** `stale`: it was replayed, or another attempt was noted, meanwhile. */
  state: 'succeeded' | 'failed' | 'retrying' | 'parked' | 'stale';
  tries: number;
  /** Of `retrying`. */
  pauseMs: number;
  /** To be sent once this is committed: the endpoint was disabled, or is about to be. */
  letters: Letter[];
}

/** Keeps an attempt and what it makes of the delivery and of its endpoint, in one transaction. */
export const finishAttempt = async (
  db: TenantDb,
  tried: Tried,
  attempt: Attempt,
  chance: number = Math.random(),
): Promise<Finished> => {
  const verdict = verdictOn(attempt, Date.now());
  const tries = tried.tries + 1;
  const pauseMs = verdict.ok || verdict.gone ? null : pauseAfter(tries, chance, verdict.askedMs);
  const state = await stateAfter(db, tried, verdict, pauseMs);
  const id = parseId('whd', tried.deliveryId);
  const [row] = await db.sql<{ attempts: number }>`
    update webhook_deliveries set state = ${state}, tries = ${tries}, attempts = attempts + 1,
      last_status = ${attempt.status}, last_error = ${attempt.error}, handed = ${tried.handed},
      next_at = case when ${state} in ('retrying', 'parked') then now() + ${pauseMs ?? 0}::float8 * interval '1 millisecond' end,
      ended_at = case when ${state} in ('succeeded', 'failed') then now() end,
      reason = case when ${state} = 'failed' then 'gave_up' end
    where tenant_id = ${db.tenant} and id = ${id} and round = ${tried.round} and tries = ${tried.tries}
      and state in ('due', 'retrying')
    returning attempts`;
  if (!row) return { state: 'stale', tries, pauseMs: 0, letters: [] };
  await db.sql`
    insert into webhook_attempts (tenant_id, delivery_id, n, at, url, request_headers, status, error, response_headers,
      response_body, ms)
    values (${db.tenant}, ${id}, ${row.attempts}, ${attempt.at}::timestamptz, ${attempt.url},
      ${json(attempt.requestHeaders)}::json, ${attempt.status}, ${attempt.error},
      ${attempt.responseHeaders === null ? null : json(attempt.responseHeaders)}::json, ${attempt.responseBody},
      ${Math.round(attempt.ms)})`;
  const letters = verdict.ok ? await noteSuccess(db, tried.endpoint) : await noteFailure(db, tried, verdict);
  if (state === 'succeeded' || state === 'failed') await letGo(db, tried);
  // What stands behind it, or waited for its receiver.
  if (tried.handed && state !== 'retrying') await db.sql`select pg_notify(${CHANNEL}, '')`;
  return { state, tries, pauseMs: pauseMs ?? 0, letters };
};

const stateAfter = async (
  db: TenantDb,
  { deliveryId, endpoint, inOrder }: Tried,
  { ok }: Verdict,
  pauseMs: number | null,
): Promise<Exclude<Finished['state'], 'stale'>> => {
  if (ok) return 'succeeded';
  if (pauseMs === null) return 'failed';
  // With an order there is only the head.
  if (inOrder) return 'retrying';
  return (await roomOf(db, endpoint, parseId('whd', deliveryId))) > 0 ? 'retrying' : 'parked';
};

/** How many more of an endpoint may be retried, but for this one. What waited and was let go counts until it is done. */
const roomOf = async (db: TenantDb, endpoint: string, but: string): Promise<number> => {
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n from (
      select 1 from webhook_deliveries
      where tenant_id = ${db.tenant} and endpoint_id = ${endpoint} and id <> ${but}
        and (state = 'retrying' or (state = 'due' and tries > 0)) limit ${MOST_RETRYING}) as few`;
  return MOST_RETRYING - (row?.n ?? 0);
};

/** As many of those that wait as there is room for go on, each when its own pause is over. */
const letGo = async (db: TenantDb, { endpoint, deliveryId }: Tried): Promise<void> => {
  const parked = await db.sql`
    select 1 from webhook_deliveries where tenant_id = ${db.tenant} and endpoint_id = ${endpoint} and state = 'parked'
    limit 1`;
  if (parked.length === 0) return;
  await db.sql`
    update webhook_deliveries set state = 'due' where tenant_id = ${db.tenant} and id in (
      select id from webhook_deliveries
      where tenant_id = ${db.tenant} and endpoint_id = ${endpoint} and state = 'parked'
      order by next_at limit ${await roomOf(db, endpoint, parseId('whd', deliveryId))} for update skip locked)`;
};

/** A row that all deliveries of the endpoint share is not written at each of them. */
const noteSuccess = async (db: TenantDb, endpoint: string): Promise<Letter[]> => {
  await db.sql`
    update webhook_endpoints e set last_success_at = now(), failing_since = null, warned_at = null
    from (select tenant_id, id, failing_since is not null as was_failing from webhook_endpoints
      where tenant_id = ${db.tenant} and id = ${endpoint}) as b
    where e.tenant_id = b.tenant_id and e.id = b.id
      and (b.was_failing or e.last_success_at is null or e.last_success_at < now() - interval '1 minute')`;
  return [];
};

const noteFailure = async (db: TenantDb, tried: Tried, { gone, holdMs }: Verdict): Promise<Letter[]> => {
  const endpoint = { id: tried.endpoint, url: tried.url };
  const [row] = await db.sql<{ failing_since: Date; warned_at: Date | null }>`
    update webhook_endpoints set failing_since = coalesce(failing_since, now()),
      free_at = greatest(free_at, clock_timestamp() + ${holdMs}::float8 * interval '1 millisecond')
    where tenant_id = ${db.tenant} and id = ${endpoint.id} returning failing_since, warned_at`;
  if (!row) return [];
  if (gone) return await disableEndpoint(db, endpoint, 'gone');
  const failingMs = Date.now() - row.failing_since.getTime();
  if (failingMs >= DISABLE_MS) return await disableEndpoint(db, endpoint, 'failing');
  if (failingMs < WARN_MS || row.warned_at !== null) return [];
  await db.sql`update webhook_endpoints set warned_at = now() where tenant_id = ${db.tenant} and id = ${endpoint.id}`;
  return await noteEndpoint(db, endpoint, 'warning', row.failing_since.toISOString());
};

/** Temporal has heard of the retry. */
export const noteHanded = async (
  db: TenantDb,
  { deliveryId, round, tries }: { deliveryId: string; round: number; tries: number },
): Promise<void> => {
  await db.sql`
    update webhook_deliveries set handed = true
    where tenant_id = ${db.tenant} and id = ${parseId('whd', deliveryId)} and state = 'retrying'
      and round = ${round} and tries = ${tries}`;
};

/** What a workflow finds where its attempt is not the next one any more; null: it has nothing left to do. */
export const stillRetrying = async (
  db: TenantDb,
  { deliveryId, round }: { deliveryId: string; round: number },
): Promise<{ tries: number; pauseMs: number } | null> => {
  const [row] = await db.sql<{ tries: number; pause_ms: number }>`
    select tries, greatest(0, extract(epoch from next_at - now()) * 1000)::float8 as pause_ms from webhook_deliveries
    where tenant_id = ${db.tenant} and id = ${parseId('whd', deliveryId)} and round = ${round} and state = 'retrying'`;
  return row ? { tries: row.tries, pauseMs: Math.round(row.pause_ms) } : null;
};
