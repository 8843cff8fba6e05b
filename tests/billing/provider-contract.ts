import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  Asked,
  BeginSubscription,
  BillingProvider,
  ChargeOnce,
  Payer,
  ProviderSubscription,
} from '#flow/contracts/billing-provider.ts';

const DAY = 86_400_000;

/** A provider with the outside that it talks to, in a test's hands. */
export interface ProviderWorld {
  provider: BillingProvider;
  nowMs(): number;
  /** The payer goes through with what was asked: the page with a good card, the Pix. */
  pay(asked: Asked): Promise<void> | void;
  /** The payer tries with what is refused, and goes away. */
  decline(asked: Asked): Promise<void> | void;
  /** From now on what a subscription is paid with says no, or yes. */
  breakMethod(subscription: string): Promise<void> | void;
  mendMethod(subscription: string): Promise<void> | void;
  /** Lets time pass there, and what falls due. */
  advance(ms: number): Promise<void> | void;
  /** The next calls that change something meet this, one each: a status, an answer that never arrives. */
  trouble(...troubles: (number | 'lost')[]): void;
  /** What the outside found wrong with our calls. */
  wrong(): readonly string[];
  stop(): Promise<void>;
}

const signal = new AbortController().signal;
const PAYER: Payer = {
  ...{ tenantId: 'ten_0190b0b0b0b07000800000000000abcd', email: 'ana@oficina.example', name: 'Oficina da Ana' },
  ...{ taxId: '52998224725', customer: null },
};
const RETURN = { success: 'https://trama.example/plan/ok', error: 'https://trama.example/plan/no' };
const BUSINESS = { key: 'BUSINESS', name: 'BUSINESS', quantity: 1, unit: 9_900 };

const subscribing = (more: Partial<BeginSubscription> = {}): BeginSubscription => ({
  ...{ payer: PAYER, request: 'sreq_1', interval: 'month', lines: [BUSINESS], discount: 0, startsAt: null },
  ...{ returnTo: RETURN, idempotencyKey: 'sreq_1/begin' },
  ...more,
});

const upgrading = (subscription: string, more: Partial<ChargeOnce> = {}): ChargeOnce => ({
  ...{ payer: PAYER, request: 'sreq_2', subscription, amount: 5_000, returnTo: RETURN },
  lines: [
    { name: 'ENTERPRISE, 15 dias', amount: 9_950 },
    { name: 'BUSINESS, crédito', amount: -4_950 },
  ],
  idempotencyKey: 'sreq_2/charge',
  ...more,
});

const refOf = (asked: Asked): string => asked.ref ?? '';

