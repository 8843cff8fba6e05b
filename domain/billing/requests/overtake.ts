import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { readNext } from '../subscription/links.ts';
import type { Pending, Subscription } from '../subscription/subscription.ts';
import { checkWish } from './check-wish.ts';
import { inputOf } from './inputs.ts';
import type { Refusal } from './refusal.ts';
import { closeWish, openWishes, type Wish, type Work } from './wish.ts';

/** Two that take each other back: of both, while they wait, the later word counts. */
const OTHER: Partial<Record<RequestKind, RequestKind>> = { cancel: 'revoke', revoke: 'cancel' };

/** What that other one makes of the facts once it is carried out: no reason to refuse the word that comes after it. */
const NO_BAR: Partial<Record<RequestKind, Refusal>> = { cancel: 'cancel_pending', revoke: 'nothing_to_revoke' };

/** An operator's end at once is no tenant's to take back; of what is applied only its provider is left to be told. */
const mayBeOvertaken = ({ kind, input, work }: Wish): boolean =>
  !work?.applied && (kind !== 'cancel' || inputOf('cancel', input).when !== 'now');

const overtaken = async (db: TenantDb, kind: RequestKind): Promise<Wish | null> =>
  (await openWishes(db)).find((wish) => wish.kind === OTHER[kind] && mayBeOvertaken(wish)) ?? null;

/** Why a wish of that kind may not be asked now, with what is on its way in mind; null: it may. */
export const barOf = async (
  db: TenantDb,
  kind: RequestKind,
  facts: Subscription,
  now: string,
): Promise<Refusal | null> => {
  const bar = checkWish(kind, facts, now);
  return bar !== null && bar === NO_BAR[kind] && (await overtaken(db, kind)) ? null : bar;
};

/**
 * Withdraws what the new wish takes back, whether it was begun or not. Its provider may have heard of it: what the new one is begun
 * with says so, so that it is told the contrary, and nothing that follows from the earlier one refuses it.
 * @returns null: nothing was withdrawn
 */
export const overtake = async (db: TenantDb, kind: RequestKind, facts: Subscription): Promise<Work | null> => {
  const other = await overtaken(db, kind);
  if (!other || !(await closeWish(db, other.id, { status: 'expired', reason: 'withdrawn' }))) return null;
  const work = { subscription: facts.providerSubscription };
  return kind === 'revoke' ? { ...work, takes: { kind: 'cancel', request: other.id } } : work;
};

/**
 * What was scheduled falls away: where its own wish still waits for a provider, that would schedule it again, or end what goes on in
 * favour of what follows no more.
 */
export const withdrawScheduled = async (db: TenantDb, pending: Pending | null): Promise<void> => {
  const next = pending?.kind === 'cancel' && pending.follows ? await readNext(db) : null;
  const request = pending?.kind === 'change' ? pending.request : next?.request;
  if (request) await closeWish(db, request, { status: 'expired', reason: 'withdrawn' });
};
