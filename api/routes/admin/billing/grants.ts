import { z } from 'zod';
import { billingOf } from '#api/billing/await-wish.ts';
import { ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { grantPlan } from '#domain/billing/operators/grant-plan.ts';
import { reason, state, tag, tenantParams, tier } from './schemas.ts';

const grant = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/grant',
  tag,
  summary: 'Let a tenant have a plan without a subscription and without an end, or no longer',
  description:
    'Where no subscription runs it counts at once; what is tried or given gives way where it is no more than that; else it is what an end leads to. 409 `plan_paid` where the tenant pays for no more than that.',
  params: tenantParams,
  body: z.strictObject({
    tier: tier.nullable().describe('null, and FREE: nothing is granted any more'),
    reason,
  }),
  example: { tier: 'ENTERPRISE', reason: 'Contrato assinado em março' },
  output: {
    200: z.object({
      state,
      plan: tier.describe('What counts now'),
      granted: tier.nullable().describe('What an end leads to; null: FREE'),
    }),
  },
  errors: ['not_found', 'conflict', 'invalid'],
  idempotent: true,
  handle: async ({ params: { tenant }, body, by }, deps) =>
    ok(await grantPlan(billingOf(deps), tenant, { ...body, by })),
});

export const grantRoutes: readonly Route[] = [grant];
