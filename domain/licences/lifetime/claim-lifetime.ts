import { failure } from '#flow/errors.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';
import { writeNotice } from '../../billing/notices/tell-notice.ts';
import { askComp } from '../../billing/requests/ask-request.ts';
import { findWishBySource } from '../../billing/requests/wish.ts';
import { formatId, newUuid, parseId } from '../../ids.ts';
import { refusePlatform } from '../../platform/platform.ts';
import { lifetimeHashes } from './lifetime-licences.ts';

/** What a licence for life becomes, once. */
const TIER = 'BUSINESS';
const DURATION = 'P1Y';

export interface LifetimeClaim {
  /** What proves it: the key that came with it, or the address that somebody signed in with (verified). */
  proof: { key: string } | { email: string };
  /** `user:…` or `key:…`. */
  by: string;
  nowMs: number;
  /** The asker's own: claimed twice under it, it is claimed once. Missing: each is another claim. */
  call?: string | undefined;
}

export interface ClaimedLifetime {
  /** `lif_…` */
  id: string;
  product: string;
  /** The wish that gives the plan (`sreq_…`): carried out within seconds. */
  request: string;
  /** ISO 8601. */
  until: string;
}

type Hashes = ReturnType<typeof lifetimeHashes>;

interface Row {
  id: string;
  product: string;
  claimed: boolean;
}

const find = async (db: TenantDb, hashes: Hashes, proof: LifetimeClaim['proof']): Promise<Row[]> => {
  if ('key' in proof)
    return db.sql<Row>`
      select id, product, claimed_at is not null as claimed from lifetime_licences where key_hash = ${hashes.ofKey(proof.key)}`;
  return db.sql<Row>`
    select id, product, claimed_at is not null as claimed from lifetime_licences
    where email_hash = ${hashes.ofEmail(proof.email)} order by claimed_at is not null, id limit 1`;
};

const takenBefore = () =>
  failure('conflict', 'Esta licença já foi resgatada.', 'This licence has been claimed already.', {
    details: { reason: 'claimed' },
  });

/** The row is taken by the first of those who come at once; the others see it taken. */
const take = async (db: TenantDb, row: Row | undefined, by: string): Promise<Row> => {
  if (!row)
    throw failure(
      'not_found',
      'Não há licença vitalícia com este e-mail ou chave.',
      'There is no licence for life by this address or key.',
    );
  if (row.claimed) throw takenBefore();
  const [taken] = await db.sql`
    update lifetime_licences set claimed_at = now(), claimed_tenant = ${db.tenant}, claimed_by = ${by}
    where id = ${row.id} and claimed_at is null returning id`;
  if (!taken) throw takenBefore();
  return row;
};

/** Who pays for a plan would keep that one through the year: the licence waits until it has ended. */
const refusePaying = async (db: TenantDb): Promise<void> => {
  const [row] = await db.sql`
    select 1 from billing_subscriptions
    where tenant_id = ${db.tenant} and provider_subscription is not null and state not in ('free', 'ended')`;
  if (!row) return;
  throw failure(
    'conflict',
    'A conta já paga um plano. A licença fica guardada: resgate quando ele terminar.',
    'The account pays for a plan already. The licence is kept: claim it when that has ended.',
    { details: { reason: 'already_subscribed' } },
  );
};

const untilOf = async (db: TenantDb, fromMs: number): Promise<string> => {
  const [zone] = await db.sql<{ timezone: string }>`select timezone from tenants where id = ${db.tenant}`;
  return new Date(addIsoDuration(fromMs, DURATION, zone?.timezone ?? 'America/Sao_Paulo')).toISOString();
};

/**
 * What this very call has claimed, whose answer was lost: licence and wish are of one transaction, and so of one instant. Who has a
 * licence a tenant may not ask.
 */
const claimedBefore = async (
  db: TenantDb,
  hashes: Hashes,
  { proof, source }: Pick<LifetimeClaim, 'proof'> & { source: string },
): Promise<ClaimedLifetime | null> => {
  const wish = await findWishBySource(db, source);
  if (!wish) return null;
  const own =
    'key' in proof ? sql`key_hash = ${hashes.ofKey(proof.key)}` : sql`email_hash = ${hashes.ofEmail(proof.email)}`;
  const [row] = await db.sql<{ id: string; product: string }>`
    select id, product from lifetime_licences where ${own} and claimed_at = ${wish.createdAt}::timestamptz`;
  if (!row) return null;
  const { id, product } = row;
  return { id: formatId('lif', id), product, request: wish.id, until: await untilOf(db, Date.parse(wish.createdAt)) };
};

/**
 * Turns a licence that was sold for life into a year of BUSINESS: the licence is taken, the year is asked for and the tenant is
 * told, all or nothing. After the year the plan goes on as any that is not paid for.
 * @throws `not_found`; `conflict`: it was claimed, by whomever, another gift is on its way, or the tenant pays for a plan
 */
export const claimLifetime = async (
  { withTenant, key }: Pick<Database, 'withTenant' | 'key'>,
  tenantId: string,
  { proof, by, nowMs, call }: LifetimeClaim,
): Promise<ClaimedLifetime> => {
  refusePlatform(tenantId);
  const hashes = lifetimeHashes(key);
  return withTenant(tenantId, async (db) => {
    const source = `lifetime/${call ?? newUuid()}`;
    const before = await claimedBefore(db, hashes, { proof, source });
    if (before) return before;
    await refusePaying(db);
    const [found] = await find(db, hashes, proof);
    const { id: uuid, product } = await take(db, found, by);
    const id = formatId('lif', uuid);
    const wish = await askComp(
      db,
      { by, source, nowMs },
      { tier: TIER, duration: DURATION, reason: `lifetime: ${product}`.slice(0, 200) },
    );
    const until = await untilOf(db, nowMs);
    await writeNotice(db, 'licence_granted', { plan: TIER, until }, id);
    await appendAudit(db, { actor: by, action: 'licence.claim', target: id, data: { name: product } });
    return { id, product, request: wish.id, until };
  });
};

/** The address of somebody who is signed in, if they proved that it is theirs. */
export const provenEmail = async ({ sql }: Pick<AdminDb, 'sql'>, userId: string): Promise<string | null> => {
  const [row] = await sql<{ email: string }>`
    select email from users where id = ${parseId('usr', userId)} and email_verified and disabled_at is null`;
  return row?.email ?? null;
};
