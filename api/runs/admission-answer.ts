import { type Admission, statusOf } from '#domain/runs/admit-request.ts';

/** Did the trigger become a run of its own? */
export const madeRun = (admission: Admission): boolean =>
  admission.kind !== 'skipped' && admission.kind !== 'delivered';

/**
 * What a trigger became, to the one who sent it (`flow-language` §10): a run, `{ skipped }` with the run that is open,
 * or `{ delivered }` to it. Always 202.
 */
export function admissionBody(admission: Admission): {
  runId: string;
  status?: string;
  skipped?: true;
  delivered?: true;
} {
  const { kind, runId } = admission;
  if (kind === 'skipped') return { skipped: true, runId };
  if (kind === 'delivered') return { runId, delivered: true };
  return { runId, status: statusOf(kind) };
}

export const runHref = (runId: string): string => `/v1/runs/${runId}`;
