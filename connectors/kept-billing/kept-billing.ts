import type { BillingKept, KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { Asked, BillingProvider, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { askPix, renewCode } from './ask-pix.ts';
import { changeSubscription, expirePix } from './change-subscription.ts';
import { refusal, subscriptionId } from './ids.ts';
import type { PixSource } from './pix-source.ts';
import { backOf, nameOf, paymentOf, subscriptionOf } from './reading.ts';
import { refresh } from './refresh.ts';

export interface KeptSettings {
  kept: BillingKept;
  source: PixSource;
  nowMs: () => number;
}

type Kept = Omit<BillingProvider, 'name' | 'capabilities' | 'capabilitiesOf' | 'portal' | 'readDelivery' | 'missing'>;

/** Of whose payments the source is asked each time. */
const NEWEST = 3;

/**
 * Subscriptions that are paid by a Pix each period: nobody outside knows of them, so they are kept here, and whoever calls begins
 * each period's charge. Where the codes come from, and who sees that one was paid, is the source's.
 */
export const createKeptBilling = (settings: KeptSettings): Kept => {
  const { kept, source, nowMs } = settings;
  const paymentsOf = async (subscription: string, signal: AbortSignal): Promise<KeptPayment[]> => {
    const [newest, older] = [[] as KeptPayment[], await kept.paymentsOf(subscription)];
    for (const payment of older.splice(0, NEWEST)) newest.push(await refresh(settings, payment, signal));
    return [...newest, ...older];
  };
  const readPayment: Kept['readPayment'] = async (id, signal) => {
    const payment = await kept.payment(id);
    return payment && paymentOf(await refresh(settings, payment, signal), nowMs());
  };
  return {
    begin: (ask, signal) => begin(settings, ask, signal),
    chargeOnce: (ask, signal) => charge(settings, ask, signal),
    ...changeSubscription(settings),
    retry: (ask, signal) => renewCode(settings, ask, signal),
    refund: (ask, signal) => refund(settings, ask, signal),
    expire: ({ ref }, signal) => expirePix(settings, ref, signal),
    readSubscription: async (id, signal) => {
      const subscription = await kept.subscription(id);
      return subscription && subscriptionOf(subscription, await paymentsOf(id, signal), nowMs());
    },
    readPayment,
    readAsked: async (ref, signal) => {
      const payment = await readPayment(ref, signal);
      const subscription = payment?.status === 'paid' ? payment.subscription : null;
      return { subscription, payment, open: payment?.status === 'pending' };
    },
    changedSince: (since) => kept.changedSince(source.provider, since),
  };
};

const begin = async (
  settings: KeptSettings,
  ask: Parameters<BillingProvider['begin']>[0],
  signal: AbortSignal,
): Promise<Asked> => {
  const { payer, request, interval, lines, discount, startsAt } = ask;
  const { email, name, taxId, tenantId } = payer;
  const now = new Date(settings.nowMs()).toISOString();
  const later = startsAt !== null && startsAt > now ? startsAt : null;
  const subscription = await settings.kept.add<KeptSubscription>({
    ...{ kind: 'subscription', provider: settings.source.provider, id: subscriptionId(tenantId, ask.idempotencyKey) },
    ...{ tenantId, payer: { email, name, taxId }, request, interval, lines, begunAt: now, startsAt: later },
    ...{ cancelAt: null, pausedAt: null, resumedAt: null, endedAt: null },
  });
  const full = lines.reduce((total, { quantity, unit }) => total + quantity * unit, 0);
  const first = {
    ...{ of: 'period' as const, subscription: subscription.id, interval, name: nameOf(lines) },
    // Until a trial's end, nothing is charged: a period of its own, that costs nothing.
    amount: subscription.startsAt === null ? full - discount : 0,
    periodStart: subscription.startsAt === null ? null : subscription.begunAt,
    periodEnd: subscription.startsAt,
  };
  return askPix(settings, ask, first, signal);
};

const charge = (
  settings: KeptSettings,
  ask: Parameters<BillingProvider['chargeOnce']>[0],
  signal: AbortSignal,
): Promise<Asked> => {
  const { period, subscription, amount, lines, payableUntil } = ask;
  const span = { periodStart: period?.start ?? null, periodEnd: period?.end ?? null, interval: null };
  const once = {
    of: period ? ('period' as const) : ('once' as const),
    subscription,
    amount,
    name: nameOf(lines),
    payableUntil,
    ...span,
  };
  return askPix(settings, ask, once, signal);
};

/** Given back at the source first; where that knows of nothing, an operator does it by hand, and here stands that it was. */
const refund = async (
  settings: KeptSettings,
  { payment, amount, idempotencyKey: key }: Parameters<BillingProvider['refund']>[0],
  signal: AbortSignal,
): Promise<ProviderPayment> => {
  const { kept, source, nowMs } = settings;
  const refused = (code: string) => refusal(source.provider, code);
  const found = await kept.payment(payment.id);
  if (!found) throw refused('no_payment');
  const isDone = found.refunds.some((one) => one.key === key);
  if (!isDone && (found.status !== 'paid' || backOf(found) + amount > found.amount)) throw refused('not_so_much');
  if (!isDone && found.charge !== null)
    await source.refund({ charge: found.charge, amount, idempotencyKey: key }, signal);
  const changed = await kept.change<KeptPayment>(payment.id, 'payment', (now) => {
    if (now.refunds.some((one) => one.key === key)) return null;
    if (now.charge === null && backOf(now) + amount > now.amount) throw refused('not_so_much');
    return { ...now, refunds: [...now.refunds, { key, amount }] };
  });
  return paymentOf(await refresh(settings, changed ?? found, signal), nowMs());
};
