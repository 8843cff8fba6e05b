import type {
  BillingDesk,
  RequestKind,
  SUBSCRIPTION_EVENTS,
  SubscriptionFacts,
  SubscriptionState,
} from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';

type EventName = keyof typeof SUBSCRIPTION_EVENTS;
type Terms = Pick<SubscriptionFacts, 'trialReminders' | 'renewalReminders' | 'dunning' | 'grace' | 'tolerance'> & {
  trial: string;
  /** Of a period; stands for a month or a year. */
  period: string;
};

/** As the plans that an installation begins with. */
export const USUAL_TERMS: Terms = {
  trial: 'P14D',
  period: 'P1M',
  trialReminders: ['-P3D', '-P1D'],
  renewalReminders: ['-P15D', '-P3D'],
  dunning: [
    { after: 'PT0S', notice: 'payment_failed', access: 'full' },
    { after: 'P3D', notice: 'payment_failed_again', access: 'full' },
    { after: 'P7D', notice: 'payment_last_call', access: 'full' },
    { after: 'P10D', notice: null, access: 'read_only' },
  ],
  grace: 'P3D',
  tolerance: 'P1D',
};

const MOVES: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  free: ['trialing', 'active', 'ended'],
  trialing: ['active', 'past_due', 'paused', 'free', 'ended'],
  active: ['past_due', 'paused', 'free', 'ended'],
  past_due: ['active', 'grace', 'paused', 'free', 'ended'],
  grace: ['active', 'free', 'ended'],
  paused: ['active', 'free', 'ended'],
  ended: [],
};
const ZONE = 'America/Sao_Paulo';
const NO_PERIOD = { provider: null, interval: null, renewals: null, retries: null, periodStart: null, periodEnd: null };
const NOTHING_PAID = { paidThrough: null, failedAt: null, pending: null, trialEndsAt: null, pausedUntil: null };

interface Deed {
  at: number;
  what: string;
}

/** A desk for tests: one subscription in memory, and a provider that charges, fails or is away as the test says. */
export class InMemoryDesk implements BillingDesk {
  facts: SubscriptionFacts;
  access: 'full' | 'read_only' = 'full';
  /** What the provider does when it is asked. */
  provider = { reachable: true, pays: true, renews: 'provider' as 'provider' | 'ours' };
  /** Deeds in order: `state:active`, `tell:trial_ended`, `access:read_only`. */
  readonly deeds: Deed[] = [];
  /** One entry a period that was paid: its start. */
  readonly paid: string[] = [];
  readonly #terms: Terms;
  readonly #now: () => number;
  readonly #done = new Map<string, unknown>();
  #requests = 0;

  constructor(now: () => number, terms: Partial<Terms> = {}) {
    this.#now = now;
    const { trial: _trial, period: _period, ...known } = { ...USUAL_TERMS, ...terms };
    this.#terms = { ...USUAL_TERMS, ...terms };
    this.facts = {
      ...{ state: 'free', plan: { tier: 'FREE', name: 'Grátis', version: 1 }, ...NO_PERIOD, ...NOTHING_PAID },
      ...{ requests: [], waiting: [], ...known, remindedAt: null, timezone: ZONE },
    };
  }

  /** Somebody wishes for something; the lifecycle is to hear `requested`. */
  ask(kind: RequestKind): EventName {
    this.facts.requests.push({ id: `sreq_${++this.#requests}`, kind });
    return 'requested';
  }

  /** The page of a wish that waits is paid, or the charge that is open. */
  pay(): EventName {
    const { waiting, state } = this.facts;
    if (waiting.shift() || state !== 'free') this.#payPeriod();
    return 'paid';
  }

  /** The provider charges the next period of its own accord. */
  charge(): EventName {
    if (this.facts.pending?.kind === 'cancel') return 'changed';
    if (this.provider.pays) return this.pay();
    this.facts.failedAt ??= this.#iso(this.#now());
    return 'failed';
  }

  look = (_subject?: string): Promise<SubscriptionFacts> => Promise.resolve(structuredClone(this.facts));

