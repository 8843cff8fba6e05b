import type { ApiDeps } from '#api/deps.ts';
import type { FreshRun } from '#domain/dispatch/fresh-run.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import type { Admission } from '#domain/runs/admit-request.ts';

/** Begins to tell Temporal what a transaction wrote for it. No caller waits: what is accepted is accepted. */
export function carryOut({ dispatch }: Pick<ApiDeps, 'dispatch'>, rows: readonly OutboxRef[]): void {
  for (const row of rows) dispatch.tell(row);
}

/** Begins to tell Temporal what an admission became: a run that starts, or an event or the end of the open one. */
export function carryOutAdmission(
  { dispatch }: Pick<ApiDeps, 'dispatch'>,
  tenantId: string,
  admission: Admission,
  fresh: FreshRun | null,
): void {
  const { kind, runId, outboxId } = admission;
  if (outboxId === undefined) return;
  if (kind === 'started') dispatch.start(tenantId, { ...admission, outboxId }, fresh);
  else dispatch.tell({ id: outboxId, tenantId, runId });
}
