import { inLocale, localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId, uuidWithin } from '../../ids.ts';
import { sumOf } from '../proration/prorate.ts';
import { creditOf, enterCredit, giveBackCredit } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import type { NextDiscount, Renewal, Subscription } from '../subscription/subscription.ts';
import { isSetAside, nextTarget, offNext } from './next-charge.ts';
import { nextEnd } from './period-end.ts';

export interface Due extends Pick<Renewal, 'request' | 'start' | 'end'> {
  lines: { name: string; amount: number }[];
  amount: number;
}

const ASKABLE: readonly string[] = ['trialing', 'active', 'past_due', 'grace'] satisfies Subscription['state'][];

/** Whether anybody is asked for the next period: not who leaves, who pauses, or to whom it was given. */
export const isAskable = ({ state, pending, periodEnd, compUntil }: Subscription): boolean =>
  ASKABLE.includes(state) && periodEnd !== null && pending?.kind !== 'cancel' && (compUntil ?? '') <= periodEnd;

/** Whether a charge is what the next period costs: a change makes it another sum, a pause or a gift another period. */
export const isPriceOf = (facts: Subscription, { start, amount }: Pick<Renewal, 'start' | 'amount'>): boolean => {
  const next = facts.discount?.next;
  const off = next?.key === start ? next.coupon + next.credit : 0;
  return start === facts.periodEnd && amount === sumOf(nextTarget(facts).items) - off;
};

/** Whether its code was closed: nobody can pay it, or what is paid for it is no period any more. */
export const isClosed = async (db: TenantDb, request: string): Promise<boolean> => {
  const rows = await db.sql`
    select 1 from billing_payments
    where tenant_id = ${db.tenant} and request_id = ${parseId('sreq', request)}::uuid and (status = 'void' or kind = 'once')`;
  return rows.length > 0;
};

/** Whether what is open is what is to be paid. Credit that came meanwhile takes off it what it can. */
export const isStillDue = async (db: TenantDb, facts: Subscription, renewal: Renewal): Promise<boolean> =>
  isAskable(facts) && isPriceOf(facts, renewal) && (await creditOf(db)) <= 0 && !(await isClosed(db, renewal.request));

/** By which the period is asked for: once a key, and under the next one where what was asked for was closed. */
const requestOf = async (db: TenantDb, start: string): Promise<string> => {
  for (let attempt = 0; ; attempt += 1) {
    const part = attempt === 0 ? `renewal/${start}` : `renewal/${start}/${attempt}`;
    const request = formatId('sreq', uuidWithin(parseId('ten', db.tenantId), part));
    if (!(await isClosed(db, request))) return request;
  }
};

/** What comes off the period, set aside once; anew where the period costs another sum than when it was. */
const setAside = async ({ db, facts }: FactsAtWork, start: string, full: number): Promise<NextDiscount> => {
  const next = facts.discount?.next ?? null;
  if (next && isSetAside(facts) && (await creditOf(db)) <= 0) return { ...next, full, asked: true };
  if (next) await giveBackCredit(db, 'next', next.key);
  const off = offNext(facts, { credit: await creditOf(db) });
  await enterCredit(db, { source: 'next', sourceId: start, amount: -off.credit, note: 'period' });
  return { key: start, ...off, told: true, asked: true };
};

/** The next period's charge: what it costs, less what the coupon and the account's credit take off. Null: nothing is to be paid. */
export const dueOf = async (work: FactsAtWork): Promise<Due | null> => {
  const { db, facts, tenant } = work;
  const { items, cycle } = nextTarget(facts);
  const start = facts.periodEnd;
  if (start === null || cycle === null || !isAskable(facts)) return null;
  const full = sumOf(items);
  const off = await setAside(work, start, full);
  facts.discount = { coupon: facts.discount?.coupon ?? null, next: off };
  const less = (pt: string, en: string, amount: number) =>
    amount > 0 ? [{ name: inLocale({ pt, en }, localeOf(tenant)), amount: -amount }] : [];
  const lines = [
    ...items.map(({ name, quantity, unit }) => ({ name, amount: quantity * unit })),
    ...less('Cupom', 'Coupon', off.coupon),
    ...less('Crédito da conta', 'Account credit', off.credit),
  ];
  const end = await nextEnd(db, facts, { start, cycle, zone: tenant.timezone });
  return { request: await requestOf(db, start), start, end, lines, amount: full - off.coupon - off.credit };
};

/** What was set aside for a charge that is closed is there again; that it was asked for is remembered. */
export const dropRenewal = async ({ db, facts }: FactsAtWork, { ref, start }: Renewal): Promise<void> => {
  if (facts.renewal?.ref !== ref) return;
  facts.renewal = null;
  const { coupon = null, next = null } = facts.discount ?? {};
  if (next && next.key !== start) return;
  if (next) await giveBackCredit(db, 'next', next.key);
  facts.discount = { coupon, next: { key: start, coupon: 0, credit: 0, told: true, full: 0, asked: true } };
};

/** Whether the next period was asked for, and what was asked for is closed. */
export const isMissing = ({ renewal, discount, periodEnd }: Subscription): boolean =>
  renewal === null && discount?.next?.asked === true && discount.next.key === periodEnd;
