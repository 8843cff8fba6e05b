import { type BillingProvider, capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { withFacts } from '../requests/carrying.ts';
import { applyPayment } from '../subscription/apply-facts.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { isProvidersNo } from '../subscription/providers-no.ts';
import { iso, type Renewal } from '../subscription/subscription.ts';
import { openRenewal, oursOf, readRenewal, shutRenewal } from './open-renewal.ts';
import { dropRenewal, isMissing, isPriceOf, isStillDue } from './renewal-due.ts';

const lookAt = (deps: BillingDeps, tenantId: string) =>
  deps.database.withTenant(tenantId, async (db) => {
    const facts = await readSubscription(db);
    const provider = facts && oursOf(deps, facts);
    if (!facts || !provider) return null;
    const { renewal } = facts;
    return { facts, provider, renewal, isDue: renewal !== null && (await isStillDue(db, facts, renewal)) };
  });

/**
 * Closes what is open and not to be paid so. What was paid for it in the last moment counts where its price is right (who cancels may
 * have paid the next period just before); where it is not, it is the account's credit, and the next one costs less by it.
 */
const closeUndue = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  const found = await lookAt(deps, tenantId);
  if (!found?.renewal || found.isDue) return;
  const { provider, renewal, facts } = found;
  const { ref, request } = renewal;
  const seen = isPriceOf(facts, renewal) ? await readRenewal(deps, tenantId, { provider, ref }, signal) : null;
  if (seen?.status !== 'paid') await shutRenewal(deps, tenantId, { provider, ref, request }, signal);
  await withFacts({ deps, tenantId }, (work) => dropRenewal(work, renewal));
};

/**
 * A provider's no to a code stops nobody's time: people of ours hear of it, each try and each reading asks again, and what is unpaid
 * meanwhile goes its way. (Where the provider is away nothing goes on, and nothing is taken.)
 */
const orTold = async <T>(deps: BillingDeps, tenantId: string, { work, no }: { work: () => Promise<T>; no: T }) => {
  try {
    return await work();
  } catch (error) {
    if (!isProvidersNo(error)) throw error;
    const facts = await deps.database.withTenant(tenantId, readSubscription);
    const object = facts?.renewal?.ref ?? facts?.providerSubscription ?? '';
    deps.alarm({ code: 'untold', tenantId, provider: facts?.provider ?? '', object, detail: 'renewal' });
    return no;
  }
};

const askAnew = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<boolean> => {
  await closeUndue(deps, tenantId, signal);
  return await openRenewal(deps, tenantId, signal);
};

/** Where renewals are ours: asks for the next period's payment, once. False: they are the provider's, or nothing is open now. */
export const renew = (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<boolean> =>
  orTold(deps, tenantId, { work: () => askAnew(deps, tenantId, signal), no: false });

interface Tried {
  tried: boolean;
  paid: boolean;
}

/** One more try of what is open, with a fresh code where the old one is over; where it was closed, another is asked for. */
const tryAgain = async (
  deps: BillingDeps,
  tenantId: string,
  { provider, renewal, key }: { provider: BillingProvider; renewal: Renewal; key: string },
  signal: AbortSignal,
): Promise<Tried> => {
  const { payment } = await provider.readAsked(renewal.ref, signal);
  if (!payment) return { tried: false, paid: false };
  const readAt = iso(deps.nowMs());
  const isOver = payment.status === 'paid' || payment.status === 'void';
  const tried = isOver ? payment : await provider.retry({ payment, idempotencyKey: key }, signal);
  await deps.database.withTenant(tenantId, (db) =>
    applyPayment(deps, db, { provider: provider.name, payment: tried, readAt }),
  );
  if (tried.status === 'void') return { tried: await askAnew(deps, tenantId, signal), paid: false };
  const { pix } = tried;
  if (pix && tried.status !== 'paid')
    await withFacts({ deps, tenantId }, ({ facts: held }) => {
      if (held.renewal?.ref === renewal.ref)
        held.renewal.pix = { code: pix.code, image: null, expiresAt: pix.expiresAt };
      return Promise.resolve();
    });
  return { tried: true, paid: tried.status === 'paid' };
};

const UNTRIED: Tried = { tried: false, paid: false };

/** Where retries are ours: one more try of what is open; nobody could pay what was never asked for. */
export const retryCharge = async (
  deps: BillingDeps,
  tenantId: string,
  { key, signal }: { key: string; signal: AbortSignal },
): Promise<Tried> => {
  const facts = await deps.database.withTenant(tenantId, readSubscription);
  const provider = facts?.provider ? deps.providers[facts.provider] : undefined;
  if (!facts || !provider || capabilitiesOf(provider, facts.providerSubscription).retries !== 'ours') return UNTRIED;
  const work = async (): Promise<Tried> => {
    if (await askAnew(deps, tenantId, signal)) return { tried: true, paid: false };
    const renewal = (await lookAt(deps, tenantId))?.renewal;
    return renewal ? await tryAgain(deps, tenantId, { provider, renewal, key }, signal) : UNTRIED;
  };
  return await orTold(deps, tenantId, { work, no: UNTRIED });
};

const freshen = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  await closeUndue(deps, tenantId, signal);
  const found = await lookAt(deps, tenantId);
  if (!found) return;
  const { facts, provider, renewal } = found;
  if (isMissing(facts)) await openRenewal(deps, tenantId, signal);
  else if (renewal?.pix && renewal.pix.expiresAt <= iso(deps.nowMs()))
    await tryAgain(
      deps,
      tenantId,
      { provider, renewal, key: `${renewal.request}/again/${renewal.pix.expiresAt}` },
      signal,
    );
};

/**
 * Whatever has become of the subscription, the code of the next period that its owner sees is one to be paid: of the price and the
 * period that count, and not run out. The lifecycle asks for a period once; what was closed since is asked for again here, and what
 * a provider did not make.
 */
export const freshRenewal = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  const known = await deps.database.withTenant(tenantId, readSubscription);
  if (!known || (known.renewal === null && !isMissing(known))) return;
  await orTold(deps, tenantId, { work: () => freshen(deps, tenantId, signal), no: undefined });
};
