import { beforeEach, describe, expect, test } from 'vitest';
import { setBudget } from '#domain/ai/budget.ts';
import { createAiLedger, freeStaleAi } from '#domain/ai/ledger.ts';
import { getAiUsage } from '#domain/ai/usage.ts';
import { newId } from '#domain/ids.ts';
import type { AiSpent } from '#flow/contracts/ai-ledger.ts';
import { TramaError } from '#flow/errors.ts';
import { oneTenant } from './one-tenant.ts';

const { fixture, tenantId, db, newFlow } = await oneTenant();
const ledger = createAiLedger(fixture.database);

const call = (key: string, more: { tenantId?: string; model?: string } = {}) => ({
  ...{ tenantId, key, runId: newId('run'), flowId: newId('flw'), connectionId: newId('con') },
  ...{ action: 'ai.generate', provider: 'openai', model: 'm' },
  ...more,
});
const of = (tokens: number, costNanoUsd: number | null = tokens): AiSpent => ({
  inputTokens: tokens,
  cachedInputTokens: 0,
  outputTokens: 0,
  costNanoUsd,
});
const usage = () => db((tx) => getAiUsage(tx));
const limit = (tokens: number | null, costUsd: number | null = null) =>
  db((tx) => setBudget(tx, { tokens, costUsd }, 'test'));
const age = (hours: number) =>
  db((tx) => tx.sql`update ai_calls set held_at = held_at - ${hours} * interval '1 hour' where held_at is not null`);

beforeEach(async () => {
  await db((tx) => tx.sql`delete from ai_calls where tenant_id = ${tx.tenant}`);
  await db((tx) => tx.sql`delete from ai_months where tenant_id = ${tx.tenant}`);
  await limit(null);
});

