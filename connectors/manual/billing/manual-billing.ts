import type { BillingKept, KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { Asked, BillingProvider, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import type { PixCharge } from '#flow/pix/br-code.ts';
import { askPix, renewCode } from './ask-pix.ts';
import { changeSubscription } from './change-subscription.ts';
import { refusal, subscriptionId } from './ids.ts';
import { paymentOf, subscriptionOf } from './reading.ts';

export interface ManualSettings {
  kept: BillingKept;
  /** Null: it is not set up. */
  pix: Pick<PixCharge, 'key' | 'name' | 'city'> | null;
  nowMs?: () => number;
}

/**
 * The operator's own Pix key: no provider stands behind it. A payer copies a code, an operator who sees the money in the bank says
 * so (domain/billing/manual), and whoever calls begins each period's charge.
 */
export const createManualBilling = ({ kept, pix, nowMs = Date.now }: ManualSettings): BillingProvider => {
  const settings: Settings = { kept, pix, nowMs };
  return {
    name: 'manual',
    capabilities: {
      ...{ renewals: 'ours', retries: 'ours', portal: false, intervalChange: true, testClock: false },
      methods: ['pix'],
    },
    begin: (ask) => begin(settings, ask),
    chargeOnce: (ask) => charge(settings, ask),
    ...changeSubscription(settings),
    retry: (ask) => renewCode(settings, ask),
    refund: (ask) => refund(settings, ask),
    expire: async ({ ref }) => void (await kept.change<KeptPayment>(ref, 'payment', voided)),
    readSubscription: async (id) => {
      const subscription = await kept.subscription(id);
      return subscription && subscriptionOf(subscription, await kept.paymentsOf(id), nowMs());
    },
    readPayment: async (id) => {
      const payment = await kept.payment(id);
      return payment && paymentOf(payment, nowMs());
    },
    readAsked: async (ref) => {
      const found = await kept.payment(ref);
      const payment = found && paymentOf(found, nowMs());
      const subscription = payment?.status === 'paid' ? payment.subscription : null;
      return { subscription, payment, open: payment?.status === 'pending' };
    },
    portal: async () => null,
    readDelivery: () => null,
    changedSince: (since) => kept.changedSince(since),
    missing: () => (pix === null ? ['BILLING_PIX_KEY', 'BILLING_PIX_NAME', 'BILLING_PIX_CITY'] : []),
  };
};

/** With a clock. */
export interface Settings extends ManualSettings {
  nowMs: () => number;
}

const voided = (payment: KeptPayment): KeptPayment | null =>
  payment.status === 'pending' ? { ...payment, status: 'void' } : null;

const begin = async (settings: Settings, ask: Parameters<BillingProvider['begin']>[0]): Promise<Asked> => {
  const { payer, request, interval, lines, discount, startsAt } = ask;
  const now = new Date(settings.nowMs()).toISOString();
  const later = startsAt !== null && startsAt > now ? startsAt : null;
  const subscription = await settings.kept.add<KeptSubscription>({
    ...{ kind: 'subscription', id: subscriptionId(payer.tenantId, ask.idempotencyKey), tenantId: payer.tenantId },
    ...{ request, interval, lines, begunAt: now, startsAt: later, cancelAt: null, pausedAt: null, endedAt: null },
  });
  const full = lines.reduce((total, { quantity, unit }) => total + quantity * unit, 0);
  return askPix(settings, ask, {
    ...{ of: 'period', subscription: subscription.id, interval },
    // Until a trial's end, nothing is charged: a period of its own, that costs nothing.
    amount: subscription.startsAt === null ? full - discount : 0,
    periodStart: subscription.startsAt === null ? null : subscription.begunAt,
    periodEnd: subscription.startsAt,
  });
};

const charge = (settings: Settings, ask: Parameters<BillingProvider['chargeOnce']>[0]): Promise<Asked> =>
  askPix(settings, ask, {
    ...{ of: ask.period ? 'period' : 'once', subscription: ask.subscription, amount: ask.amount, interval: null },
    ...{ periodStart: ask.period?.start ?? null, periodEnd: ask.period?.end ?? null },
  });

/** The operator gives the money back by hand; here stands that it was. */
const refund = async (
  { kept, nowMs }: Settings,
  { payment, amount, idempotencyKey: key }: Parameters<BillingProvider['refund']>[0],
): Promise<ProviderPayment> => {
  const changed = await kept.change<KeptPayment>(payment.id, 'payment', (found) => {
    if (found.refunds.some((one) => one.key === key)) return null;
    const back = found.refunds.reduce((total, one) => total + one.amount, 0);
    if (found.status !== 'paid' || back + amount > found.amount) throw refusal('not_so_much');
    return { ...found, refunds: [...found.refunds, { key, amount }] };
  });
  if (!changed) throw refusal('no_payment');
  return paymentOf(changed, nowMs());
};
