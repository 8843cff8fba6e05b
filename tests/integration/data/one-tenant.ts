import { afterAll } from 'vitest';
import { admit } from '#domain/runs/admit.ts';
import { closeRuns } from '#domain/runs/close-runs.ts';
import type { ReadTrigger } from '#domain/runs/read-trigger.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { dataFixture, publishedFlow, recordFor, requestFor } from './data-fixture.ts';

/** A database with a tenant for all tests of a file, and what nearly all of them do with it. Closed after the last one. */
export const oneTenant = async () => {
  const fixture = await dataFixture();
  afterAll(() => fixture.close());
  const tenantId = await fixture.tenant();
  const db = <T>(work: (tx: TenantDb) => Promise<T>): Promise<T> => fixture.database.withTenant(tenantId, work);
  /** Any event is to every flow's liking. */
  const readTrigger: ReadTrigger = () => ({ kind: 'admit', settings: requestFor('flw').settings });
  return {
    fixture,
    tenantId,
    db,
    readTrigger,
    /** Publishes a flow; gives its id. */
    newFlow: (plan?: Plan, slug?: string) => db((tx) => publishedFlow(tx, plan, slug)),
    arrive: (...request: Parameters<typeof requestFor>) => db((tx) => admit(tx, requestFor(...request))),
    /** Closes a run as its workflow's end does. */
    end: (flowId: string, runId: string, more: Partial<RunResult> = {}) =>
      closeRuns(fixture.database, [recordFor(tenantId, flowId, runId, more)], { readTrigger }),
  };
};
