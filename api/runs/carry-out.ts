import type { ApiDeps } from '#api/deps.ts';
import type { FreshRun } from '#domain/dispatch/fresh-run.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import type { Admission } from '#domain/runs/admit-request.ts';

/** Tells Temporal at once what a transaction wrote for it; what fails here is told by the dispatcher. */
export async function carryOut(deps: Pick<ApiDeps, 'dispatch'>, rows: readonly OutboxRef[]): Promise<void> {
  // Rows of one run go out in their order; those of different runs do not wait for each other.
  const byRun = new Map<string, OutboxRef[]>();
  for (const row of rows) byRun.set(row.runId, [...(byRun.get(row.runId) ?? []), row]);
  await Promise.all(
    [...byRun.values()].map(async (ofRun) => {
      for (const row of ofRun) await deps.dispatch.tell(row.id);
    }),
  );
}

/** Tells Temporal at once what an admission became: a run that starts, or an event or the end of the open one. */
export async function carryOutAdmission(
  { dispatch }: Pick<ApiDeps, 'dispatch'>,
  tenantId: string,
  admission: Admission,
  fresh: FreshRun | null,
): Promise<void> {
  const { kind, outboxId } = admission;
  if (outboxId === undefined) return;
  if (kind === 'started') await dispatch.start(tenantId, { ...admission, outboxId }, fresh);
  else await dispatch.tell(outboxId);
}
