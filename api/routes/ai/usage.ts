import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { setBudget } from '#domain/ai/budget.ts';
import { getAiUsage as usage } from '#domain/ai/usage.ts';

const sums = {
  calls: z.int(),
  lostCalls: z.int().describe('Calls whose answer never came: they may have been paid for'),
  unpricedCalls: z.int().describe('Calls of models without a known price: their cost is not in the sum'),
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number(),
};

const budget = z.object({
  tokens: z.int().min(0).max(1e15).nullable().describe('In a month; null: no limit'),
  costUsd: z.number().min(0).max(1e6).nullable().describe('US dollars in a month; null: no limit'),
});

const aiUsage = z.object({
  month: z.string(),
  ...sums,
  reservedTokens: z.int().describe('By calls that are under way'),
  reservedUsd: z.number(),
  budget,
  models: z.array(z.object({ provider: z.string(), model: z.string(), ...sums })),
  flows: z
    .array(z.object({ flowId: id('flw').nullable(), flowName: z.string().nullable(), ...sums }))
    .describe('flowId null: outside of flows, or of flows that are gone'),
  days: z.array(z.object({ day: z.iso.date(), ...sums })).describe('Of the tenant’s calendar; those with calls'),
});

export const getAiUsage = route({
  method: 'get',
  path: '/ai/usage',
  tag: 'AI',
  summary: 'What language models took in a month, and the budget',
  query: z.object({ month: z.string().max(10).optional().describe('2026-11; this month where it is left out') }),
  output: { 200: aiUsage },
  errors: ['invalid'],
  scopes: ['runs:read'],
  handle: async ({ caller, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => usage(db, query.month))),
});

export const setAiBudget = route({
  method: 'put',
  path: '/ai/budget',
  tag: 'AI',
  summary: 'Limit what language models may take in a month',
  body: budget,
  output: { 200: aiUsage },
  scopes: ['connections:write'],
  handle: async ({ caller, body }, deps) =>
    ok(
      await deps.database.withTenant(caller.tenant.id, async (db) => {
        await setBudget(db, body, caller.principal);
        return usage(db);
      }),
    ),
});
