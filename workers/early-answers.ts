import type { Logger } from 'pino';
import type { LiveHub } from '#domain/dispatch/live-hub.ts';
import { saveAnswer } from '#domain/runs/save-answer.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** Most runs end right after they have answered, and their row then holds the answer: one write, and one word of it. */
const PATIENCE_MS = 40;

/**
 * What `respond` sends before its run ends. A caller of this process hears it at once; for one that another process serves
 * it is kept in the run's row, of which that process is told.
 */
export class EarlyAnswers {
  readonly #deps: { database: Database; hub: LiveHub; log: Logger };

  constructor(deps: { database: Database; hub: LiveHub; log: Logger }) {
    this.#deps = deps;
  }

  answered(
    { tenantId, runId }: { tenantId: string; runId: string },
    answer: { status: number; headers: JsonObject; body: Json },
  ): void {
    const { database, hub, log } = this.#deps;
    hub.answered(runId, { kind: 'answer', ...answer });
    if (!hub.isUnheard(runId)) return;
    setTimeout(() => {
      if (!hub.isUnheard(runId)) return;
      database
        .withTenant(tenantId, (db) => saveAnswer(db, runId, answer))
        .catch((err: unknown) => log.warn({ err, runId }, 'an early answer is not kept'));
    }, PATIENCE_MS).unref();
  }
}
