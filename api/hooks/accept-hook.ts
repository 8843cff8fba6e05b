import type { ApiDeps } from '#api/deps.ts';
import { carryOut, carryOutAdmission } from '#api/runs/carry-out.ts';
import type { FreshRun } from '#domain/dispatch/fresh-run.ts';
import { isCurrentWebhook } from '#domain/flows/webhook-holder.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import { admit } from '#domain/runs/admit.ts';
import { type Admission, FREE_SETTINGS } from '#domain/runs/admit-request.ts';
import type { TriggerReading } from '#domain/runs/read-trigger.ts';
import { recordFailedRun } from '#domain/runs/record-failed-run.ts';
import { fillReceipt, takeReceipt } from '#domain/webhooks/receipts.ts';
import { readTrigger } from '#flow/admission.ts';
import type { Json } from '#flow/json.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Hook } from './find-hook.ts';

export interface FirstCall {
  kind: 'first';
  runId: string;
  /** Null: the data did not fit, and nobody waits: the run failed as it came. */
  admission: Admission | null;
  /** Null: the flow asks for no check of repeats. */
  dedupe: string | null;
}
export interface RepeatedCall {
  kind: 'repeat';
  runId: string | null;
  /** Null: the first call has not been answered yet. */
  answer: Json;
  dedupe: string;
}

/** The webhook is no longer as it was read; nothing has happened. */
export interface OutdatedHook {
  kind: 'outdated';
}

interface Accepting {
  trigger: Trigger;
  dedupe: string | null;
  reading: TriggerReading;
}

interface Became {
  runId: string;
  /** Null: the run failed as it came. */
  admission: Admission | null;
  outbox: OutboxRef[];
}

async function admitCall(db: TenantDb, { flow }: Hook, { trigger, reading }: Accepting): Promise<Became> {
  const request = {
    flow: { id: flow.flowId },
    version: flow.version,
    planHash: flow.plan.hash,
    trigger,
    test: false,
    answerable: true,
  };
  if (reading.kind === 'failed') {
    const failed = await recordFailedRun(db, request, reading.error, readTrigger);
    return { runId: failed.runId, admission: null, outbox: failed.outbox };
  }
  // An event alone passes a flow by; this is none.
  const settings = reading.kind === 'admit' ? reading.settings : FREE_SETTINGS;
  const admission = await admit(db, { ...request, settings });
  const { runId, outboxId } = admission;
  return { runId, admission, outbox: outboxId === undefined ? [] : [{ id: outboxId, tenantId: db.tenantId, runId }] };
}

const freshOf = ({ tenant, flow, config }: Hook, trigger: Trigger): FreshRun => ({
  tenant,
  flow: { id: flow.flowId, version: flow.version },
  plan: flow.plan,
  trigger,
  test: false,
  callerWaits: config.respond === 'atEnd',
});

type Accepted = FirstCall | RepeatedCall | OutdatedHook;

/** One transaction: is the webhook as it was read, is the call a repeat, and if not, what does it become? Then Temporal is told. */
export async function acceptHook(deps: ApiDeps, hook: Hook, what: Accepting): Promise<Accepted> {
  const { dedupe } = what;
  const { flowId } = hook.flow;
  const outbox: OutboxRef[] = [];
  const accepted = await deps.database.withTenant(hook.tenant.id, async (db): Promise<Accepted> => {
    // The work may be done again after a deadlock.
    outbox.length = 0;
    if (!(await isCurrentWebhook(db, hook.stamp))) return { kind: 'outdated' };
    if (dedupe !== null) {
      const claim = await takeReceipt(db, flowId, dedupe);
      if (claim.kind === 'repeat') return { ...claim, dedupe };
    }
    const became = await admitCall(db, hook, what);
    outbox.push(...became.outbox);
    if (dedupe !== null) await fillReceipt(db, { flowId, dedupeKey: dedupe, runId: became.runId });
    return { kind: 'first', runId: became.runId, admission: became.admission, dedupe };
  });
  const admission = accepted.kind === 'first' ? accepted.admission : null;
  if (admission) carryOutAdmission(deps, hook.tenant.id, admission, freshOf(hook, what.trigger));
  else carryOut(deps, outbox);
  return accepted;
}
