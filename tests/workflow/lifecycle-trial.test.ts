import { expect, test } from 'vitest';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import { Life } from './life-bench.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T12:00:00.000Z');
const at = (days: number): string => new Date(START + days * DAY).toISOString();

/** A trial of fourteen days that somebody is to pay for afterwards. */
const onTrial = async (renews: 'provider' | 'ours') => {
  const clock = { ms: START };
  const desk = new InMemoryDesk(() => clock.ms);
  Object.assign(desk.facts, {
    ...{ state: 'trialing', provider: 'manual', renewals: renews, retries: renews, interval: 'month' },
    ...{ periodStart: at(0), periodEnd: at(14), trialEndsAt: at(14), paidThrough: at(14) },
  });
  const life = await Life.begin(clock, desk);
  return { desk, life, clock };
};
const daysOf = (desk: InMemoryDesk, what: string): number[] =>
  desk.deeds.filter((one) => one.what === what).map(({ at: ms }) => (ms - START) / DAY);

test('a code that pays what comes behind a trial is opened before its end, once; paid, the trial becomes a subscription', async () => {
  const { desk, life } = await onTrial('ours');
  await life.until(START + 13.5 * DAY);
  const [opened, ...again] = daysOf(desk, 'renew');
  expect([opened, again]).toEqual([expect.closeTo(12.6, 1), []]);
  expect(daysOf(desk, 'tell:trial_ends_soon')).toHaveLength(1);
  await life.hear(desk.pay());
  await life.until(START + 20 * DAY);
  expect([desk.facts.state, daysOf(desk, 'renew')]).toEqual(['active', [opened]]);
});

test('where its provider charges by itself, nothing is opened in a trial', async () => {
  const { desk, life } = await onTrial('provider');
  await life.until(START + 13.5 * DAY);
  expect(daysOf(desk, 'renew')).toEqual([]);
});

test('that a cancellation was applied and did not end it is not told as a change of the plan', async () => {
  const { desk, life } = await onTrial('provider');
  Object.assign(desk.facts, { state: 'active', trialEndsAt: null, pending: { kind: 'cancel', at: at(14) } });
  // Another subscription follows the one that ends.
  desk.applyPending = () => {
    Object.assign(desk.facts, { pending: null, provider: 'stripe', periodEnd: at(44), paidThrough: at(44) });
    return desk.look();
  };
  await life.hear('changed');
  await life.until(START + 15 * DAY);
  expect(life.calls).toContain('billing.applyPending');
  expect([desk.facts.state, desk.deeds]).toEqual(['active', []]);
});
