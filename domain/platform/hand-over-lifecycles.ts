import { sql } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { cancelRun } from '../runs/steer-run.ts';
import { hashRunKey } from '../runs/workflow-id.ts';
import { PLATFORM_ID } from './platform.ts';
import { SUBSCRIPTION_FLOW, systemFlowId } from './system-documents.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const PAGE = 500;
/** So that a release does not end every lifecycle in one moment. */
const AT_ONCE = 50;
/** What was asked to end and has not ended is not asked again for so long: it stands in nobody's way. */
const AGAIN_MS = 15 * 60_000;

const REASON = {
  pt: 'O documento da assinatura mudou: outra execução segue daqui',
  en: 'The subscription’s document changed: another run goes on from here',
};

/** Whether a run of an older document is open at all: mostly none is. */
const isAnyOld = async (db: TenantDb): Promise<boolean> => {
  const rows = await db.sql`
    select 1 from runs r join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id
    where r.tenant_id = ${db.tenant} and r.flow_id = ${parseId('flw', systemFlowId(SUBSCRIPTION_FLOW))}
      and r.ended_at is null and r.flow_version < f.published_version limit 1`;
  return rows.length > 0;
};

/**
 * What the state waits for and nothing else: who pays has still the end of the trial that was, and of a gift; whoever is given
 * something is charged behind it.
 */
const NEXT = sql`least(
  case s.state
    when 'trialing' then s.trial_ends_at
    when 'active' then greatest(s.period_end, s.comp_until)
    when 'paused' then s.paused_until
  end,
  (coalesce(s.pending -> 'first', s.pending) ->> 'at')::timestamptz, 'infinity')`;

/**
 * Tenants behind `after` of whose lifecycle the run remembers nothing that the rows do not say: nothing is owed, asked for, to be
 * heard of or about to be due, and nothing has become otherwise for an hour (which is told by then).
 */
const quietBehind = async ({ admin }: Pick<Database, 'admin'>, after: string): Promise<string[]> => {
  const rows = await admin.sql<{ tenant_id: string }>`
    select s.tenant_id from billing_subscriptions s
    where s.tenant_id > ${after}::uuid and s.state in ('free', 'trialing', 'active', 'paused') and s.failed_at is null
      and s.updated_at < now() - interval '1 hour'
      and now() + interval '1 hour' < ${NEXT}
      and not exists (
        select 1 from subscription_requests r where r.tenant_id = s.tenant_id and r.status in ('asked', 'waiting'))
      and not exists (select 1 from platform_events e where e.tenant_id = s.tenant_id)
    order by s.tenant_id limit ${PAGE}`;
  return rows.map(({ tenant_id }) => tenant_id);
};

/** Ends those of these tenants' runs that follow an older document, as many as that. */
const endOld = (
  database: Pick<Database, 'withTenant'>,
  tenants: readonly string[],
  most: number,
): Promise<OutboxRef[]> =>
  database.withTenant(PLATFORM_ID, async (db) => {
    const keys = tenants.map((tenant) => hashRunKey(db, formatId('ten', tenant)));
    const old = await db.sql<{ id: string }>`
      select r.id from runs r join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id
      where r.tenant_id = ${db.tenant} and r.flow_id = ${parseId('flw', systemFlowId(SUBSCRIPTION_FLOW))}
        and r.run_key = any(${keys}) and r.ended_at is null and r.status = 'waiting'
        and r.flow_version < f.published_version
        and not exists (
          select 1 from outbox o where o.tenant_id = r.tenant_id and o.run_id = r.id and o.kind = 'cancel'
            and (o.done_at is null or o.done_at > now() - ${AGAIN_MS} * interval '1 millisecond'))
      order by r.id limit ${most} for update of r skip locked`;
    const told: OutboxRef[] = [];
    for (const { id } of old) told.push(...(await cancelRun(db, formatId('run', id), REASON)).outbox);
    return told;
  });

/**
 * Lets lifecycles that follow an older document go over to the one that is published: their runs are ended where they remember
 * nothing, a few at a time, and whoever looks for tenants without a run begins the next one. Who owes goes over when that is over.
 * Done twice, or by two processes, nothing more comes of it. @returns rows that Temporal has to hear of; none: there is no more to
 * do, or what was asked to end has not done so yet
 */
export const handOverLifecycles = async (
  database: Pick<Database, 'admin' | 'withTenant'>,
  most = AT_ONCE,
): Promise<OutboxRef[]> => {
  const outbox: OutboxRef[] = [];
  if (!(await database.withTenant(PLATFORM_ID, isAnyOld))) return outbox;
  for (let after = FIRST; outbox.length < most; ) {
    const quiet = await quietBehind(database, after);
    if (quiet.length > 0) outbox.push(...(await endOld(database, quiet, most - outbox.length)));
    const last = quiet.at(-1);
    if (last === undefined || quiet.length < PAGE) break;
    after = last;
  }
  return outbox;
};
