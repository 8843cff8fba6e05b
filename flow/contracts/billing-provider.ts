export const PROVIDERS = ['stripe', 'mercado_pago', 'manual'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export type Interval = 'month' | 'year';

/** Whole cents of Brazilian reais; never negative where a provider is asked for it. */
export type Cents = number;

/** What a provider does by itself, so that nobody does it twice. */
export interface ProviderCapabilities {
  /** Who begins the charge of a next period. */
  renewals: 'provider' | 'ours';
  /** Who tries a charge again that failed. Ours never charges beside a provider that retries. */
  retries: 'provider' | 'ours';
  /** A page of the provider's where cards are changed. */
  portal: boolean;
  /** Whether a running subscription may go from months to years, or must be made anew. */
  intervalChange: boolean;
  /** Time can be moved by us, in its test mode. */
  testClock: boolean;
  methods: readonly PayMethod[];
  /** A running subscription's period cannot cost less: what would be taken off beyond it stays for later. Missing: 0. */
  leastCharge?: Cents;
  /**
   * A charge outside of the periods waits for its payer: it is not begun where what it pays for is over sooner. Missing: it is made
   * at once. Milliseconds.
   */
  leastOpenMs?: number;
}
export type PayMethod = 'card' | 'pix';

/** Whom a provider knows. */
export interface Payer {
  /** `ten_…`: stands in every object that we make there, and is compared when one is read back. */
  tenantId: string;
  email: string;
  name: string;
  /** CPF or CNPJ without punctuation; null: not told. */
  taxId: string | null;
  /** The provider's own id of the customer, where it is known. */
  customer: string | null;
}

/** What is paid each period: one line a plan or add-on. */
export interface RecurringLine {
  /** `BUSINESS`, `addon:whatsapp-instance`. */
  key: string;
  name: string;
  quantity: number;
  unit: Cents;
}

/** A subscription that is to begin, on a page of the provider's or by a Pix. */
export interface BeginSubscription {
  payer: Payer;
  /** Ours, `sreq_…`: comes back in the object's metadata or external reference. */
  request: string;
  interval: Interval;
  /** How its periods are paid, where the provider has more than one way. Missing: its first one. */
  method?: PayMethod;
  lines: readonly RecurringLine[];
  /** Of the first period alone: a coupon, account credit. At most the sum of the lines. */
  discount: Cents;
  /** The first charge is made then and not now: a trial, or the end of what another provider was paid for. ISO 8601. */
  startsAt: string | null;
  returnTo: { success: string; error: string };
  /** Deterministic: a repeat under it gives the same page. */
  idempotencyKey: string;
}

/** One charge outside of the periods: the pro rata of an upgrade. */
export interface ChargeOnce {
  payer: Payer;
  request: string;
  /** The provider's id of the running subscription whose method of payment is used; null: by a page or a Pix. */
  subscription: string | null;
  lines: readonly { name: string; amount: Cents }[];
  /** Sum of the lines, over zero. */
  amount: Cents;
  /** Where renewals are ours: the period that is paid by it. The payment is of the kind `period` then. ISO 8601. */
  period?: { start: string; end: string };
  /** What it pays for is over then: nobody should pay it later, as far as the provider can close it. ISO 8601. Missing: no end. */
  payableUntil?: string;
  returnTo: { success: string; error: string };
  idempotencyKey: string;
}

/** What came of asking for money. `page`: the payer goes there; `pix`: pays the code; `done`: it was paid at once. */
export type Asked =
  | { kind: 'page'; ref: string; url: string; expiresAt: string | null }
  | { kind: 'pix'; ref: string; code: string; image: string | null; expiresAt: string }
  | { kind: 'done'; ref: string; payment: ProviderPayment }
  | { kind: 'refused'; ref: string | null; code: string };

/** Our reading of a payment, whichever provider it is of. Status only moves forward but for refunds and disputes. */
export interface ProviderPayment {
  /** The provider's id of what is charged: an invoice (Stripe), an authorised payment or payment (Mercado Pago), ours. Unique. */
  id: string;
  /** The provider's id of the payment itself, which a refund names. */
  charge: string | null;
  /** `period` pays one; `once` is the charge outside of the periods. */
  kind: 'period' | 'once';
  /** Ours, where the object carries it. */
  request: string | null;
  subscription: string | null;
  amount: Cents;
  status: 'pending' | 'paid' | 'failed' | 'void';
  refunded: Cents;
  disputed: boolean;
  method: PayMethod | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string | null;
  /** When the provider tries again; null: it does not, or nobody knows. */
  nextAttemptAt: string | null;
  /** The provider's word for why not, as it stands there. */
  failureCode: string | null;
  /** The Pix that is to be paid, where one is. */
  pix: { code: string; expiresAt: string } | null;
  hostedUrl: string | null;
}

/** Our reading of a subscription. `unknown`: a word that we do not know, which keeps what was and alarms. */
export interface ProviderSubscription {
  id: string;
  customer: string | null;
  tenantId: string | null;
  request: string | null;
  status: 'incomplete' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'paused' | 'ended' | 'unknown';
  rawStatus: string;
  interval: Interval;
  /** Of one period. */
  amount: Cents;
  periodStart: string | null;
  periodEnd: string | null;
  cancelAt: string | null;
  endedAt: string | null;
  /** Shown to its owner: brand and last four digits. */
  method: { kind: PayMethod; brand: string | null; last4: string | null; expires: string | null } | null;
  /** Newest first, at least those of the running and the last period. */
  payments: readonly ProviderPayment[];
}

/** What a delivery says once its signature is known to be right (or was not needed, since all of it is read again). */
export interface ProviderHint {
  /** Unique with the provider: a repeat has the same. */
  eventId: string;
  type: string;
  /** Whom it is about, as far as the delivery says: each may be missing. */
  subscription: string | null;
  payment: string | null;
  customer: string | null;
  tenantId: string | null;
  request: string | null;
  /** `unsigned`: nothing in it is believed, what it names is read again. */
  trust: 'signed' | 'unsigned';
}

export interface Delivery {
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  receivedAtMs: number;
}

/**
 * Whoever takes the money. Each call is one or few HTTP calls, repeatable under its idempotency key. Throws
 * `billing_unreachable` (TramaError) where nobody answers or with 5xx and 429: never a reason to take anything from
 * anybody; `billing_refused` with `details.code` where the provider said no to the call itself.
 */
export interface BillingProvider {
  name: ProviderName;
  capabilities: ProviderCapabilities;
  /** Where it does other things for some of its subscriptions. Ask `capabilitiesOf`. */
  capabilitiesOf?(subscription: string): ProviderCapabilities;
  begin(ask: BeginSubscription, signal: AbortSignal): Promise<Asked>;
  chargeOnce(ask: ChargeOnce, signal: AbortSignal): Promise<Asked>;
  /** From the next period on. */
  setLines(
    ask: {
      subscription: string;
      payer: Payer;
      interval: Interval;
      lines: readonly RecurringLine[];
      /** Of the next period alone. */
      discount: Cents;
      /**
       * When the next period begins: of an interval that is another than the one that runs, the first charge is made then and not
       * before. It is the running period's end or, where the new interval was paid for by `chargeOnce`, its end. ISO 8601; null: nobody
       * knows.
       */
      startsAt: string | null;
      idempotencyKey: string;
    },
    signal: AbortSignal,
  ): Promise<void>;
  /** `at_period_end` may be taken back by `keep`. Done twice it is done once. */
  cancel(
    ask: { subscription: string; when: 'now' | 'at_period_end'; idempotencyKey: string },
    signal: AbortSignal,
  ): Promise<void>;
  keep(ask: { subscription: string; idempotencyKey: string }, signal: AbortSignal): Promise<void>;
  /** No charge while it is paused; `until` null: until resumed. */
  pause(
    ask: { subscription: string; until: string | null; idempotencyKey: string },
    signal: AbortSignal,
  ): Promise<void>;
  resume(ask: { subscription: string; idempotencyKey: string }, signal: AbortSignal): Promise<void>;
  /** Only where retries are ours, or by the payer's own wish after a new card. */
  retry(ask: { payment: ProviderPayment; idempotencyKey: string }, signal: AbortSignal): Promise<ProviderPayment>;
  refund(
    ask: { payment: ProviderPayment; amount: Cents; idempotencyKey: string },
    signal: AbortSignal,
  ): Promise<ProviderPayment>;
  /**
   * Closes a page or Pix that nobody has paid; what was paid meanwhile stays paid. A charge with a `period` pays for none from then
   * on: it is of the kind `once`, whatever comes for it.
   */
  expire(ask: { ref: string; idempotencyKey: string }, signal: AbortSignal): Promise<void>;
  /** Null: it knows no such one. */
  readSubscription(id: string, signal: AbortSignal): Promise<ProviderSubscription | null>;
  readPayment(id: string, signal: AbortSignal): Promise<ProviderPayment | null>;
  /** What came of an `Asked`: the page that was left, the Pix that was paid. */
  readAsked(
    ref: string,
    signal: AbortSignal,
  ): Promise<{ subscription: string | null; payment: ProviderPayment | null; open: boolean }>;
  portal(ask: { customer: string; returnTo: string }, signal: AbortSignal): Promise<{ url: string } | null>;
  /** Null: the signature is wrong. */
  readDelivery(delivery: Delivery): ProviderHint | null;
  /** Subscriptions and payments that changed since, page by page: for the daily reconciliation. */
  changedSince(
    since: string,
    signal: AbortSignal,
  ): AsyncIterable<{ subscription: string | null; payment: string | null }>;
  /** The settings that are missing for it to work; empty: it works. */
  missing(): readonly string[];
}

/** What a provider does by itself for that subscription of its. */
export const capabilitiesOf = (provider: BillingProvider, subscription: string | null): ProviderCapabilities =>
  (subscription === null ? undefined : provider.capabilitiesOf?.(subscription)) ?? provider.capabilities;

export type BillingProviders = Readonly<Partial<Record<ProviderName, BillingProvider>>>;
