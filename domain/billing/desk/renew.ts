import { type BillingProvider, capabilitiesOf, type ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import { inLocale, localeOf } from '#flow/json.ts';
import { formatId, parseId, uuidWithin } from '../../ids.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { discountOf } from '../catalogue/coupon.ts';
import { sumOf } from '../proration/prorate.ts';
import { returnTo, withFacts } from '../requests/carrying.ts';
import { creditOf, enterCredit } from '../subscription/account-credit.ts';
import { applyPayment } from '../subscription/apply-facts.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { iso, type Renewal, type Subscription } from '../subscription/subscription.ts';

const oursOf = (
  { providers }: BillingDeps,
  facts: Pick<Subscription, 'provider' | 'providerSubscription'>,
): BillingProvider | null => {
  const provider = facts.provider ? providers[facts.provider] : undefined;
  return provider && capabilitiesOf(provider, facts.providerSubscription).renewals === 'ours' ? provider : null;
};

const nextOf = ({ facts, tenant }: FactsAtWork) => {
  const { pending, periodEnd, items, cycle } = facts;
  const target = pending?.kind === 'change' ? pending : { items, cycle };
  if (periodEnd === null || target.cycle === null || pending?.kind === 'cancel') return null;
  const end = iso(addIsoDuration(Date.parse(periodEnd), target.cycle === 'year' ? 'P1Y' : 'P1M', tenant.timezone));
  return { start: periodEnd, end, items: target.items };
};

interface Due extends Pick<Renewal, 'request' | 'start' | 'end'> {
  lines: { name: string; amount: number }[];
  amount: number;
}

/** The next period's charge: what it costs, less what the coupon and the account's credit take off. Set aside once. */
const dueOf = async (work: FactsAtWork): Promise<Due | null> => {
  const { db, facts } = work;
  const next = nextOf(work);
  if (!next) return null;
  const full = sumOf(next.items);
  let off = facts.discount?.next?.key === next.start ? facts.discount.next : null;
  if (!off) {
    const coupon = facts.discount?.coupon ? discountOf(facts.discount.coupon, full) : 0;
    const credit = Math.min(await creditOf(db), full - coupon);
    await enterCredit(db, { source: 'next', sourceId: next.start, amount: -credit, note: 'period' });
    off = { key: next.start, coupon, credit, told: true };
    facts.discount = { coupon: facts.discount?.coupon ?? null, next: off };
  }
  const { locale } = work.tenant;
  const less = (pt: string, en: string, amount: number) =>
    amount > 0 ? [{ name: inLocale({ pt, en }, localeOf({ locale })), amount: -amount }] : [];
  const lines = [
    ...next.items.map(({ name, quantity, unit }) => ({ name, amount: quantity * unit })),
    ...less('Cupom', 'Coupon', off.coupon),
    ...less('Crédito da conta', 'Account credit', off.credit),
  ];
  const request = formatId('sreq', uuidWithin(parseId('ten', db.tenantId), `renewal/${next.start}`));
  return { request, start: next.start, end: next.end, lines, amount: full - off.coupon - off.credit };
};

/** A pause or a gift moves the period on: the charge of one that was left out is none that anybody needs any more. */
const isStale = ({ renewal, periodEnd }: Subscription): boolean => renewal !== null && renewal.start !== periodEnd;

/** What is open, or was given: nothing else is asked for beside it. */
const isAsked = (facts: Subscription): boolean =>
  facts.state === 'free' ||
  (facts.renewal !== null && !isStale(facts)) ||
  (facts.compUntil ?? '') > (facts.periodEnd ?? '');

/** A period that costs nothing is paid as it stands. */
const freePayment = ({ request, start, end }: Due, subscription: string | null): ProviderPayment => ({
  ...{ id: `free_${request}`, charge: null, kind: 'period', request, subscription, amount: 0, status: 'paid' },
  ...{ refunded: 0, disputed: false, method: null, periodStart: start, periodEnd: end, paidAt: start },
  ...{ nextAttemptAt: null, failureCode: null, pix: null, hostedUrl: null },
});

/** Where renewals are ours: asks for the next period's payment, once. False: they are the provider's, or nothing is to be paid. */
export const renew = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<boolean> => {
  const { result: found } = await withFacts({ deps, tenantId }, async (work) => {
    const provider = oursOf(deps, work.facts);
    const due = provider && !isAsked(work.facts) ? await dueOf(work) : null;
    if (!provider || !due) return null;
    return {
      provider,
      due,
      stale: work.facts.renewal,
      payer: await payerOf(work.db, provider.name),
      subscription: work.facts.providerSubscription,
    };
  });
  if (!found) return false;
  const { provider, due, payer, subscription, stale } = found;
  if (stale) await provider.expire({ ref: stale.ref, idempotencyKey: `${stale.request}/expire` }, signal);
  const readAt = iso(deps.nowMs());
  const period = { start: due.start, end: due.end };
  const asked =
    due.amount === 0
      ? ({ kind: 'done', ref: due.request, payment: freePayment(due, subscription) } as const)
      : await provider.chargeOnce(
          {
            ...{ payer, request: due.request, subscription, lines: due.lines, amount: due.amount, period },
            ...{ returnTo: returnTo(deps, { id: due.request }), idempotencyKey: `${due.request}/renew` },
          },
          signal,
        );
  if (asked.kind === 'refused') return false;
  await withFacts({ deps, tenantId }, ({ facts }) => {
    const { request, start, end, amount } = due;
    if (asked.kind !== 'done' && facts.periodEnd === start)
      facts.renewal = {
        ...{ request, start, end, amount, ref: asked.ref, payment: null },
        pix: asked.kind === 'pix' ? { code: asked.code, image: asked.image, expiresAt: asked.expiresAt } : null,
        url: asked.kind === 'page' ? asked.url : null,
      };
    return Promise.resolve();
  });
  if (asked.kind === 'done')
    await deps.database.withTenant(tenantId, (db) =>
      applyPayment(deps, db, { provider: provider.name, payment: asked.payment, readAt }),
    );
  return true;
};

/** Where retries are ours: one more try of what is open, with a fresh code where the old one is over. */
export const retryCharge = async (
  deps: BillingDeps,
  tenantId: string,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<{ tried: boolean; paid: boolean }> => {
  const { result: facts } = await withFacts({ deps, tenantId }, ({ facts: held }) =>
    Promise.resolve(structuredClone(held)),
  );
  const provider = facts.provider ? deps.providers[facts.provider] : undefined;
  if (!provider || capabilitiesOf(provider, facts.providerSubscription).retries !== 'ours')
    return { tried: false, paid: false };
  // Nobody could pay what was never asked for.
  if (!facts.renewal || isStale(facts)) return { tried: await renew(deps, tenantId, signal), paid: false };
  const { payment } = await provider.readAsked(facts.renewal.ref, signal);
  if (!payment) return { tried: false, paid: false };
  const readAt = iso(deps.nowMs());
  const tried = payment.status === 'paid' ? payment : await provider.retry({ payment, idempotencyKey: key }, signal);
  await deps.database.withTenant(tenantId, (db) =>
    applyPayment(deps, db, { provider: provider.name, payment: tried, readAt }),
  );
  const { pix } = tried;
  if (pix && tried.status !== 'paid')
    await withFacts({ deps, tenantId }, ({ facts: held }) => {
      if (held.renewal) held.renewal.pix = { code: pix.code, image: null, expiresAt: pix.expiresAt };
      return Promise.resolve();
    });
  return { tried: true, paid: tried.status === 'paid' };
};
