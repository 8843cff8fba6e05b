import type { ApiDeps } from '#api/deps.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';

/** Tells Temporal at once what a transaction wrote for it; what fails here is told by the dispatcher. */
export async function carryOut(deps: Pick<ApiDeps, 'dispatch'>, rows: readonly OutboxRef[]): Promise<void> {
  // Rows of one run go out in their order; those of different runs do not wait for each other.
  const byRun = new Map<string, OutboxRef[]>();
  for (const row of rows) byRun.set(row.runId, [...(byRun.get(row.runId) ?? []), row]);
  await Promise.all(
    [...byRun.values()].map(async (ofRun) => {
      for (const row of ofRun) await deps.dispatch.start(row.tenantId, row.runId, row.id);
    }),
  );
}
