import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { newId } from '../ids.ts';
import { factsOf } from './fresh-run.ts';
import type { PlanCache } from './plan-cache.ts';
import { startFrom } from './start-workflow.ts';

interface Asked {
  priority: { fairnessKey: string; fairnessWeight: number };
  args: [{ weight: number }];
}

/** What Temporal is asked where a tenant of that plan starts a run. */
const startedBy = async (plan: string): Promise<Asked> => {
  const asked: Asked[] = [];
  const workflow = { start: async (_type: string, options: Asked) => void asked.push(options) };
  const tenant = { id: newId('ten'), slug: 's', plan, timezone: 'UTC', locale: 'en', settings: {} };
  const fresh = {
    ...{ tenant, plan: { name: 'Flow' } as Plan, flow: { id: newId('flw'), version: 1 } },
    ...{
      trigger: { type: 'manual', data: {}, receivedAt: '2026-11-22T12:00:00.000Z' },
      test: false,
      callerWaits: false,
    },
  };
  const admission = { kind: 'started' as const, runId: newId('run'), workflowId: 'w' };
  await startFrom(
    {
      client: { workflow } as unknown as Client,
      plans: { sharedOf: () => null } as unknown as PlanCache,
      database: {} as Database,
      eager: false,
    },
    factsOf(fresh, admission, 0),
  );
  const [one] = asked;
  if (!one) throw new Error('Nothing was started');
  expect(one.priority.fairnessKey).toBe(tenant.id);
  return one;
};

test('a run has its tenant’s share of the workers by the plan, and so has all that it asks for; a plan that nobody knows has the least', async () => {
  const shares: Record<string, number> = { FREE: 1, STARTER: 2, BUSINESS: 5, ENTERPRISE: 10, GOLD: 1 };
  for (const [plan, share] of Object.entries(shares)) {
    const { priority, args } = await startedBy(plan);
    expect([plan, priority.fairnessWeight, args[0].weight]).toEqual([plan, share, share]);
  }
});
