import type { Cents, Interval, RecurringLine } from './billing-provider.ts';

/** A subscription that is paid by Pix to the operator's own key. Where it stands follows from its payments and these times. */
export interface KeptSubscription {
  kind: 'subscription';
  /** `sub_<tenant>_<sum>`: whose it is can be read off it. */
  id: string;
  tenantId: string;
  /** `sreq_…`: the wish that began it. */
  request: string;
  interval: Interval;
  /** What a period costs from the next one on. */
  lines: readonly RecurringLine[];
  begunAt: string;
  /** The first charge is made then. */
  startsAt: string | null;
  cancelAt: string | null;
  pausedAt: string | null;
  endedAt: string | null;
}

/** A charge by Pix. An operator who saw the money in the bank says that it was paid. */
export interface KeptPayment {
  kind: 'payment';
  /** `pix_<tenant>_<sum>`. */
  id: string;
  tenantId: string;
  request: string | null;
  subscription: string | null;
  of: 'period' | 'once';
  amount: Cents;
  status: 'pending' | 'paid' | 'failed' | 'void';
  /** What came back to the payer, each sum under the key of the call that gave it. */
  refunds: readonly { key: string; amount: Cents }[];
  disputed: boolean;
  /** Up to 25 letters and digits: what the bank's statement names it by. */
  txid: string;
  /** What the payer copies into the bank's app. */
  code: string;
  expiresAt: string;
  /** Of a period. Null of the first one, which begins when it is paid and lasts for `interval`. */
  periodStart: string | null;
  periodEnd: string | null;
  interval: Interval | null;
  createdAt: string;
  paidAt: string | null;
  failureCode: string | null;
}

export type Kept = KeptSubscription | KeptPayment;

/** Where the `manual` provider's own objects stand: it has nobody else who would keep them. Ids say whose they are. */
export interface BillingKept {
  /** Keeps what is not there yet. @returns what stands there: of two under one id, the first */
  add<T extends Kept>(object: T): Promise<T>;
  subscription(id: string): Promise<KeptSubscription | null>;
  payment(id: string): Promise<KeptPayment | null>;
  /** Newest first. */
  paymentsOf(subscription: string): Promise<KeptPayment[]>;
  /** One change at a time. `change` is pure; null: nothing changes. @returns what stands there then, null: no such object */
  change<T extends Kept>(id: string, kind: T['kind'], change: (object: T) => T | null): Promise<T | null>;
  changedSince(since: string): AsyncIterable<{ subscription: string | null; payment: string | null }>;
}
