import {
  type Asked,
  type BillingProvider,
  capabilitiesOf,
  type ProviderPayment,
} from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { returnTo, withFacts } from '../requests/carrying.ts';
import { applyPayment } from '../subscription/apply-facts.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { iso, type Renewal, type Subscription } from '../subscription/subscription.ts';
import { type Due, dueOf } from './renewal-due.ts';

/** The provider, where renewals are ours. */
export const oursOf = (
  { providers }: BillingDeps,
  facts: Pick<Subscription, 'provider' | 'providerSubscription'>,
): BillingProvider | null => {
  const provider = facts.provider ? providers[facts.provider] : undefined;
  return provider && capabilitiesOf(provider, facts.providerSubscription).renewals === 'ours' ? provider : null;
};

/** Takes in what is known of an open charge. */
export const readRenewal = async (
  deps: BillingDeps,
  tenantId: string,
  { provider, ref }: { provider: BillingProvider; ref: string },
  signal: AbortSignal,
): Promise<ProviderPayment | null> => {
  const readAt = iso(deps.nowMs());
  const { payment } = await provider.readAsked(ref, signal);
  if (payment)
    await deps.database.withTenant(tenantId, (db) =>
      applyPayment(deps, db, { provider: provider.name, payment, readAt }),
    );
  return payment;
};

/** Nobody pays it any more. What was paid for it all the same is the account's credit. */
export const shutRenewal = async (
  deps: BillingDeps,
  tenantId: string,
  { provider, ref, request }: { provider: BillingProvider; ref: string; request: string },
  signal: AbortSignal,
): Promise<void> => {
  await provider.expire({ ref, idempotencyKey: `${request}/expire` }, signal);
  await readRenewal(deps, tenantId, { provider, ref }, signal);
};

const renewalOf = ({ request, start, end, amount }: Due, asked: Asked): Renewal => ({
  ...{ request, start, end, amount, ref: asked.ref ?? '', payment: null },
  pix: asked.kind === 'pix' ? { code: asked.code, image: asked.image, expiresAt: asked.expiresAt } : null,
  url: asked.kind === 'page' ? asked.url : null,
});

const decide = async (deps: BillingDeps, tenantId: string) =>
  (
    await withFacts({ deps, tenantId }, async (work) => {
      const provider = oursOf(deps, work.facts);
      const due = provider && work.facts.renewal === null ? await dueOf(work) : null;
      if (!provider || !due) return null;
      const payer = await payerOf(work.db, provider.name);
      return { provider, due, payer, subscription: work.facts.providerSubscription };
    })
  ).result;

/** Each finds what one before it left, and closes it. */
const MOST_TRIES = 4;

/**
 * Asks for the next period, once. The key finds what a try made that died: where that is closed by now, or of another price, it is
 * closed and the next one is asked for. False: nothing is to be paid, or something is open.
 */
export const openRenewal = async (
  deps: BillingDeps,
  tenantId: string,
  signal: AbortSignal,
  triesLeft = MOST_TRIES,
): Promise<boolean> => {
  const found = triesLeft > 0 ? await decide(deps, tenantId) : null;
  if (!found) return false;
  const { provider, due, payer, subscription } = found;
  const readAt = iso(deps.nowMs());
  const { request, lines, amount, start, end } = due;
  const ask = {
    ...{ payer, request, subscription, lines, amount, period: { start, end } },
    ...{ returnTo: returnTo(deps, { id: request }), idempotencyKey: `${request}/renew` },
  };
  // Also a period that costs nothing is one where it is kept: what ends or goes on there is counted from it.
  const asked = await provider.chargeOnce(ask, signal);
  if (asked.kind === 'done') {
    const { payment } = asked;
    await deps.database.withTenant(tenantId, (db) =>
      applyPayment(deps, db, { provider: provider.name, payment, readAt }),
    );
    return true;
  }
  if (asked.ref === null) return false;
  const charge = asked.kind === 'refused' ? null : (await provider.readAsked(asked.ref, signal)).payment;
  const isIt = charge !== null && charge.amount === amount && charge.periodEnd === end;
  const isKept =
    isIt &&
    (
      await withFacts({ deps, tenantId }, ({ facts }) => {
        const fits = facts.periodEnd === start;
        if (fits) facts.renewal = renewalOf(due, asked);
        return Promise.resolve(fits);
      })
    ).result;
  if (isKept) return true;
  await shutRenewal(deps, tenantId, { provider, ref: asked.ref, request }, signal);
  return await openRenewal(deps, tenantId, signal, triesLeft - 1);
};
