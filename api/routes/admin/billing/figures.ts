import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import { readFigures } from '#domain/billing/figures/read-figures.ts';
import { state, tag, tier } from './schemas.ts';

const month = z.string().regex(/^\d{4}-\d{2}$/);
const share = z.number().nullable().describe('0 to 1; null: of nothing');
const cohort = z.object({
  month,
  began: z.int(),
  won: z.int(),
  lost: z.int(),
  open: z.int().describe('Nobody knows yet'),
  rate: share,
});

const SUMS = ['mrr', 'fresh', 'back', 'larger', 'smaller', 'gone', 'paid', 'refunded'] as const;

const getFigures = operatorRoute({
  method: 'get',
  path: '/admin/billing/figures',
  tag,
  summary: 'Income, who left, trials that were paid for, charges that were recovered, month by month',
  description:
    'Months are those of São Paulo; the last one is under way. How each is counted stands in the guide on billing.',
  query: z.object({ months: z.coerce.number().int().min(1).max(36).default(12) }),
  output: {
    200: z.object({
      months: z.array(
        z.object({
          month,
          mrr: money.describe('Income a month, at the month’s end'),
          ...{ fresh: money, back: money, larger: money, smaller: money, gone: money },
          payers: z.int(),
          left: z.int(),
          churn: share,
          incomeChurn: share,
          ...{ paid: money, refunded: money, payments: z.int() },
        }),
      ),
      trials: z.array(cohort),
      recovery: z.array(cohort),
      states: z.array(z.object({ state, count: z.int() })),
      plans: z.array(z.object({ tier, count: z.int(), mrr: money })),
    }),
  },
  handle: async ({ query }, { database, now }) => {
    const { months, plans, ...counts } = await readFigures(database.admin, { months: query.months, nowMs: now() });
    return ok({
      ...counts,
      months: months.map((one) => withMoney(one, ...SUMS)),
      plans: plans.map((one) => withMoney(one, 'mrr')),
    });
  },
});

export const figureRoutes: readonly Route[] = [getFigures];
