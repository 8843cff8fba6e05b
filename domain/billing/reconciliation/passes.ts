import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { json } from '#prisma/sql.ts';
import { newUuid, parseId, uuidIn } from '../../ids.ts';

type Sql = Pick<AdminDb, 'sql'>;

/** One comparison of all subscriptions with their provider, this caller's alone until its lease ends. */
export interface Pass {
  /** A uuid. */
  id: string;
  provider: ProviderName;
  /** ISO 8601. */
  since: string;
  beganAt: string;
  /** The last tenant (uuid) that was looked at; null: none yet. */
  upto: string | null;
}

/** What differed. */
export interface Drift {
  /** `ten_…`. */
  subject: string | null;
  subscription: string | null;
  payment: string | null;
  what: readonly string[];
  ours: unknown;
  theirs: unknown;
  mended: boolean;
  problem: string | null;
}

/** Longer than one tenant takes. */
const LEASE_S = 120;
/** What a provider lists may come late into its list. */
const OVERLAP_S = 3_600;

/**
 * Begins the passes whose time has come. Of several processes one makes it, for the time that it is of is unique. One that did not
 * end in its time is over: the new one looks at all of it.
 */
export const beginPasses = async (
  { sql }: Sql,
  { providers, everyMs, nowMs }: { providers: readonly ProviderName[]; everyMs: number; nowMs: number },
): Promise<void> => {
  const slot = new Date(Math.floor(nowMs / everyMs) * everyMs).toISOString();
  const first = new Date(nowMs - 2 * everyMs).toISOString();
  for (const provider of providers) {
    await sql`
      update billing_reconciliations set state = 'broken', ended_at = clock_timestamp(), problem = coalesce(problem, 'late')
      where provider = ${provider} and state = 'running' and slot < ${slot}::timestamptz`;
    await sql`
      insert into billing_reconciliations (id, provider, slot, since)
      select ${newUuid()}::uuid, ${provider}, ${slot}::timestamptz, coalesce(
        (select began_at - ${OVERLAP_S} * interval '1 second' from billing_reconciliations
          where provider = ${provider} and state = 'done' order by slot desc limit 1),
        ${first}::timestamptz)
      on conflict (provider, slot) do nothing`;
  }
};

/** Takes a pass that nobody carries, where there is one: new, or left by a process that died. */
export const claimPass = async ({ sql }: Sql, providers: readonly ProviderName[]): Promise<Pass | null> => {
  const [row] = await sql<{ id: string; provider: ProviderName; since: Date; began_at: Date; upto: string | null }>`
    update billing_reconciliations set lease_until = clock_timestamp() + ${LEASE_S} * interval '1 second'
    where id = (
      select id from billing_reconciliations
      where state = 'running' and lease_until <= clock_timestamp() and next_at <= clock_timestamp()
        and provider = any (${[...providers]}::text[])
      order by slot limit 1 for update skip locked)
    returning id, provider, since, began_at, upto`;
  if (!row) return null;
  const { id, provider, upto } = row;
  return { id, provider, upto, since: row.since.toISOString(), beganAt: row.began_at.toISOString() };
};

/** Writes what was found of one tenant, and how far the pass has come: both or none. */
export const noteLook = async (
  admin: Pick<AdminDb, 'transaction'>,
  { id }: Pick<Pass, 'id'>,
  { upto, drifts, failed }: { upto: string | null; drifts: readonly Drift[]; failed: boolean },
): Promise<void> => {
  const mended = drifts.filter((drift) => drift.mended).length;
  await admin.transaction(async (sql) => {
    for (const { subject, subscription, payment, what, ours, theirs, mended: isMended, problem } of drifts)
      await sql`
        insert into billing_drifts (id, reconciliation, subject, subscription, payment, what, ours, theirs, mended, problem)
        values (${newUuid()}::uuid, ${id}::uuid, ${subject === null ? null : uuidIn('ten', subject)}::uuid, ${subscription},
          ${payment}, ${[...what]}::text[], ${json(ours)}::json, ${json(theirs)}::json, ${isMended}, ${problem})
        on conflict do nothing`;
    await sql`
      update billing_reconciliations set upto = coalesce(${upto}::uuid, upto), seen = seen + 1,
        drifted = drifted + ${drifts.length}, mended = mended + ${mended}, failed = failed + ${failed ? 1 : 0},
        lease_until = clock_timestamp() + ${LEASE_S} * interval '1 second'
      where id = ${id}::uuid and state = 'running'`;
  });
};

/** The provider asked us to go slower, or is away: the pass goes on from here, not before then. */
export const pausePass = async ({ sql }: Sql, { id }: Pick<Pass, 'id'>, pauseMs: number, problem: string) =>
  await sql`
    update billing_reconciliations set lease_until = '-infinity', problem = ${problem},
      next_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
    where id = ${id}::uuid and state = 'running'`;

/** Whoever stops lets go of it. */
export const leavePass = async ({ sql }: Sql, { id }: Pick<Pass, 'id'>) =>
  await sql`update billing_reconciliations set lease_until = '-infinity' where id = ${id}::uuid and state = 'running'`;

export const endPass = async ({ sql }: Sql, { id }: Pick<Pass, 'id'>) =>
  await sql`
    update billing_reconciliations set state = 'done', ended_at = clock_timestamp(), problem = null,
      lease_until = '-infinity'
    where id = ${id}::uuid and state = 'running'`;

/** The next tenants (uuids) behind `upto` that pay by this provider, or did until now. */
export const tenantsBehind = async (
  { sql }: Sql,
  provider: ProviderName,
  upto: string | null,
  limit: number,
): Promise<string[]> => {
  const rows = await sql<{ tenant_id: string }>`
    select distinct tenant_id from subscription_links
    where provider = ${provider} and (role <> 'past' or status <> 'ended')
      and (${upto}::uuid is null or tenant_id > ${upto}::uuid)
    order by tenant_id limit ${limit}`;
  return rows.map((row) => row.tenant_id);
};

/** How a tenant's subscriptions at a provider stand, as they were read last. */
export interface LinkState {
  subscription: string;
  role: string;
  status: string;
  readAt: string;
  /** Its end is known. */
  isEnding: boolean;
  /** Of ours, in one word. */
  state: string;
}

export const linksOf = async ({ sql }: Sql, tenantId: string, provider: ProviderName): Promise<LinkState[]> => {
  const rows = await sql<{
    provider_id: string;
    role: string;
    status: string;
    read_at: Date;
    ending: boolean;
    state: string;
  }>`
    select l.provider_id, l.role, l.status, l.read_at, l.cancel_at is not null as ending, s.state
    from subscription_links l join billing_subscriptions s on s.tenant_id = l.tenant_id
    where l.tenant_id = ${parseId('ten', tenantId)}::uuid and l.provider = ${provider}
      and (l.role <> 'past' or l.status <> 'ended')`;
  return rows.map((row) => ({
    ...{ subscription: row.provider_id, role: row.role, status: row.status, state: row.state },
    readAt: row.read_at.toISOString(),
    isEnding: row.ending,
  }));
};