/** What every provider that renews by itself has to do, whichever it is. */
export const providerContract = (name: string, open: () => Promise<ProviderWorld>): void => {
  let world: ProviderWorld;
  let provider: BillingProvider;
  beforeEach(async () => {
    world = await open();
    ({ provider } = world);
  });
  afterEach(async () => {
    const wrong = [...world.wrong()];
    await world.stop();
    expect(wrong).toEqual([]);
  });

  const read = async (id: string): Promise<ProviderSubscription> => {
    const found = await provider.readSubscription(id, signal);
    if (!found) throw new Error(`no subscription ${id}`);
    return found;
  };
  /** A subscription that is paid for its first period. */
  const begun = async (more: Partial<BeginSubscription> = {}): Promise<string> => {
    const asked = await provider.begin(subscribing(more), signal);
    await world.pay(asked);
    const { subscription } = await provider.readAsked(refOf(asked), signal);
    if (subscription === null) throw new Error('nothing began');
    return subscription;
  };

  describe(`${name}: a beginning`, () => {
    test('is nothing until it is paid, then a subscription of ours with one paid period', async () => {
      const asked = await provider.begin(subscribing(), signal);
      expect(await provider.readAsked(refOf(asked), signal)).toMatchObject({ payment: null, open: true });
      await world.pay(asked);
      const came = await provider.readAsked(refOf(asked), signal);
      expect(came.open).toBe(false);
      const read1 = await read(came.subscription ?? '');
      expect(read1).toMatchObject({
        ...{ tenantId: PAYER.tenantId, request: 'sreq_1', status: 'active', interval: 'month', amount: 9_900 },
        ...{ cancelAt: null, endedAt: null },
      });
      expect(read1.payments).toHaveLength(1);
      expect(read1.payments[0]).toMatchObject({ kind: 'period', status: 'paid', amount: 9_900, refunded: 0 });
      expect(Date.parse(read1.periodEnd ?? '')).toBeGreaterThan(world.nowMs() + 27 * DAY);
    });

    test('asked for again under its key is the same page, and no second one', async () => {
      const one = await provider.begin(subscribing(), signal);
      expect(await provider.begin(subscribing(), signal)).toEqual(one);
    });

    test('whose answer was lost is the same page when it is asked for again', async () => {
      world.trouble('lost');
      const one = await provider.begin(subscribing(), signal).catch(() => null);
      const two = await provider.begin(subscribing(), signal);
      expect(one === null || one.ref === two.ref).toBe(true);
    });

    test('that is declined stays open, and comes to nothing when it is closed', async () => {
      const asked = await provider.begin(subscribing(), signal);
      await world.decline(asked);
      expect(await provider.readAsked(refOf(asked), signal)).toMatchObject({ subscription: null, open: true });
      await provider.expire({ ref: refOf(asked), idempotencyKey: 'sreq_1/expire' }, signal);
      await provider.expire({ ref: refOf(asked), idempotencyKey: 'sreq_1/expire' }, signal);
      expect((await provider.readAsked(refOf(asked), signal)).open).toBe(false);
    });

    test('that was paid before it is closed stays paid', async () => {
      const asked = await provider.begin(subscribing(), signal);
      await world.pay(asked);
      await provider.expire({ ref: refOf(asked), idempotencyKey: 'sreq_1/expire' }, signal);
      const { subscription } = await provider.readAsked(refOf(asked), signal);
      expect((await read(subscription ?? '')).status).toBe('active');
    });

    test('with a discount charges less, once', async () => {
      const id = await begun({ discount: 2_900 });
      expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', amount: 7_000 });
      await world.advance(32 * DAY);
      expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', amount: 9_900 });
    });

    test.each([
      ['soon', 1],
      ['in two weeks', 14],
    ])('that is to be charged later (%s) is charged then', async (_, days) => {
      const startsAt = new Date(world.nowMs() + days * DAY).toISOString();
      const id = await begun({ startsAt });
      const before = await read(id);
      expect(before.status).toBe('trialing');
      expect(before.payments.filter(({ status, amount }) => status === 'paid' && amount > 0)).toEqual([]);
      await world.advance(days * DAY + DAY / 2);
      const after = await read(id);
      expect(after.status).toBe('active');
      expect(after.payments[0]).toMatchObject({ status: 'paid', amount: 9_900 });
    });
  });

  describe(`${name}: a running subscription`, () => {
    test('renews: a second payment, for the next period', async () => {
      const id = await begun();
      const { periodEnd } = await read(id);
      await world.advance(32 * DAY);
      const after = await read(id);
      expect(after.status).toBe('active');
      expect(after.payments.filter(({ status }) => status === 'paid')).toHaveLength(2);
      expect(after.payments[0]?.periodStart).toBe(periodEnd);
      expect(after.periodStart).toBe(periodEnd);
    });

    test('fails, is tried again, and is paid once the method is good', async () => {
      const id = await begun();
      await world.breakMethod(id);
      await world.advance(31.5 * DAY);
      const failed = await read(id);
      expect(failed.status).toBe('past_due');
      expect(failed.payments[0]).toMatchObject({ status: 'failed', paidAt: null });
      expect(failed.payments[0]?.failureCode).not.toBeNull();
      await world.mendMethod(id);
      await world.advance(5 * DAY);
      const paid = await read(id);
      expect(paid.status).toBe('active');
      expect(paid.payments[0]).toMatchObject({ id: failed.payments[0]?.id, status: 'paid', failureCode: null });
      expect(paid.payments.filter(({ status }) => status === 'paid')).toHaveLength(2);
    });

    test('that ends at the period’s end may be kept; else nothing is charged any more', async () => {
      const id = await begun();
      const ask = { subscription: id, when: 'at_period_end' } as const;
      await provider.cancel({ ...ask, idempotencyKey: 'c1' }, signal);
      await provider.cancel({ ...ask, idempotencyKey: 'c1' }, signal);
      expect((await read(id)).cancelAt).not.toBeNull();
      await provider.keep({ subscription: id, idempotencyKey: 'k1' }, signal);
      expect(await read(id)).toMatchObject({ status: 'active', cancelAt: null });
      await provider.cancel({ ...ask, idempotencyKey: 'c2' }, signal);
      await world.advance(32 * DAY);
      await provider.cancel({ subscription: id, when: 'now', idempotencyKey: 'c3' }, signal);
      const ended = await read(id);
      expect(ended.status).toBe('ended');
      expect(ended.payments.filter(({ status }) => status === 'paid')).toHaveLength(1);
    });

    test('ends now, once and however often it is asked', async () => {
      const id = await begun();
      const ask = { subscription: id, when: 'now' } as const;
      await provider.cancel({ ...ask, idempotencyKey: 'c1' }, signal);
      await provider.cancel({ ...ask, idempotencyKey: 'c2' }, signal);
      expect((await read(id)).status).toBe('ended');
    });

    test('pauses, is charged nothing meanwhile, and goes on', async () => {
      const id = await begun();
      await provider.pause({ subscription: id, until: null, idempotencyKey: 'p1' }, signal);
      expect((await read(id)).status).toBe('paused');
      await world.advance(33 * DAY);
      expect((await read(id)).payments.filter(({ status }) => status === 'paid')).toHaveLength(1);
      await provider.resume({ subscription: id, idempotencyKey: 'r1' }, signal);
      expect((await read(id)).status).toBe('active');
    });

    test('costs something else from the next period on, and nothing now', async () => {
      const id = await begun();
      const lines = [
        { key: 'STARTER', name: 'STARTER', quantity: 1, unit: 4_900 },
        { key: 'addon:whatsapp', name: 'WhatsApp', quantity: 2, unit: 1_000 },
      ];
      const ask = {
        subscription: id,
        payer: PAYER,
        interval: 'month',
        lines,
        discount: 0,
        startsAt: null,
        idempotencyKey: 's1',
      } as const;
      await provider.setLines(ask, signal);
      await provider.setLines(ask, signal);
      expect((await read(id)).payments).toHaveLength(1);
      await world.advance(32 * DAY);
      const after = await read(id);
      expect(after.amount).toBe(6_900);
      expect(after.payments[0]).toMatchObject({ status: 'paid', amount: 6_900 });
    });
  });

  describe(`${name}: money outside of the periods`, () => {
    test('is charged once, however often it is asked, and given back in parts', async () => {
      const id = await begun();
      let asked = await provider.chargeOnce(upgrading(id), signal);
      const again = await provider.chargeOnce(upgrading(id), signal);
      expect(again.ref).toBe(asked.ref);
      if (asked.kind !== 'done') await world.pay(asked);
      asked = await provider.chargeOnce(upgrading(id), signal);
      const { payment } = await provider.readAsked(refOf(asked), signal);
      expect(payment).toMatchObject({ kind: 'once', status: 'paid', amount: 5_000, request: 'sreq_2' });
      if (!payment) return;
      const part = await provider.refund({ payment, amount: 1_200, idempotencyKey: 'f1' }, signal);
      expect(part.refunded).toBe(1_200);
      expect((await provider.refund({ payment, amount: 1_200, idempotencyKey: 'f1' }, signal)).refunded).toBe(1_200);
      expect((await provider.refund({ payment, amount: 3_800, idempotencyKey: 'f2' }, signal)).refunded).toBe(5_000);
      expect(await provider.readPayment(payment.id, signal)).toMatchObject({ status: 'paid', refunded: 5_000 });
    });

    test('without a subscription is asked for by a page or a Pix', async () => {
      const asked = await provider.chargeOnce({ ...upgrading(''), subscription: null }, signal);
      expect(asked.kind === 'page' || asked.kind === 'pix').toBe(true);
      await world.pay(asked);
      const { payment } = await provider.readAsked(refOf(asked), signal);
      expect(payment).toMatchObject({ kind: 'once', status: 'paid', amount: 5_000, request: 'sreq_2' });
    });

    test('of a period is given back', async () => {
      const id = await begun();
      const [payment] = (await read(id)).payments;
      if (!payment) throw new Error('nothing was paid');
      await provider.refund({ payment, amount: payment.amount, idempotencyKey: 'f1' }, signal);
      expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', refunded: 9_900 });
    });
  });

  describe(`${name}: the outside`, () => {
    test.each([500, 503, 429])(
      'that answers %i is unreachable, and the same ask does it afterwards',
      async (status) => {
        world.trouble(status, status, status, status);
        await expect(provider.begin(subscribing(), signal)).rejects.toMatchObject({ code: 'billing_unreachable' });
        await world.advance(0);
      },
    );

    test('knows nothing of what is not there', async () => {
      expect(await provider.readSubscription('nothing-of-that-name', signal)).toBeNull();
      expect(await provider.readPayment('nothing-of-that-name', signal)).toBeNull();
    });

    test('tells what changed since then', async () => {
      const since = new Date(world.nowMs() - 1_000).toISOString();
      const id = await begun();
      const found = [];
      for await (const one of provider.changedSince(since, signal)) found.push(one.subscription);
      expect(found).toContain(id);
      const later = [];
      const after = new Date(world.nowMs() + DAY).toISOString();
      for await (const one of provider.changedSince(after, signal)) later.push(one);
      expect(later).toEqual([]);
    });
  });
};
