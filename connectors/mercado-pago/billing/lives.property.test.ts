import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BillingProvider, ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { TramaError } from '#flow/errors.ts';
import { inMemoryKept } from '#tests/billing/in-memory-kept.ts';
import { asking, DAY_MS, given, HOUR_MS, post, START, signal } from '#tests/billing/mercado-pago-fixture.ts';
import { movedClock } from '#tests/simulators/mercado-pago/clock.ts';
import { type MercadoPagoSimulator, startMercadoPago } from '#tests/simulators/mercado-pago/start.ts';
import { createMercadoPagoBilling } from './mercado-pago-billing.ts';

const Step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('wait' as const), days: fc.constantFrom(1, 3, 12, 31) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('break' as const, 'mend' as const, 'think' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('cancel' as const, 'keep' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('pause' as const, 'resume' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('lines' as const), discount: fc.constantFrom(0, 700) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('refund' as const, 'once' as const, 'leave' as const) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

const WORDS = { break: 'rejected', mend: 'approved', think: 'in_process' } as const;

interface Life {
  simulator: MercadoPagoSimulator;
  provider: BillingProvider;
  id: string;
  /** Nothing may be charged any more. */
  isOver: boolean;
  /** How many cycles were collected so far. */
  collected: number;
  n: number;
}

const act = async (life: Life, step: Step, key: string): Promise<void> => {
  const { provider, simulator, id } = life;
  const preapproval = given(simulator.world.preapprovals.get(id));
  const ask = { subscription: id, idempotencyKey: key };
  switch (step.does) {
    case 'wait':
      return simulator.advance(step.days * DAY_MS);
    case 'break':
    case 'mend':
    case 'think':
      preapproval.card = [WORDS[step.does]];
      return;
    case 'cancel':
      return provider.cancel({ ...ask, when: 'at_period_end' }, signal);
    case 'keep':
      return provider.keep(ask, signal);
    case 'pause':
      return provider.pause({ ...ask, until: null }, signal);
    case 'resume':
      return provider.resume(ask, signal);
    case 'lines': {
      const { payer, interval, lines } = asking();
      return provider.setLines({ ...ask, payer, interval, lines, discount: step.discount, startsAt: null }, signal);
    }
    case 'refund': {
      const payment = (await read(life)).payments.find(({ status, amount }) => status === 'paid' && amount > 0);
      if (payment) await provider.refund({ payment, amount: 100, idempotencyKey: key }, signal);
      return;
    }
    case 'once':
      await provider.chargeOnce({ ...asking(), subscription: id, amount: 500, lines: [], idempotencyKey: key }, signal);
      return;
    case 'leave':
      preapproval.status = 'cancelled';
      return;
  }
};

/** Done as the lifecycle does it: what could not be reached is asked again under its key; a no is a no. */
const done = async (life: Life, step: Step): Promise<boolean> => {
  const key = `step/${life.n++}`;
  for (let left = 2; ; left--) {
    try {
      await act(life, step, key);
      return true;
    } catch (error) {
      if (!(error instanceof TramaError)) throw error;
      if (error.code === 'billing_refused') return false;
      expect([error.code, left > 0]).toEqual(['billing_unreachable', true]);
    }
  }
};

const read = async ({ provider, id }: Life): Promise<ProviderSubscription> =>
  given(await provider.readSubscription(id, signal));

const isTried = ({ status }: ProviderPayment): boolean => status === 'paid' || status === 'failed';

const holds = (life: Life, before: ProviderSubscription, now: ProviderSubscription): void => {
  const { world } = life.simulator;
  const paid = now.payments.filter(({ status }) => status === 'paid').toReversed();
  // Whatever was collected there for cycles is counted here, once; checks of cards and Pix are not. The newest are read.
  const collected = [...world.payments.values()].filter(
    ({ operation, status }) => operation === 'recurring_payment' && (status === 'approved' || status === 'refunded'),
  );
  const newest = paid.length === 0 ? [] : collected.slice(-paid.length);
  expect(paid.length).toBeGreaterThanOrEqual(
    now.payments.every(({ status }) => status === 'paid') ? Math.min(collected.length, 3) : 0,
  );
  const shown = paid.map(({ charge, amount, refunded }) => [charge, amount, refunded]);
  expect(shown).toEqual(newest.map(({ id, amount, refunded }) => [String(id), amount, refunded]));
  // No two of them pay one time.
  for (const [at, one] of paid.entries())
    expect(at === 0 || given(paid[at - 1]?.periodEnd) <= given(one.periodStart)).toBe(true);
  if (life.isOver) expect(collected).toHaveLength(life.collected);
  life.collected = collected.length;
  for (const old of before.payments.filter(({ status }) => status === 'paid')) {
    const same = now.payments.find(({ id }) => id === old.id);
    if (same) expect([same.status, same.refunded >= old.refunded]).toEqual(['paid', true]);
  }
  const tried = now.payments.find(isTried);
  // Missing where the bank thinks about all of the newest.
  if (now.status === 'active') expect(tried?.status ?? 'paid').toBe('paid');
  if (now.status === 'past_due' || now.status === 'unpaid') expect(tried?.status ?? 'failed').toBe('failed');
  expect(world.violations).toEqual([]);
};

const live = async (steps: readonly (readonly [Step, boolean])[]): Promise<void> => {
  const simulator = await startMercadoPago({ clock: movedClock(START), rules: { firstChargeAfterMs: HOUR_MS } });
  const { url, world, rules } = simulator;
  const settings = { apiBase: url, accessToken: 'APP_USR-test', webhookSecrets: [], kept: inMemoryKept() };
  const provider = createMercadoPagoBilling({ ...settings, nowMs: () => world.clock.now() });
  try {
    const asked = await provider.begin(asking(), signal);
    const life: Life = { simulator, provider, id: given(asked.ref), isOver: false, collected: 0, n: 0 };
    await post(`${url}/subscriptions/checkout`, { preapproval_id: life.id, card: 'good' });
    simulator.advance(HOUR_MS);
    let before = await read(life);
    for (const [step, isLost] of steps) {
      if (isLost) rules.troubles.push('lost');
      const isDone = await done(life, step);
      rules.troubles.length = 0;
      const now = await read(life);
      holds(life, before, now);
      if (isDone && (step.does === 'cancel' || step.does === 'leave')) life.isOver = true;
      if (isDone && step.does === 'keep' && now.status !== 'ended') life.isOver = false;
      before = now;
    }
  } finally {
    await provider.close();
    await simulator.close();
  }
};

test('whatever becomes of a subscription, what was collected is counted once, and nothing after its end', async () => {
  const Steps = fc.array(fc.tuple(Step, fc.boolean()), { minLength: 8, maxLength: 20 });
  await fc.assert(fc.asyncProperty(Steps, live), { numRuns: 20 });
}, 60_000);
