import type { FlowEvent, RunError, TenantInfo, Trigger } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { AdmissionSettings } from './admit-request.ts';

/** What a plan makes of a trigger: its settings read, or not for this flow (`match`), or data that does not fit. */
export type TriggerReading =
  | { kind: 'admit'; settings: AdmissionSettings }
  | { kind: 'pass' }
  | { kind: 'failed'; error: RunError };

/**
 * Pure, given by whoever knows the language: key, match, concurrency and the input's schema. It never throws. `event` is
 * the event that an `event` trigger came from, whose `key` and `match` are to be held against it.
 */
export type ReadTrigger = (plan: Plan, trigger: Trigger, tenant: TenantInfo, event: FlowEvent | null) => TriggerReading;
