import type { Database } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { hashRunKey } from '../runs/workflow-id.ts';
import { PLATFORM_ID } from './platform.ts';
import { type StartedLifecycle, type Subject, startLifecycleIn } from './start-lifecycle.ts';
import { SUBSCRIPTION_FLOW, systemFlowId } from './system-documents.ts';

const PAGE = 500;

/** Tenants behind `after` that pay, try or asked for something: for each of them somebody has to watch the clock. */
const subjectsBehind = async ({ admin }: Pick<Database, 'admin'>, after: string): Promise<Subject[]> => {
  const rows = await admin.sql<{ tenant_id: string; timezone: string }>`
    select s.tenant_id, t.timezone from billing_subscriptions s join tenants t on t.id = s.tenant_id
    where s.tenant_id > ${after}::uuid and (s.state not in ('free', 'ended') or exists (
      select 1 from subscription_requests r where r.tenant_id = s.tenant_id and r.status in ('asked', 'waiting')))
    order by s.tenant_id limit ${PAGE}`;
  return rows.map(({ tenant_id, timezone }) => ({ tenantId: formatId('ten', tenant_id), timezone }));
};

/** Those of them whose lifecycle has no open run. */
const unwatched = (database: Pick<Database, 'withTenant'>, subjects: readonly Subject[]): Promise<Subject[]> =>
  database.withTenant(PLATFORM_ID, async (db) => {
    const keys = new Map(subjects.map((subject) => [hashRunKey(db, subject.tenantId), subject]));
    const open = await db.sql<{ run_key: string }>`
      select run_key from runs where tenant_id = ${db.tenant}
        and flow_id = ${parseId('flw', systemFlowId(SUBSCRIPTION_FLOW))}
        and run_key = any(${[...keys.keys()]}) and ended_at is null`;
    for (const { run_key } of open) keys.delete(run_key);
    return [...keys.values()];
  });

/**
 * Begins the lifecycle of each tenant that should have one and has none: its run failed, was ended by hand, or was lost. Where
 * one is open nothing happens. @returns rows that Temporal has to hear of, and whose lifecycle began
 */
export const beginMissingLifecycles = async (
  database: Pick<Database, 'admin' | 'withTenant'>,
): Promise<{ outbox: OutboxRef[]; begun: string[] }> => {
  const outbox: OutboxRef[] = [];
  const begun: string[] = [];
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const subjects = await subjectsBehind(database, after);
    for (const subject of subjects.length === 0 ? [] : await unwatched(database, subjects)) {
      const started: StartedLifecycle = await database.withTenant(PLATFORM_ID, (db) => startLifecycleIn(db, subject));
      outbox.push(...started.outbox);
      if (started.started) begun.push(subject.tenantId);
    }
    const last = subjects.at(-1);
    if (!last || subjects.length < PAGE) return { outbox, begun };
    after = parseId('ten', last.tenantId);
  }
};
