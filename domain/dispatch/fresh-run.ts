import { MACHINE } from '#flow/machine/number.ts';
import type { Pin, RunStart, TenantInfo, Trigger } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { parseId } from '../ids.ts';
import type { Admission } from '../runs/admit-request.ts';

/** What who admitted a run knows of it: enough to start it without reading its row again. */
export interface FreshRun {
  tenant: TenantInfo;
  /** `version` 0: a draft. */
  flow: { id: string; version: number };
  plan: Plan;
  trigger: Trigger;
  test: boolean;
  simulate?: boolean;
  pins?: Record<string, Pin>;
  /** Somebody waits for its answer now. */
  callerWaits: boolean;
}

/** What a workflow is started with, however it was come by. */
export interface StartFacts {
  start: RunStart;
  plan: Plan;
  workflowId: string;
  callerWaits: boolean;
  /** Somebody may wait: it goes before what nobody waits for. */
  waitedFor: boolean;
  /** Its number is the run's for good. */
  machine: number;
}

/** The same as its row says (`loadStart`), but for the instant: the first start that reaches Temporal is the one that counts. */
export const factsOf = (fresh: FreshRun, { runId, workflowId }: Admission, nowMs: number): StartFacts => ({
  workflowId,
  callerWaits: fresh.callerWaits,
  waitedFor: true,
  machine: MACHINE,
  plan: fresh.plan,
  start: {
    run: { id: runId, startedAt: new Date(nowMs).toISOString(), test: fresh.test, rootId: runId },
    flow: { ...fresh.flow, name: fresh.plan.name },
    tenant: infoOf(fresh.tenant),
    trigger: fresh.trigger,
    seed: parseId('run', runId),
    answerable: true,
    ...(fresh.pins && { pins: fresh.pins }),
    ...(fresh.simulate && { simulate: true }),
  },
});

/** What expressions and holidays need of the tenant, and nothing that the caller's object may hold besides. */
const infoOf = ({ id, slug, plan, timezone, locale, settings, holidays = [] }: TenantInfo): TenantInfo => ({
  id,
  slug,
  plan,
  timezone,
  locale,
  settings,
  holidays,
});
