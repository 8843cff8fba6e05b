import { createHash } from 'node:crypto';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal, unseal } from '../connections/seal.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { recipients } from './recipients.ts';

const PURPOSE = 'push';
/** Of one person: more than they have browsers. The oldest goes. */
const MOST_EACH = 20;
/** Of one message. */
const MOST_TARGETS = 500;

export interface PushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

const ownerOf = (tenant: string, id: string) => ({ tenant, id, connector: 'push', hosts: [] });

/** Keeps a browser of a person. One that is known changes hands: whoever signed in there last gets the messages. */
export const keepSubscription = async (
  db: TenantDb,
  userId: string,
  { endpoint, keys }: PushSubscription,
): Promise<string> => {
  const id = newId('psh');
  const key = db.sealer(PURPOSE);
  const hash = createHash('sha256').update(endpoint).digest();
  const user = parseId('usr', userId);
  // The seal belongs to the row's id, so a known browser gets a new row.
  await db.sql`delete from push_subscriptions where tenant_id = ${db.tenant} and endpoint_hash = ${hash}`;
  await db.sql`
    insert into push_subscriptions (tenant_id, id, user_id, endpoint_hash, sealed, key_id)
    values (${db.tenant}, ${parseId('psh', id)}, ${user}, ${hash},
      ${seal(key, { endpoint, ...keys }, ownerOf(db.tenant, id))}, ${key.id})
    on conflict (tenant_id, endpoint_hash) do nothing`;
  await db.sql`
    delete from push_subscriptions where tenant_id = ${db.tenant} and id in (
      select id from push_subscriptions where tenant_id = ${db.tenant} and user_id = ${user}
      order by id desc offset ${MOST_EACH})`;
  return id;
};

/** A person's own; one that is not there is gone already. */
export const removeSubscription = async (db: TenantDb, userId: string, id: string): Promise<void> => {
  await db.sql`
    delete from push_subscriptions
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and id = ${parseId('psh', id)}`;
};

/** One that its push service says is gone. */
export const dropSubscription = async (db: TenantDb, id: string): Promise<void> => {
  await db.sql`delete from push_subscriptions where tenant_id = ${db.tenant} and id = ${parseId('psh', id)}`;
};

/** The browsers of all who are meant. @throws `internal`, for an operator, where one does not open */
export const subscriptionsOf = async (
  db: TenantDb,
  to: readonly string[],
): Promise<(PushSubscription & { id: string })[]> => {
  const users = (await recipients(db, to)).map(({ userId }) => userId);
  const rows = await db.sql<{ id: string; sealed: Buffer; key_id: string }>`
    select id, sealed, key_id from push_subscriptions
    where tenant_id = ${db.tenant} and user_id = any(${users}::uuid[]) order by id limit ${MOST_TARGETS}`;
  return rows.map(({ id: uuid, sealed, key_id }) => {
    const id = formatId('psh', uuid);
    const open = unseal(db.sealer(PURPOSE), { bytes: sealed, keyId: key_id }, ownerOf(db.tenant, id));
    return {
      id,
      endpoint: String(open.endpoint),
      keys: { p256dh: String(open.p256dh), auth: String(open.auth) },
    };
  });
};
