import { closeApproval } from '#domain/approvals/close-approval.ts';
import { openApproval } from '#domain/approvals/open-approval.ts';
import { subscribe } from '#domain/events/subscribe.ts';
import { findPublished } from '#domain/flows/find-published.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import { admit } from '#domain/runs/admit.ts';
import type { Admission } from '#domain/runs/admit-request.ts';
import { loadStart } from '#domain/runs/load-start.ts';
import { markRun } from '#domain/runs/mark-run.ts';
import { runEnded } from '#domain/runs/run-failures.ts';
import { cancelRun } from '#domain/runs/steer-run.ts';
import { appendTracePage } from '#domain/runs/trace-pages.ts';
import { getTenant, tenantInfo } from '#domain/tenants/get-tenant.ts';
import { admissionSettings, inputError } from '#flow/admission.ts';
import { failure, TramaError } from '#flow/errors.ts';
import { inLocale, localeOf } from '#flow/json.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { EngineActivities } from '#workflows/engine-activities.ts';
import type { ActivityDeps } from './deps.ts';

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

type StartAsk = Parameters<EngineActivities['trama.startRun']>[0];

/** What the engine needs done outside, over PostgreSQL. Each may come twice: the second time changes nothing. */
export const engineActivities = ({ database, carryOut }: ActivityDeps): EngineActivities => ({
  'trama.subscribe': ({ tenantId, runId, names, mark }) =>
    database.withTenant(tenantId, async (db) => {
      const events = await subscribe(db, runId, names);
      if (mark) await markRun(db, runId, mark);
      return events;
    }),

  'trama.openApproval': async ({ tenantId, mark, ...given }) => {
    try {
      return await database.withTenant(tenantId, async (db) => {
        const { outcome } = await openApproval(db, given);
        if (mark) await markRun(db, given.runId, mark);
        return outcome;
      });
    } catch (error) {
      if (error instanceof TramaError && error.code === 'run_ended') return null;
      throw error;
    }
  },

  'trama.closeApproval': ({ tenantId, runId, call, reason }) =>
    database.withTenant(tenantId, (db) => closeApproval(db, { runId, call, reason })),

  'trama.startRun': async (ask) => {
    try {
      const { admission, outbox } = await database.withTenant(ask.tenantId, (db) => startRun(db, ask));
      carryOut(outbox);
      if (ask.wait && (admission.kind === 'skipped' || admission.kind === 'delivered')) throw busy(ask);
      return { runId: admission.runId };
    } catch (error) {
      if (!(error instanceof TramaError) || error.retry === 'retry') throw error;
      const { locale } = await database.withTenant(ask.tenantId, getTenant);
      const message = error.text ? inLocale(error.text, localeOf({ locale })) : error.message;
      return { error: { code: error.code, message } };
    }
  },

  'trama.cancelRun': async ({ tenantId, child }) => {
    const { outbox } = await database.withTenant(tenantId, (db) => cancelRun(db, child));
    carryOut(outbox);
  },

  'trama.savePage': ({ tenantId, runId, page, steps }) =>
    database.withTenant(tenantId, (db) => appendTracePage(db, runId, page, steps)),

  'trama.markRun': async ({ tenantId, runId, ...mark }) => {
    await database.withTenant(tenantId, (db) => markRun(db, runId, mark));
  },
});

const busy = ({ flow }: StartAsk) =>
  failure(
    'flow_busy',
    `O fluxo "${flow}" já está em execução para esta chave`,
    `The flow "${flow}" is running for this key already`,
  );

/** Admits the run that a `flow` node asks for: the version that is published now, under that flow's own settings. */
async function startRun(db: TenantDb, ask: StartAsk): Promise<{ admission: Admission; outbox: OutboxRef[] }> {
  const flow = await findPublished(db, ask.flow);
  if (!flow)
    throw failure(
      'not_published',
      `O fluxo "${ask.flow}" não existe ou não está publicado`,
      `The flow "${ask.flow}" does not exist or is not published`,
    );
  const tenant = tenantInfo(await getTenant(db));
  const parent = await loadStart(db, ask.runId);
  const { subject } = parent.start.trigger;
  const receivedAt = new Date().toISOString();
  const trigger: Trigger = { type: 'flow', ...(subject && { subject }), data: ask.input, receivedAt };
  const unfit = inputError(flow.plan, trigger, tenant);
  if (unfit) throw new TramaError(unfit.code, unfit.message, { details: unfit.details ?? null });
  // Asked for while the parent was ending: nobody would wait for it any more.
  if (ask.wait && ENDED.has(parent.status)) throw runEnded();
  const admission = await admit(db, {
    flow: { id: flow.flowId },
    version: flow.version,
    planHash: flow.plan.hash,
    settings: admissionSettings(flow.plan, trigger, tenant),
    trigger,
    test: parent.start.run.test,
    // What a simulated run starts is simulated, too: nothing of it reaches the outside.
    ...(parent.start.simulate && { simulate: true }),
    parent: {
      runId: ask.runId,
      workflowId: ask.workflowId,
      call: ask.call,
      depth: parent.depth,
      rootRunId: parent.start.run.rootId,
      wait: ask.wait,
    },
    answerable: false,
    idempotencyKey: ask.idempotencyKey,
  });
  const { outboxId, runId } = admission;
  return { admission, outbox: outboxId === undefined ? [] : [{ id: outboxId, tenantId: ask.tenantId, runId }] };
}
