import { createHmac } from 'node:crypto';
import type { Json, JsonObject } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isInPlace, notNow, ofActiveTenant } from '../access/suspended.ts';
import { bury } from '../dead-letters/bury.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import type { Account } from './admit-to.ts';

/** How long a process that says nothing more still holds its bots. */
const LEASE_S = 8;

/** A bot that this process looks after. */
export interface HeldBot {
  tenantId: string;
  /** `con_…`. */
  connection: string;
  receive: 'polling' | 'webhook';
  /** Another one: the connection was changed. */
  stamp: string;
}

/** Takes every bot that nobody holds, and keeps those that `owner` (a uuid) holds. Gives all that it holds now. */
export const holdBots = async (admin: AdminDb, owner: string): Promise<HeldBot[]> => {
  const rows = await admin.sql<{ tenant_id: string; id: string; config: JsonObject; updated_at: Date }>`
    with held as (
      insert into telegram_bots (tenant_id, connection_id, lease_owner, lease_until)
      select tenant_id, id, ${owner}, now() + ${LEASE_S} * interval '1 second' from connections
      where connector = 'telegram' and config ->> 'receive' is distinct from 'off' and ${ofActiveTenant.connections}
        and ${isInPlace(sql`connections.tenant_id`)}
      on conflict (tenant_id, connection_id) do update
        set lease_owner = excluded.lease_owner, lease_until = excluded.lease_until
        where telegram_bots.lease_owner = excluded.lease_owner
          or telegram_bots.lease_until is null or telegram_bots.lease_until < now()
      returning tenant_id, connection_id)
    select c.tenant_id, c.id, c.config, c.updated_at from held h
    join connections c on c.tenant_id = h.tenant_id and c.id = h.connection_id`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    connection: formatId('con', row.id),
    receive: row.config.receive === 'webhook' ? 'webhook' : 'polling',
    stamp: row.updated_at.toISOString(),
  }));
};

/** Lets others take them at once. */
export const releaseBots = async (admin: AdminDb, owner: string): Promise<void> => {
  await admin.sql`update telegram_bots set lease_until = null, lease_owner = null
    where lease_owner = ${owner} and ${isInPlace(sql`tenant_id`)}`;
};

export interface BotState {
  /** What Telegram is asked for next; 0: whatever it has. */
  offset: number;
  delivery: string | null;
}

/** Past a week without updates Telegram counts from a new number, which may be lower. */
const FORGET_AFTER = '6 days';

/** Null: another process holds the bot. */
export const readBot = async (db: TenantDb, connection: string, owner: string): Promise<BotState | null> => {
  const [row] = await db.sql<{ next_update: bigint; delivery: string | null }>`
    select case when last_update_at > now() - ${FORGET_AFTER}::interval then next_update else 0 end as next_update, delivery
    from telegram_bots
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connection)} and lease_owner = ${owner}`;
  return row ? { offset: Number(row.next_update), delivery: row.delivery } : null;
};

/** Telegram was told to deliver so. */
export const noteDelivery = async (db: TenantDb, connection: string, delivery: string): Promise<void> => {
  await db.sql`
    update telegram_bots set delivery = ${delivery} where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connection)}`;
};

/** Null: all is well. */
export const noteBotError = async (db: TenantDb, connection: string, error: string | null): Promise<void> => {
  await db.sql`
    update telegram_bots set last_error = ${error}
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connection)} and last_error is distinct from ${error}`;
};

/**
 * The update was taken in, in this transaction. False: another process holds the bot, and will see to it; or the tenant is
 * suspended, and Telegram gives it again to whoever asks later.
 */
export const passUpdate = async (db: TenantDb, connection: string, owner: string, id: number): Promise<boolean> => {
  const rows = await db.sql`
    update telegram_bots set last_update_at = now(),
      next_update = case when last_update_at > now() - ${FORGET_AFTER}::interval then greatest(next_update, ${id + 1}) else ${id + 1} end
    where tenant_id = ${db.tenant} and connection_id = ${parseId('con', connection)} and lease_owner = ${owner}
      and ${ofActiveTenant.bots}
    returning connection_id`;
  return rows.length > 0;
};

/** Keeps an update that could not be taken in, so that those behind it can. */
export const setAside = async (
  db: TenantDb,
  { id, name, channel }: Account,
  { externalId, raw, error }: { externalId: string; raw: Json; error: string },
): Promise<void> => {
  await db.sql`
    insert into inbound_events (tenant_id, source, external_id, raw, error)
    values (${db.tenant}, ${`${channel}/${id}`}, ${externalId}, ${json(raw)}::json, ${error.slice(0, 1_000)})
    on conflict do nothing`;
  const payload = { connection: id, raw };
  const ref = `${channel}/${id}/${externalId}`;
  await bury(db, { kind: 'message', ref, title: name, reason: error, payload, tries: 1 });
};

/** Forgets that an update came, so that it can be taken in again. */
export const takeBack = async (
  db: TenantDb,
  { id, channel }: Pick<Account, 'id' | 'channel'>,
  externalId: string,
): Promise<void> => {
  await db.sql`
    delete from inbound_events
    where tenant_id = ${db.tenant} and source = ${`${channel}/${id}`} and external_id = ${externalId} and error is not null`;
};

/** What a webhook's address and header have to say. Made of the tenant's key: nothing of it is stored. */
export const hookSecrets = (db: TenantDb, connection: string): { path: string; header: string } => {
  const { bytes } = db.key('telegram-webhook');
  const of = (what: string) => createHmac('sha256', bytes).update(`${what}/${connection}`).digest('hex');
  return { path: of('path').slice(0, 40), header: of('header') };
};

/** Whose bot it is (`con_…`); null for what is none. @throws `hooks_suspended`: Telegram delivers it again. */
export const tenantOfBot = async (admin: AdminDb, connection: string): Promise<string | null> => {
  const id = uuidIn('con', connection);
  if (id === null) return null;
  const [row] = await admin.sql<{ tenant_id: string; active: boolean }>`
    select tenant_id, ${ofActiveTenant.connections} as active from connections
    where id = ${id} and connector = 'telegram'`;
  if (row && !row.active) throw notNow();
  return row ? formatId('ten', row.tenant_id) : null;
};

/** Forgets what providers sent, past 30 days: none of them repeats itself for so long; and questions of runs that ended. */
export const pruneInbound = async (db: TenantDb): Promise<number> => {
  const raw = await db.sql`
    delete from inbound_events where tenant_id = ${db.tenant} and received_at < now() - interval '30 days' returning 1`;
  const questions = await db.sql`
    delete from questions q using runs r
    where q.tenant_id = ${db.tenant} and r.tenant_id = q.tenant_id and r.id = q.run_id and r.ended_at is not null returning 1`;
  return raw.length + questions.length;
};

/** Forgets messages of so many days ago. Gives how many went. */
export const pruneMessages = async (db: TenantDb, days = 400, limit = 5_000): Promise<number> => {
  const gone = await db.sql`
    delete from messages where tenant_id = ${db.tenant} and id in (
      select id from messages where tenant_id = ${db.tenant} and created_at < now() - ${days} * interval '1 day'
      limit ${limit})
    returning 1`;
  return gone.length;
};
