import { z } from 'zod';
import { accepted } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { id } from '#api/schemas/common.ts';
import { givenMoney, MOST_CENTS } from '#api/schemas/money.ts';
import { askOperatorWish, askSync } from '#domain/billing/operators/ask-wish.ts';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import { faultWords } from '#flow/fault-words.ts';
import { onlyReason, reason, tag, tenantParams, tier } from './schemas.ts';

const MOST_DAYS = 3_660;
const reads = (text: string): boolean => {
  try {
    const ms = durationMs(text);
    return ms > 0 && ms <= MOST_DAYS * 86_400_000;
  } catch {
    return false;
  }
};
const duration = z
  .string()
  .max(40)
  .refine(reads, faultWords('Uma duração ISO 8601 de até dez anos', 'An ISO 8601 duration of at most ten years'))
  .describe('ISO 8601: `P30D`');
const output = {
  202: z.object({ request: id('sreq').describe('What comes of it stands in the subscription’s `requests`') }),
};

const refund = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/refund',
  tag,
  summary: 'Give a payment back, or a part of it',
  description: 'As all of these: asked for, and carried out by the subscription’s run within seconds.',
  params: tenantParams,
  body: z.strictObject({
    payment: id('pay'),
    amount: givenMoney(1, MOST_CENTS).optional().describe('Missing: all that is left'),
    reason,
  }),
  output,
  errors: ['conflict', 'invalid'],
  idempotent: true,
  handle: async ({ params: { tenant }, body: { reason: why, ...wish }, by, resourceId }, { database }) => {
    const deed = { by, reason: why, key: resourceId };
    return accepted({ request: await askOperatorWish(database, tenant, { kind: 'refund', ...wish }, deed) });
  },
});

const comp = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/comp',
  tag,
  summary: 'Give a tenant time of a plan: the one it has, or another',
  params: tenantParams,
  body: z.strictObject({ tier: tier.optional(), duration, reason }),
  example: { tier: 'BUSINESS', duration: 'P1M', reason: 'Ficou um dia sem receber mensagens' },
  output,
  errors: ['conflict', 'invalid'],
  idempotent: true,
  handle: async ({ params: { tenant }, body: { reason: why, ...wish }, by, resourceId }, { database }) => {
    const deed = { by, reason: why, key: resourceId };
    return accepted({ request: await askOperatorWish(database, tenant, { kind: 'comp', ...wish }, deed) });
  },
});

const extendTrial = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/extend-trial',
  tag,
  summary: 'Let a trial last longer',
  params: tenantParams,
  body: z.strictObject({ duration, reason }),
  example: { duration: 'P7D', reason: 'Pediu mais uma semana para testar' },
  output,
  errors: ['conflict', 'invalid'],
  idempotent: true,
  handle: async ({ params: { tenant }, body, by, resourceId }, { database }) => {
    const deed = { by, reason: body.reason, key: resourceId };
    const wish = { kind: 'extend_trial', duration: body.duration } as const;
    return accepted({ request: await askOperatorWish(database, tenant, wish, deed) });
  },
});

const cancel = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/cancel',
  tag,
  summary: 'End a subscription, now or with its period',
  params: tenantParams,
  body: z.strictObject({ when: z.enum(['now', 'period_end']), reason }),
  output,
  errors: ['conflict', 'invalid'],
  idempotent: true,
  handle: async ({ params: { tenant }, body, by, resourceId }, { database }) => {
    const deed = { by, reason: body.reason, key: resourceId };
    return accepted({ request: await askOperatorWish(database, tenant, { kind: 'cancel', when: body.when }, deed) });
  },
});

const sync = operatorRoute({
  method: 'post',
  path: '/admin/billing/subscriptions/{tenant}/sync',
  tag,
  summary: 'Read a subscription at its provider again, now',
  params: tenantParams,
  body: onlyReason,
  output: { 202: z.object({ asked: z.literal(true) }) },
  errors: ['conflict'],
  idempotent: true,
  handle: async ({ params: { tenant }, body, by }, { database }) => {
    await askSync(database, tenant, { by, ...body });
    return accepted({ asked: true });
  },
});

export const wishRoutes: readonly Route[] = [refund, comp, extendTrial, cancel, sync];
