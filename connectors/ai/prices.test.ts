import { expect, test } from 'vitest';
import { costOf, priceOf } from './prices.ts';

test('a model is known with and without a day behind its name, and a longer name is another model', () => {
  expect(priceOf('gpt-4o-mini-2024-07-18')).toEqual(priceOf('gpt-4o-mini'));
  expect(priceOf('claude-sonnet-4-5-20250929')).toEqual(priceOf('claude-sonnet-4-5'));
  expect(priceOf('gpt-4o-audio')).toBeNull();
  expect(priceOf('toString')).toBeNull();
});

test('a connection’s own price comes first', () => {
  const own = { 'gpt-4o': { input: 1, output: 2 }, llama: { input: 0, output: 0 } };
  expect(priceOf('gpt-4o-2024-08-06', own)).toEqual({ input: 1, output: 2 });
  expect(priceOf('llama', own)).toEqual({ input: 0, output: 0 });
});

test('cost is counted in billionths of a dollar, cached input at its own price', () => {
  const price = { input: 0.15, cachedInput: 0.075, output: 0.6 };
  expect(costOf(price, { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 10 })).toBe(126_000);
  expect(costOf({ input: 0.1, output: 0.2 }, { inputTokens: 3, cachedInputTokens: 0, outputTokens: 0 })).toBe(300);
});

test('a long prompt costs more from the first token on', () => {
  const price = priceOf('claude-haiku-5-5');
  if (!price) throw new Error('no price');
  const of = (inputTokens: number) => costOf(price, { inputTokens, cachedInputTokens: 0, outputTokens: 1_000 });
  expect(of(100_000)).toBe(10_500_000);
  expect(of(100_001)).toBe(52_500_500);
});