describe('the ledger', () => {
  test('holds what a call may take until it is known what it took', async () => {
    const one = call('a');
    await ledger.reserve(one, of(100, 2_000_000_000));
    expect(await usage()).toMatchObject({ reservedTokens: 100, reservedUsd: 2, calls: 0, inputTokens: 0 });
    await ledger.commit(one, { inputTokens: 30, cachedInputTokens: 10, outputTokens: 5, costNanoUsd: 500_000_000 });
    expect(await usage()).toMatchObject({
      ...{ reservedTokens: 0, reservedUsd: 0, calls: 1, lostCalls: 0, unpricedCalls: 0 },
      ...{ inputTokens: 30, cachedInputTokens: 10, outputTokens: 5, costUsd: 0.5 },
      models: [{ provider: 'openai', model: 'm', calls: 1, costUsd: 0.5 }],
    });
  });

  test('is summed by flow and by day of the tenant, and leaves what no flow is named in to nobody', async () => {
    const flowId = await newFlow();
    for (const [key, flow] of [
      ['a', flowId],
      ['b', newId('flw')],
    ] as const) {
      await ledger.reserve({ ...call(key), flowId: flow }, of(10, 1_000_000_000));
      await ledger.commit({ ...call(key), flowId: flow }, of(key === 'a' ? 20 : 10, 1_000_000_000));
    }
    await db((tx) => tx.sql`update ai_calls set created_at = month + interval '2 days 1 hour' where call_key = 'b'`);
    const { month, flows, days } = await usage();
    expect(flows).toMatchObject([
      { flowId, flowName: 'F', inputTokens: 20, costUsd: 1 },
      { flowId: null, flowName: null, inputTokens: 10, costUsd: 1 },
    ]);
    // One in the night, by UTC, was the evening before in São Paulo.
    expect(days.map(({ day }) => day)).toContain(`${month}-02`);
    expect(days.reduce((sum, { costUsd }) => sum + costUsd, 0)).toBe(2);
  });

  test('has one entry a key, with all that was paid under it', async () => {
    for (let i = 0; i < 3; i++) {
      await ledger.reserve(call('a'), of(10));
      await ledger.commit(call('a'), of(10));
    }
    const rows = await db((tx) => tx.sql`select call_key, calls from ai_calls where tenant_id = ${tx.tenant}`);
    expect(rows).toEqual([{ call_key: 'a', calls: 3 }]);
    expect(await usage()).toMatchObject({ calls: 3, inputTokens: 30 });
  });

  test('gives back what a failed call had reserved, and notes where nobody knows how it went', async () => {
    await ledger.reserve(call('a'), of(10));
    await ledger.release(call('a'), { lost: false });
    await ledger.reserve(call('b'), of(10));
    await ledger.release(call('b'), { lost: true });
    expect(await usage()).toMatchObject({ reservedTokens: 0, calls: 0, lostCalls: 1 });
  });

  test('a repeat after a crash takes over the reservation of the attempt that died', async () => {
    await ledger.reserve(call('a'), of(10));
    await ledger.reserve(call('a'), of(10));
    expect(await usage()).toMatchObject({ reservedTokens: 10, lostCalls: 1 });
    await ledger.commit(call('a'), of(7));
    expect(await usage()).toMatchObject({ reservedTokens: 0, inputTokens: 7, calls: 1, lostCalls: 1 });
  });

  test('frees after an hour what nobody came back for, and takes the answer that comes later all the same', async () => {
    await ledger.reserve(call('a'), of(10));
    await db((tx) => freeStaleAi(tx));
    expect(await usage()).toMatchObject({ reservedTokens: 10 });
    await age(2);
    await db((tx) => freeStaleAi(tx));
    expect(await usage()).toMatchObject({ reservedTokens: 0, lostCalls: 1 });
    await ledger.commit(call('a'), of(4));
    expect(await usage()).toMatchObject({ reservedTokens: 0, inputTokens: 4 });
  });

  test('counts calls without a price apart', async () => {
    await ledger.reserve(call('a'), of(10, null));
    await ledger.commit(call('a'), of(10, null));
    expect(await usage()).toMatchObject({ costUsd: 0, unpricedCalls: 1, inputTokens: 10 });
  });

  test('shows any month, and this one where none is named', async () => {
    expect(await db((tx) => getAiUsage(tx, '2020-02'))).toMatchObject({ month: '2020-02', calls: 0, models: [] });
    expect((await usage()).month).toMatch(/^\d{4}-\d{2}$/);
    await expect(db((tx) => getAiUsage(tx, '2020-13'))).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a budget', () => {
  test('lets no call past its tokens, and says how it stands', async () => {
    await limit(100);
    await ledger.reserve(call('a'), of(60));
    const refused = await ledger.reserve(call('b'), of(50)).catch((error: TramaError) => error);
    expect(refused).toMatchObject({
      code: 'budget_exceeded',
      retry: 'never',
      details: { limit: 100, used: 60, asked: 50, unit: 'tokens' },
    });
    await ledger.commit(call('a'), of(20));
    await ledger.reserve(call('b'), of(80));
    expect(await usage()).toMatchObject({ budget: { tokens: 100, costUsd: null }, reservedTokens: 80 });
  });

  test('in dollars works the same, and lets no model without a price through', async () => {
    await limit(null, 1.5);
    await ledger.reserve(call('a'), of(1, 1_500_000_000));
    await expect(ledger.reserve(call('b'), of(1, 1))).rejects.toMatchObject({
      code: 'budget_exceeded',
      details: { limit: 1.5, used: 1.5, unit: 'USD' },
    });
    await expect(ledger.reserve(call('c', { model: 'llama' }), of(1, null))).rejects.toThrow(/llama/);
  });

  test('is never passed by calls side by side', async () => {
    await limit(100);
    const asked = await Promise.allSettled(Array.from({ length: 25 }, (_, i) => ledger.reserve(call(`k${i}`), of(10))));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    const reasons = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons.every((one) => one instanceof TramaError && one.code === 'budget_exceeded')).toBe(true);
    expect(await usage()).toMatchObject({ reservedTokens: 100 });
  });

  test('keeps the tenant’s other settings, and binds no other tenant', async () => {
    await db((tx) => tx.sql`update tenants set settings = '{"z":1,"a":2}' where id = ${tx.tenant}`);
    await limit(5);
    const [row] = await db((tx) => tx.sql<{ settings: unknown }>`select settings from tenants where id = ${tx.tenant}`);
    expect(JSON.stringify(row?.settings)).toBe('{"z":1,"a":2,"ai":{"monthlyTokens":5,"monthlyCostUsd":null}}');
    const other = await fixture.tenant();
    await ledger.reserve(call('a', { tenantId: other }), of(50));
    expect(await usage()).toMatchObject({ reservedTokens: 0 });
  });
});