  enter = async (_subject: string, to: SubscriptionState, key: string): Promise<SubscriptionFacts> => {
    const { state } = this.facts;
    if (state !== to && !MOVES[state].includes(to))
      throw failure('billing_state', `De ${state} não se vai a ${to}.`, `There is no way from ${state} to ${to}.`);
    return await this.#once(key, () => {
      if (state !== to) this.#move(to);
      return structuredClone(this.facts);
    });
  };

  setAccess = (_subject: string, access: 'full' | 'read_only', key: string): Promise<void> =>
    this.#once(key, () => {
      this.access = access;
      this.#note(`access:${access}`);
    });

  tell = (_subject: string, notice: string, _data: object, key: string): Promise<{ sent: string[] }> =>
    this.#once(key, () => {
      this.#note(`tell:${notice}`);
      if (notice.endsWith('_soon')) this.facts.remindedAt = this.#iso(this.#now());
      return { sent: ['email'] };
    });

  carryOut: BillingDesk['carryOut'] = (_subject, request, key) =>
    this.#once(key, () => {
      const wish = this.facts.requests.find(({ id }) => id === request);
      if (!wish) return { outcome: 'refused' as const, kind: 'change' as const, reason: 'closed' };
      this.facts.requests = this.facts.requests.filter(({ id }) => id !== request);
      this.#note(`wish:${wish.kind}`);
      return { outcome: this.#fulfil(wish), kind: wish.kind, reason: null };
    });

  settle: BillingDesk['settle'] = (_subject, key) =>
    this.#once(key, () => {
      const open = this.facts.waiting.filter(({ expiresAt }) => expiresAt > this.#iso(this.#now()));
      const closed = this.facts.waiting.length - open.length;
      this.facts.waiting = open;
      return { closed };
    });

  sync: BillingDesk['sync'] = () => {
    const { failedAt, paidThrough } = this.facts;
    const paid = failedAt === null && paidThrough !== null && paidThrough > this.#iso(this.#now());
    this.#note('sync');
    return Promise.resolve({ reachable: this.provider.reachable, paid, facts: structuredClone(this.facts) });
  };

  renew: BillingDesk['renew'] = (_subject, key) =>
    this.#once(key, () => {
      this.#note('renew');
      return { asked: true };
    });

  retry: BillingDesk['retry'] = (_subject, key) =>
    this.#once(key, () => {
      this.#note('retry');
      if (this.provider.pays) this.#payPeriod();
      return { tried: true, paid: this.provider.pays };
    });

  applyPending: BillingDesk['applyPending'] = (_subject, key) =>
    this.#once(key, () => {
      const { pending } = this.facts;
      this.facts.pending = null;
      if (pending?.kind === 'cancel') this.#toFree();
      else this.#note('changed');
      return structuredClone(this.facts);
    });

  downgrade: BillingDesk['downgrade'] = (_subject, reason, key) =>
    this.#once(key, () => {
      this.#note(`downgrade:${reason}`);
      this.#toFree();
      return { frozen: 0 };
    });

  #once<T>(key: string, work: () => T): Promise<T> {
    if (!this.#done.has(key)) this.#done.set(key, work());
    return Promise.resolve(this.#done.get(key) as T);
  }

  #iso(ms: number): string {
    return new Date(ms).toISOString();
  }

  #after(duration: string, fromMs = this.#now()): string {
    return this.#iso(addIsoDuration(fromMs, duration, ZONE));
  }

  #note(what: string): void {
    this.deeds.push({ at: this.#now(), what });
  }

  #move(to: SubscriptionState): void {
    this.facts.state = to;
    if (to !== 'past_due' && to !== 'paused') this.access = to === 'grace' || to === 'ended' ? 'read_only' : 'full';
    this.#note(`state:${to}`);
  }

  #toFree(): void {
    Object.assign(this.facts, { plan: { tier: 'FREE', name: 'Grátis', version: 1 }, ...NO_PERIOD, ...NOTHING_PAID });
    this.#move('free');
  }

  /** The next period, or the first. */
  #payPeriod(): void {
    const { facts } = this;
    const from = facts.state === 'free' || facts.periodEnd === null ? this.#now() : Date.parse(facts.periodEnd);
    const periodEnd = this.#after(this.#terms.period, from);
    Object.assign(facts, { plan: { tier: 'STARTER', name: 'Starter', version: 1 }, failedAt: null, trialEndsAt: null });
    Object.assign(facts, { periodStart: this.#iso(from), periodEnd, paidThrough: periodEnd, provider: 'stripe' });
    facts.interval = this.#terms.period === 'P1Y' ? 'year' : 'month';
    facts.renewals = facts.retries = this.provider.renews;
    this.paid.push(this.#iso(from));
    if (facts.state !== 'active') this.#move('active');
  }

  #fulfil({ id, kind }: { id: string; kind: RequestKind }): 'done' | 'waiting' | 'refused' {
    const { facts } = this;
    const to = ({ trial: 'trialing', pause: 'paused' } as const)[kind as 'trial' | 'pause'];
    if (to && !MOVES[facts.state].includes(to)) return 'refused';
    switch (kind) {
      case 'subscribe':
        facts.waiting.push({ id, kind, expiresAt: this.#after('P1D') });
        return 'waiting';
      case 'trial':
        facts.trialEndsAt = this.#after(this.#terms.trial);
        this.#move('trialing');
        return 'done';
      case 'cancel':
      case 'change':
        if (facts.periodEnd !== null) facts.pending = { kind, at: facts.periodEnd };
        return 'done';
      case 'revoke':
        facts.pending = null;
        return 'done';
      case 'pause':
        facts.pausedUntil = this.#after('P20D');
        this.#move('paused');
        return 'done';
      default:
        facts.pausedUntil = null;
        if (facts.state === 'paused') this.#move('active');
        return 'done';
    }
  }
}
