import type { FlowEvent, RunError, Trigger } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isPlanRefusal } from '../entitlements/refusals.ts';
import type { PublishedFlow } from '../flows/find-published.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { getTenant, tenantInfo } from '../tenants/get-tenant.ts';
import { admit } from './admit.ts';
import type { Admission, AdmitRequest } from './admit-request.ts';
import type { ReadTrigger } from './read-trigger.ts';

/** A trigger that no caller waits for. */
export interface Arrival {
  flow: PublishedFlow;
  trigger: Trigger;
  event?: FlowEvent;
  lineage?: AdmitRequest['lineage'];
  idempotencyKey: string;
}

export interface Arrived {
  kind: Admission['kind'] | 'failed';
  runId: string;
  outbox: OutboxRef[];
}

type OnFailed = (request: Omit<AdmitRequest, 'settings'>, error: RunError) => Promise<Arrived>;

/** Admits it as the flow's settings say; null where the flow does not listen to it (`match`). */
export const admitReading = async (
  db: TenantDb,
  { flow, trigger, event, lineage, idempotencyKey }: Arrival,
  readTrigger: ReadTrigger,
  onFailed: OnFailed,
): Promise<Arrived | null> => {
  const reading = readTrigger(flow.plan, trigger, tenantInfo(await getTenant(db)), event ?? null);
  if (reading.kind === 'pass') return null;
  const request = {
    flow: { id: flow.flowId },
    version: flow.version,
    planHash: flow.plan.hash,
    trigger,
    test: false,
    answerable: false,
    idempotencyKey,
    ...(lineage && { lineage }),
  };
  if (reading.kind === 'failed') return onFailed(request, reading.error);
  try {
    const { kind, runId, outboxId } = await admit(db, { ...request, settings: reading.settings });
    return { kind, runId, outbox: outboxId === undefined ? [] : [{ id: outboxId, tenantId: db.tenantId, runId }] };
  } catch (error) {
    // Nobody waits for an answer who could be told: what the plan refuses stands among the runs.
    if (!isPlanRefusal(error)) throw error;
    return onFailed(request, { code: error.code, message: error.message });
  }
};
