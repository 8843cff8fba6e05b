import type { Cents, Interval, Payer, ProviderName, RecurringLine } from './billing-provider.ts';

/** A subscription that is paid by a Pix each period. Where it stands follows from its payments and these times. */
export interface KeptSubscription {
  kind: 'subscription';
  provider: ProviderName;
  /** `sub_<tenant>_<sum>`: whose it is can be read off it. */
  id: string;
  tenantId: string;
  /** `sreq_…`: the wish that began it. */
  request: string;
  /** To whom a later code is made out. */
  payer: Pick<Payer, 'email' | 'name' | 'taxId'>;
  interval: Interval;
  /** What a period costs from the next one on. */
  lines: readonly RecurringLine[];
  begunAt: string;
  /** The first charge is made then. */
  startsAt: string | null;
  cancelAt: string | null;
  pausedAt: string | null;
  /** When it went on last, after a pause. */
  resumedAt: string | null;
  endedAt: string | null;
}

/** A charge by Pix. Who saw the money says that it was paid: the provider, or an operator who looked into the bank. */
export interface KeptPayment {
  kind: 'payment';
  provider: ProviderName;
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
  /** The provider's own payment behind it, and how many there were: a code that ran out is replaced. Null: there is none. */
  charge: string | null;
  attempts: number;
  /** What went back to the payer there, as it was read last. */
  backThere: Cents;
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

/** Where the objects of subscriptions by Pix stand: there is nobody else who would keep them. Ids say whose they are. */
export interface BillingKept {
  /** Keeps what is not there yet. @returns what stands there: of two under one id, the first */
  add<T extends Kept>(object: T): Promise<T>;
  subscription(id: string): Promise<KeptSubscription | null>;
  payment(id: string): Promise<KeptPayment | null>;
  /** Newest first. */
  paymentsOf(subscription: string): Promise<KeptPayment[]>;
  /** One change at a time. `change` is pure; null: nothing changes. @returns what stands there then, null: no such object */
  change<T extends Kept>(id: string, kind: T['kind'], change: (object: T) => T | null): Promise<T | null>;
  changedSince(
    provider: ProviderName,
    since: string,
  ): AsyncIterable<{ subscription: string | null; payment: string | null }>;
}
