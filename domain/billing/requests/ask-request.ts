import { type RequestKind, SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';
import { newId, parseId } from '../../ids.ts';
import { publishPlatformEvent } from '../../platform/publish-platform-event.ts';
import { toldInput } from '../money.ts';
import { holdSubscription } from '../subscription/hold-subscription.ts';
import { refuseUnderGranted } from './granted-plan.ts';
import { inputOf, type WishInput } from './inputs.ts';
import { barOf, overtake } from './overtake.ts';
import { refused } from './refusal.ts';
import { findWish, findWishBySource, openWishes, type Wish } from './wish.ts';

/** Kinds that may bring a payment: one at a time, so that two pages are never both paid. */
const MONEY: ReadonlySet<RequestKind> = new Set(['subscribe', 'trial', 'change', 'provider']);

/** Kinds that bring a plan, which is none that was granted already. */
const OF_A_PLAN: ReadonlySet<RequestKind> = new Set(['subscribe', 'trial', 'change', 'comp']);

export interface AskedRequest {
  kind: RequestKind;
  /** `user:…`, `key:…`, `operator:…`, `system`. */
  by: string;
  /** As the kind has it (`WISH_INPUTS`). */
  data: JsonObject;
  /** The asker's own: asked twice under it, it is asked once. */
  source: string;
  /** ms; missing: the clock's. */
  nowMs?: number;
}

/** What is to be done; why is said in other words the second time, which makes it no other deed. */
const deedOf = ({ reason: _reason, comment: _comment, ...what }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(what);

const sameAgain = (known: Wish, { kind, data }: AskedRequest): Wish => {
  if (known.kind === kind && deedOf(known.input) === deedOf(inputOf(kind, data))) return known;
  throw failure(
    'idempotency_mismatch',
    'A mesma chave veio com outro pedido.',
    'The same key came with another request.',
  );
};

const OVER = { pt: 'A pausa acabaria antes de começar.', en: 'The pause would be over before it begins.' };

/** @throws `invalid` */
const refuseOver = ({ until }: WishInput<'pause'>, nowMs: number): void => {
  if (until === undefined || Date.parse(until) > nowMs) return;
  throw failure('invalid', OVER.pt, OVER.en, { errors: [{ pointer: '/until', code: 'past', message: OVER }] });
};

const refuseSecond = async (db: TenantDb, kind: RequestKind): Promise<void> => {
  const open = await openWishes(db);
  const other = open.find((wish) => wish.kind === kind || (MONEY.has(kind) && MONEY.has(wish.kind)));
  if (other) throw refused('request_open', { request: other.id, kind: other.kind });
};

/**
 * Writes a wish about the tenant's subscription, and tells the lifecycle, in the caller's transaction. It is carried out by the
 * lifecycle's run; what comes of it stands in its row. @throws `conflict` with `details.reason`, `invalid`, `idempotency_mismatch`
 */
export const askRequest = async (db: TenantDb, asked: AskedRequest): Promise<Wish> => {
  const { kind, by, source } = asked;
  const facts = await holdSubscription(db);
  const known = await findWishBySource(db, source);
  if (known) return sameAgain(known, asked);
  const input = inputOf(kind, asked.data);
  if (kind === 'pause') refuseOver(inputOf(kind, asked.data), asked.nowMs ?? Date.now());
  const reason = await barOf(db, kind, facts, new Date(asked.nowMs ?? Date.now()).toISOString());
  if (reason) throw refused(reason, reason === 'switch_pending' && facts.pending ? { at: facts.pending.at } : {});
  if (OF_A_PLAN.has(kind)) await refuseUnderGranted(db.sql, facts, 'tier' in input ? input.tier : undefined);
  await refuseSecond(db, kind);
  const work = await overtake(db, kind, facts);
  const id = newId('sreq');
  await db.sql`
    insert into subscription_requests (tenant_id, id, kind, input, asked_by, idempotency_key, work)
    values (${db.tenant}, ${parseId('sreq', id)}, ${kind}, ${json(input)}::json, ${by}, ${source}, ${json(work ?? undefined)}::json)`;
  const event = { name: SUBSCRIPTION_EVENTS.requested, id: `request/${id}`, data: { request: id, kind } };
  await publishPlatformEvent(db, event);
  const wish = await findWish(db, id);
  if (!wish) throw new Error('A wish that was written is gone');
  await appendAudit(db, {
    actor: by,
    action: `subscription.${kind}`,
    target: id,
    kind: 'subscription',
    data: toldInput(wish),
  });
  return wish;
};

/** The same by the product itself, which no answer waits for: nothing where it may not be asked, or is on its way already. */
export const askUnlessBarred = async (db: TenantDb, asked: AskedRequest & { nowMs: number }): Promise<void> => {
  const facts = await holdSubscription(db);
  if ((await barOf(db, asked.kind, facts, new Date(asked.nowMs).toISOString())) !== null) return;
  if ((await openWishes(db)).some(({ kind }) => kind === asked.kind)) return;
  await askRequest(db, asked);
};

type OperatorAsk = Omit<AskedRequest, 'kind' | 'data'>;

/** An operator gives time of a plan: the one there is, or another. ISO 8601 duration. */
export const askComp = (db: TenantDb, ask: OperatorAsk, data: { tier?: string; duration: string; reason: string }) =>
  askRequest(db, { ...ask, kind: 'comp', data });
