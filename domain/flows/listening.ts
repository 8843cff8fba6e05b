import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, uuidIn } from '../ids.ts';
import { noSuchFlow } from './get-flow.ts';

/**
 * `off`: nothing is published, or its schedule rests. `publishing`: the other side has not been told yet. `failed`:
 * nothing comes in, and `why` says what is in the way.
 */
export type ListeningState = 'off' | 'publishing' | 'live' | 'failed';

export interface Listening {
  version: number | null;
  /** Type of the trigger; null: nothing is published. */
  type: string | null;
  state: ListeningState;
  /** `no_account`, `receive_off`, or the words of the other side. */
  why: string | null;
  /** A webhook's path below the tenant's address. */
  path: string | null;
  /** The connection that messages come in by. */
  connection: string | null;
  /** ISO 8601; of a schedule. */
  nextAt: string | null;
  /** Open runs that are no tests, newest version first. */
  openRuns: { version: number; runs: number }[];
}

interface TriggerRow {
  type: string;
  path: string | null;
  config: JsonObject;
  next_at: Date | null;
  paused_at: Date | null;
}

/** What the published version listens to and how that stands, and what still runs. @throws `not_found` */
export const listeningOf = async (db: TenantDb, idOrSlug: string): Promise<Listening> => {
  const [flow] = await db.sql<{ id: string; version: number | null }>`
    select id, published_version as version from flows
    where tenant_id = ${db.tenant} and (id = ${uuidIn('flw', idOrSlug)} or (slug = ${idOrSlug} and archived_at is null))`;
  if (!flow) throw noSuchFlow();
  const openRuns = await db.sql<{ version: number; runs: number }>`
    select flow_version as version, count(*)::int as runs from runs
    where tenant_id = ${db.tenant} and flow_id = ${flow.id} and ended_at is null and not test and flow_version is not null
    group by flow_version order by flow_version desc limit 50`;
  const [trigger] = await db.sql<TriggerRow>`
    select type, path, config, next_at, paused_at from flow_triggers
    where tenant_id = ${db.tenant} and flow_id = ${flow.id}`;
  const nothing = { type: null, state: 'off' as const, why: null, path: null, connection: null, nextAt: null };
  if (!trigger || flow.version === null) return { ...nothing, version: flow.version, openRuns };
  const found = trigger.type === 'message' ? await messages(db, trigger.config) : { state: plainState(trigger) };
  return {
    ...nothing,
    ...found,
    ...{ version: flow.version, openRuns, type: trigger.type, path: trigger.path },
    nextAt: trigger.next_at?.toISOString() ?? null,
  };
};

/** What we hear ourselves is heard from the moment of publishing on. */
const plainState = ({ type, paused_at }: TriggerRow): ListeningState =>
  type === 'schedule' && paused_at ? 'off' : 'live';

/** Of several accounts that a flow listens to the one that is worst off. */
const messages = async (
  db: TenantDb,
  { channel, account }: JsonObject,
): Promise<Pick<Listening, 'state' | 'why' | 'connection'>> => {
  const wanted = typeof account === 'string' && account !== '' ? account : null;
  const rows = await db.sql<{ id: string; receive: string | null; delivery: string | null; error: string | null }>`
    select c.id, c.config ->> 'receive' as receive, b.delivery, b.last_error as error from connections c
    left join telegram_bots b on b.tenant_id = c.tenant_id and b.connection_id = c.id
    where c.tenant_id = ${db.tenant} and c.connector = ${String(channel)}
      and (${wanted}::text is null or c.name = ${wanted} or c.id = ${uuidIn('con', wanted ?? '')})
    order by b.last_error is null, c.id`;
  const [worst] = rows;
  if (!worst) return { state: 'failed', why: 'no_account', connection: null };
  const connection = formatId('con', worst.id);
  if (worst.error !== null) return { state: 'failed', why: worst.error, connection };
  if (rows.every(({ receive }) => receive === 'off')) return { state: 'failed', why: 'receive_off', connection };
  const told = rows.some(({ delivery }) => delivery !== null);
  return { state: told ? 'live' : 'publishing', why: null, connection };
};
