import { fail } from '#api/frame/fail.ts';
import type { AdmissionSettings } from '#domain/runs/admit-request.ts';
import { admissionSettings } from '#flow/admission.ts';
import { TramaError } from '#flow/errors.ts';
import type { TenantInfo, Trigger } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';

/**
 * A plan's settings for a trigger that a caller waits for: an expression over its data that fails is the caller's to
 * hear.
 * @throws `bad_input`, with the reason.
 */
export function settingsOf(plan: Plan, trigger: Trigger, tenant: TenantInfo): AdmissionSettings {
  try {
    return admissionSettings(plan, trigger, tenant);
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const { pt, en } = error.text ?? { pt: error.message, en: error.message };
    throw fail('bad_input', pt, en, { details: { reason: error.code }, cause: error });
  }
}
