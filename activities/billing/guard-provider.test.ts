import { expect, test } from 'vitest';
import { failure, TramaError } from '#flow/errors.ts';
import { MemoryProvider } from '#tests/billing/memory-provider.ts';
import { guardProvider, isOutside } from './guard-provider.ts';

/** Asked so often behind its breaker, a provider that fails like this. @returns what the next one says */
const failing = async (name: 'stripe' | 'mercado_pago', code: string, times: number) => {
  const hands = { cards: new Map(), isAway: false, dies: () => false, nowMs: () => 0, tell: () => {} };
  const provider = new MemoryProvider(name, hands);
  provider.readSubscription = () =>
    Promise.reject(failure('billing_unreachable', 'Não responde.', 'No answer.', { details: { code } }));
  if (!isOutside(provider)) throw new Error('Nobody outside');
  const read = () => guarded.readSubscription('x', AbortSignal.timeout(5_000));
  const guarded = guardProvider(provider);
  for (let n = 0; n < times; n += 1) await expect(read()).rejects.toMatchObject({ details: { code } });
  return await read().catch((error: unknown) => (error instanceof TramaError ? error.details : error));
};

test('whoever answers what we cannot read is there, and is asked on', async () => {
  expect(await failing('mercado_pago', 'unreadable', 7)).toEqual({ code: 'unreadable' });
});

test('whoever answers nobody within their time is left alone', async () => {
  expect(await failing('stripe', 'timeout', 5)).toMatchObject({ code: 'left_alone' });
});
