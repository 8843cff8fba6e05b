import type { Asked, BillingProvider, ProviderName } from '#flow/contracts/billing-provider.ts';
import { PROVIDERS } from '#flow/contracts/billing-provider.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { giveBackCredit } from '../subscription/account-credit.ts';
import { applyPayment } from '../subscription/apply-facts.ts';
import { type Applied, closeFacts, type FactsAtWork, holdFacts } from '../subscription/facts-at-work.ts';
import { isProvidersNo } from '../subscription/providers-no.ts';
import { iso } from '../subscription/subscription.ts';
import { releaseUsage } from '../usage/release-usage.ts';
import { type Refusal, refusalIn, refused } from './refusal.ts';
import { dropClaims } from './trial-claims.ts';
import { closeWish, saveAsked, type Wish } from './wish.ts';

/** One wish on its way. */
export interface Carrying {
  deps: BillingDeps;
  tenantId: string;
  wish: Wish;
  signal: AbortSignal;
}

export interface Outcome {
  outcome: 'done' | 'waiting' | 'refused';
  reason: string | null;
}

export const DONE: Outcome = { outcome: 'done', reason: null };
export const WAITING: Outcome = { outcome: 'waiting', reason: null };
/** A later word of its owner's closed it on its way. */
export const WITHDRAWN: Outcome = { outcome: 'refused', reason: 'withdrawn' };

/** In one transaction that holds the facts. The lifecycle asked for it, so it is not told of it. */
export const withFacts = async <T>(
  { deps, tenantId }: Pick<Carrying, 'deps' | 'tenantId'>,
  work: (facts: FactsAtWork) => Promise<T>,
): Promise<{ result: T; applied: Applied }> =>
  await deps.database.withTenant(tenantId, async (db) => {
    const held = await holdFacts(deps, db);
    const result = await work(held);
    return { result, applied: await closeFacts(held, true) };
  });

/** The provider of a name, where it is set up; the first that is, where none is named. @throws `conflict` `provider_missing` */
export const providerFor = ({ providers }: BillingDeps, name: ProviderName | null | undefined): BillingProvider => {
  const usable = PROVIDERS.map((one) => providers[one]).filter(
    (one) => one !== undefined && one.missing().length === 0,
  );
  const found = name ? usable.find((one) => one?.name === name) : usable[0];
  if (!found) throw refused('provider_missing', name ? { provider: name } : {});
  return found;
};

/** It did not come about: what was set aside for it is there again. */
export const letGo = async (
  { deps, tenantId, wish }: Pick<Carrying, 'deps' | 'tenantId' | 'wish'>,
  end: { status: 'refused' | 'expired'; reason: Refusal | null; code?: string },
): Promise<void> => {
  const closed = await deps.database.withTenant(tenantId, async (db) => {
    const outcome = end.code === undefined ? null : { code: end.code };
    if (!(await closeWish(db, wish.id, { ...end, outcome }))) return false;
    await giveBackCredit(db, 'request', wish.id);
    const refused = end.status === 'expired' || end.reason === 'payment_refused';
    if (wish.kind === 'usage') await releaseUsage(db, wish.id, { refused, nowMs: deps.nowMs() });
    return true;
  });
  if (closed) await dropClaims(deps, wish.id);
};

export const refuse = async (carrying: Carrying, reason: Refusal, code?: string): Promise<Outcome> => {
  await letGo(carrying, { status: 'refused', reason, ...(code !== undefined && { code }) });
  return { outcome: 'refused', reason };
};

/** A wish's own refusals are its outcome; so is a provider's no. Whatever else goes wrong is tried again. */
export const orRefuse = async (carrying: Carrying, work: () => Promise<Outcome>): Promise<Outcome> => {
  try {
    return await work();
  } catch (error) {
    const reason = refusalIn(error);
    if (reason) return await refuse(carrying, reason);
    if (!isProvidersNo(error)) throw error;
    const code = (error.details as { code?: string } | null)?.code;
    return await refuse(carrying, 'payment_refused', code);
  }
};

export const returnTo = ({ publicUrl }: BillingDeps, wish: Pick<Wish, 'id'>) => ({
  success: `${publicUrl}/plan/success?request=${wish.id}`,
  error: `${publicUrl}/plan/error?request=${wish.id}`,
});

const HOUR_MS = 3_600_000;
/** A page that says no end of its own is over then. */
const PAGE_MS = 24 * HOUR_MS;

/** What came of asking for money: it waits for the payer, was paid at once, or was refused. `payableUntil`: then what it buys is over. */
export const takeAsked = async (
  carrying: Carrying,
  provider: BillingProvider,
  given: Asked,
  payableUntil: string | null = null,
): Promise<Outcome> => {
  const { deps, tenantId, wish } = carrying;
  if (given.kind === 'refused') return await refuse(carrying, 'payment_refused', given.code);
  const nowMs = deps.nowMs();
  const end = given.kind === 'done' ? null : (given.expiresAt ?? iso(nowMs + PAGE_MS));
  const expiresAt = end !== null && payableUntil !== null && payableUntil < end ? payableUntil : end;
  const asked: Asked = given.kind === 'pix' && expiresAt !== null ? { ...given, expiresAt } : given;
  await deps.database.withTenant(tenantId, async (db) => {
    await saveAsked(db, wish.id, { provider: provider.name, asked, expiresAt });
    if (asked.kind === 'done' && asked.payment.kind === 'once')
      await applyPayment(deps, db, { provider: provider.name, payment: asked.payment, readAt: iso(nowMs) });
  });
  return WAITING;
};

export const closeDone = (db: TenantDb, wish: Wish, outcome: Record<string, string | number> = {}): Promise<boolean> =>
  closeWish(db, wish.id, { status: 'done', outcome });
