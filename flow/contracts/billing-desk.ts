import type { Interval, ProviderName } from './billing-provider.ts';

/** Where a subscription stands. The document of the lifecycle has one scope for each. */
export const SUBSCRIPTION_STATES = ['free', 'trialing', 'active', 'past_due', 'grace', 'paused', 'ended'] as const;
/** `ended`: the tenant is deleted, and its lifecycle with it. Whoever merely stops paying goes back to `free`. */
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** What the owner, an operator or the product asked for; carried out one after another. */
export const REQUEST_KINDS = [
  'subscribe',
  'trial',
  'change',
  'cancel',
  'revoke',
  'pause',
  'resume',
  'provider',
  'refund',
  'comp',
  'extend_trial',
  /** The product's own: what use beyond the included came to. */
  'usage',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** What a step of dunning may tell: that a charge is open, by the facts of the subscription alone. */
export const DUNNING_NOTICES = ['payment_failed', 'payment_failed_again', 'payment_last_call', 'grace_begun'] as const;
export type DunningNotice = (typeof DUNNING_NOTICES)[number];

export const isDunningNotice = (name: string): name is DunningNotice =>
  (DUNNING_NOTICES as readonly string[]).includes(name);

/** One step of what is done about a charge that failed. `after` counts from the first failure, ISO 8601. */
export interface DunningStep {
  after: string;
  /** The notice that is sent; null: none. In versions of before it may be one that is none of `DUNNING_NOTICES`. */
  notice: string | null;
  /** From then on. */
  access: 'full' | 'read_only';
}

/** What the lifecycle's document knows of the subscription it is about: read anew after whatever happened. */
export interface SubscriptionFacts {
  state: SubscriptionState;
  plan: { tier: string; name: string; version: number };
  interval: Interval | null;
  provider: ProviderName | null;
  trialEndsAt: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  /** Access is paid for until then; null: nothing was paid. */
  paidThrough: string | null;
  /** When the charge that is open failed first; null: none is open. */
  failedAt: string | null;
  pausedUntil: string | null;
  /** What happens at the period's end. */
  pending: { kind: 'change' | 'cancel'; at: string } | null;
  /** Wishes that nobody has carried out yet, oldest first. */
  requests: { id: string; kind: RequestKind }[];
  /** Wishes that wait for a payment: they close by themselves then. */
  waiting: { id: string; kind: RequestKind; expiresAt: string }[];
  renewals: 'provider' | 'ours' | null;
  retries: 'provider' | 'ours' | null;
  /** Data of the plan's version. */
  trialReminders: string[];
  renewalReminders: string[];
  dunning: DunningStep[];
  grace: string;
  /** How long after a period's end the provider may take to charge before it counts as failed. */
  tolerance: string;
  /** When a reminder was told last, whichever run did; null: none ever was. */
  remindedAt: string | null;
  /** IANA name. */
  timezone: string;
}

/**
 * What the actions `billing.*` do, for the tenant that the run is about (`trigger.subject`). Each is repeatable under
 * its key: done twice it is done once. The document decides when; the desk does it, and refuses what the chart of
 * states does not know (`billing_state`).
 */
export interface BillingDesk {
  look(subject: string): Promise<SubscriptionFacts>;
  /** Moves the state along the chart; to stay is no move. */
  enter(subject: string, to: SubscriptionState, key: string): Promise<SubscriptionFacts>;
  /** `access` for who has not paid. */
  setAccess(subject: string, access: 'full' | 'read_only', key: string): Promise<void>;
  /** Sends a notice by the plan's channels. */
  tell(
    subject: string,
    notice: string,
    data: Record<string, string | number>,
    key: string,
  ): Promise<{ sent: string[] }>;
  carryOut(
    subject: string,
    request: string,
    key: string,
  ): Promise<{ outcome: 'done' | 'waiting' | 'refused'; kind: RequestKind; reason: string | null }>;
  /** Closes wishes whose page or Pix has run out; what was paid meanwhile counts. */
  settle(subject: string, key: string): Promise<{ closed: number }>;
  /** Reads the provider again. `reachable: false` is never a reason to take anything away. */
  sync(subject: string): Promise<{ reachable: boolean; paid: boolean; facts: SubscriptionFacts }>;
  /** Where renewals are ours: opens the charge of the next period, once. Else nothing. */
  renew(subject: string, key: string): Promise<{ asked: boolean }>;
  /** Where retries are ours: one more try. Else nothing. */
  retry(subject: string, key: string): Promise<{ tried: boolean; paid: boolean }>;
  /** What was to happen at the period's end: the smaller plan, the other interval, the end. */
  applyPending(subject: string, key: string): Promise<SubscriptionFacts>;
  /** To FREE: data stays, what is over the limits is frozen. */
  downgrade(subject: string, reason: string, key: string): Promise<{ frozen: number }>;
}

/** Events that reach the lifecycle's run; their key is the tenant's id. */
export const SUBSCRIPTION_EVENTS = {
  /** A wish was written. `data: { request, kind }` */
  requested: 'trama.subscription.requested',
  /** A charge came through. `data: { payment, amount: { amount, currency } }` */
  paid: 'trama.subscription.paid',
  /** A charge failed. `data: { payment, code, nextAttemptAt }` */
  failed: 'trama.subscription.failed',
  /** Anything else that changed at the provider: ended, paused, refunded, disputed. `data: { what }` */
  changed: 'trama.subscription.changed',
  /** The tenant is being deleted. */
  closed: 'trama.subscription.closed',
} as const;
