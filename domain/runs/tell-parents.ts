import { inLocale, type Json, localeOf } from '#flow/json.ts';
import type { Outcome, RunError } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';

interface EndedChild {
  id: string;
  status: string;
  output: Json;
  error: RunError | null;
  parent_run_id: string;
  parent_call: number;
  locale: string;
}

const CANCELLED = { pt: 'A outra execução foi cancelada', en: 'The other run was cancelled' };

/** What a run's end is to the `flow` node that waits for it. */
const outcomeOf = ({ id, status, output, error, locale }: EndedChild): Outcome => {
  if (status === 'succeeded') return { kind: 'ok', output, attempts: 1 };
  const { code, message } = error ?? { code: 'cancelled', message: inLocale(CANCELLED, localeOf({ locale })) };
  const details = { runId: formatId('run', id), status };
  return { kind: 'error', error: { code, message, details }, attempts: 1 };
};

/** Tells the parents that wait for these ended runs (uuids), where they still run. */
export const tellParents = async (db: TenantDb, runs: string[]): Promise<OutboxRef[]> => {
  const children = await db.sql<EndedChild>`
    select c.id, c.status, c.output, c.error, c.parent_run_id, c.parent_call, t.locale from runs c
    join tenants t on t.id = c.tenant_id
    join runs p on p.tenant_id = c.tenant_id and p.id = c.parent_run_id and p.ended_at is null
    where c.tenant_id = ${db.tenant} and c.id = any (${runs}::uuid[]) and c.parent_wait`;
  const told: OutboxRef[] = [];
  for (const child of children) {
    const payload = { signal: 'answer' as const, call: child.parent_call, outcome: outcomeOf(child) };
    const id = await writeOutbox(db, child.parent_run_id, { kind: 'signal', payload });
    told.push({ id, tenantId: db.tenantId, runId: formatId('run', child.parent_run_id) });
  }
  return told;
};
