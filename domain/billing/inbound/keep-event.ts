import type { ProviderHint, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { newUuid } from '../../ids.ts';
import { sealBytes } from '../../payloads/seal-bytes.ts';

/** What closes the bodies of deliveries: they name people who pay. */
export const RAW_KEY = 'billing/events';

/** What is kept of a hint: whom it is about. */
const kept = ({ subscription, payment, customer, tenantId, request }: ProviderHint) =>
  json({ subscription, payment, customer, tenantId, request });

/**
 * Writes a hint of our own making into a transaction, a tenant's or the admin's: what it names is read again once that has
 * committed. The same hint is kept once.
 */
export const keepHint = async (sql: Query, provider: ProviderName, hint: ProviderHint): Promise<void> => {
  await sql`
    insert into billing_events (id, provider, event_id, trust, type, hint)
    values (${newUuid()}::uuid, ${provider}, ${hint.eventId}, ${hint.trust}, ${hint.type}, ${kept(hint)}::json)
    on conflict do nothing`;
};

/**
 * What anybody may have sent: without its body, which nobody vouches for, and once while the same waits to be read, whatever else
 * it says of itself.
 */
const keepUnsigned = async (
  { sql }: Pick<AdminDb, 'sql'>,
  provider: ProviderName,
  hint: ProviderHint,
): Promise<boolean> => {
  const { subscription, payment } = hint;
  const rows = await sql`
    insert into billing_events (id, provider, event_id, trust, type, hint)
    select ${newUuid()}::uuid, ${provider}, ${hint.eventId}, 'unsigned', ${hint.type}, ${kept(hint)}::json
    where not exists (select from billing_events
      where state = 'open' and trust = 'unsigned' and provider = ${provider} and attempts = 0 and lease_until <= clock_timestamp()
        and hint ->> 'subscription' is not distinct from ${subscription}::text
        and hint ->> 'payment' is not distinct from ${payment}::text)
    on conflict (provider, account, trust, event_id) do nothing returning id`;
  return rows.length > 0;
};

/**
 * Keeps a delivery as it came; one that is not signed, without its body. Once this returns it may be acknowledged: it is done whatever dies.
 * @returns whether it is new; a repeat is kept once
 */
export const keepDelivery = async (
  { admin, key }: Pick<Database, 'admin' | 'key'>,
  provider: ProviderName,
  hint: ProviderHint,
  body: Uint8Array,
): Promise<boolean> => {
  if (hint.trust === 'unsigned') return keepUnsigned(admin, provider, hint);
  const own = key(RAW_KEY);
  const raw = Buffer.from(await sealBytes(own, body));
  const rows = await admin.sql`
    insert into billing_events (id, provider, event_id, trust, type, hint, raw, key_id)
    values (${newUuid()}::uuid, ${provider}, ${hint.eventId}, ${hint.trust}, ${hint.type}, ${kept(hint)}::json,
      ${raw}, ${own.id})
    on conflict (provider, account, trust, event_id) do nothing returning id`;
  return rows.length > 0;
};
