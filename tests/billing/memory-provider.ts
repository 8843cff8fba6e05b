import type {
  Asked,
  BeginSubscription,
  BillingProvider,
  ChargeOnce,
  ProviderName,
  ProviderPayment,
  ProviderSubscription,
  RecurringLine,
} from '#flow/contracts/billing-provider.ts';
import { TramaError } from '#flow/errors.ts';

const DAY = 86_400_000;
const LENGTH = { month: 30 * DAY, year: 365 * DAY } as const;
const RETRIES = [3 * DAY, 5 * DAY, 7 * DAY];

interface Charge extends ProviderPayment {
  tenantId: string;
  tries: number;
}

interface Running extends Omit<ProviderSubscription, 'payments' | 'periodStart' | 'periodEnd' | 'tenantId'> {
  tenantId: string;
  start: number;
  end: number;
  lines: readonly RecurringLine[];
  discount: number;
  pausedUntil: number | null;
  isPaused: boolean;
  next: { lines: readonly RecurringLine[]; interval: 'month' | 'year' } | null;
}

interface Page {
  ref: string;
  begin: BeginSubscription | null;
  charge: ChargeOnce | null;
  open: boolean;
  subscription: string | null;
  payment: string | null;
}

/** What a life may do to the provider, and see of it. */
export interface ProviderHands {
  /** Which cards pay: by tenant. */
  cards: Map<string, boolean>;
  isAway: boolean;
  /** Dies behind every so many calls, once the call was carried out: 0 to never. */
  dies(): boolean;
  nowMs(): number;
  /** Hears what a webhook would name. */
  tell(tenantId: string, about: { provider: ProviderName; subscription: string | null; payment: string | null }): void;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const sum = (lines: readonly RecurringLine[]): number =>
  lines.reduce((all, { quantity, unit }) => all + quantity * unit, 0);

/** A provider in memory that renews and retries by itself, as Stripe and Mercado Pago do: the truth that facts are held against. */
export class MemoryProvider implements BillingProvider {
  readonly capabilities;
  readonly running = new Map<string, Running>();
  readonly charges = new Map<string, Charge>();
  readonly pages = new Map<string, Page>();
  readonly #answers = new Map<string, { asked: string; answer: unknown }>();
  #n = 0;

  readonly name: ProviderName;
  readonly #hands: ProviderHands;

  constructor(name: ProviderName, hands: ProviderHands, intervalChange = true) {
    this.name = name;
    this.#hands = hands;
    this.capabilities = {
      ...({ renewals: 'provider', retries: 'provider', portal: true, testClock: true } as const),
      ...{ intervalChange, methods: ['card'] as const },
    };
  }

  missing = (): readonly string[] => [];
  readDelivery = (): null => null;
  portal = ({ customer }: { customer: string }) => Promise.resolve({ url: `https://pay.example.test/${customer}` });

  async *changedSince(): AsyncIterable<{ subscription: string | null; payment: string | null }> {
    for (const id of this.running.keys()) yield await Promise.resolve({ subscription: id, payment: null });
  }

  /** Each key is carried out once; the answer of the first time is the answer, and to another ask under it a no. */
  #once<T>({ idempotencyKey: key, ...ask }: { idempotencyKey: string }, work: () => T): Promise<T> {
    if (this.#hands.isAway) return Promise.reject(new TramaError('billing_unreachable', 'Away'));
    const asked = JSON.stringify(ask);
    const known = this.#answers.get(key);
    if (known && known.asked !== asked)
      return Promise.reject(
        new TramaError('billing_refused', `Another ask under ${key}`, { details: { code: 'idempotency_error' } }),
      );
    const answer = known ? (known.answer as T) : work();
    this.#answers.set(key, { asked, answer });
    if (this.#hands.dies()) return Promise.reject(new Error('The process died'));
    return Promise.resolve(answer);
  }

  #read<T>(work: () => T): Promise<T> {
    if (this.#hands.isAway) return Promise.reject(new TramaError('billing_unreachable', 'Away'));
    return Promise.resolve(structuredClone(work()));
  }

  #id(kind: string): string {
    this.#n += 1;
    return `${this.name}_${kind}_${this.#n}`;
  }

  begin = (ask: BeginSubscription): Promise<Asked> =>
    this.#once(ask, () => {
      const ref = this.#id('page');
      this.pages.set(ref, { ref, begin: ask, charge: null, open: true, subscription: null, payment: null });
      return {
        kind: 'page' as const,
        ref,
        url: `https://pay.example.test/${ref}`,
        expiresAt: iso(this.#hands.nowMs() + DAY),
      };
    });

  /** The payer fills the page in. */
  pay(ref: string): void {
    const page = this.pages.get(ref);
    const begin = page?.begin;
    if (!page?.open || !begin) return;
    const now = this.#hands.nowMs();
    const startsAt = begin.startsAt === null ? null : Date.parse(begin.startsAt);
    const later = startsAt !== null && startsAt > now;
    if (!later && !this.#hands.cards.get(begin.payer.tenantId)) return;
    const { interval, lines, request, payer } = begin;
    const id = this.#id('sub');
    const sub: Running = {
      ...{
        id,
        customer: `cus_${payer.tenantId}_${this.name}`,
        tenantId: payer.tenantId,
        request,
        rawStatus: '',
        interval,
      },
      ...{ status: later ? 'trialing' : 'active', amount: sum(lines), cancelAt: null, endedAt: null, lines },
      ...{ method: { kind: 'card', brand: 'visa', last4: '4242', expires: null }, discount: begin.discount },
      ...{ start: now, end: later ? startsAt : now + LENGTH[interval], pausedUntil: null, isPaused: false, next: null },
    };
    this.running.set(id, sub);
    Object.assign(page, { open: false, subscription: id });
    if (!later) page.payment = this.#charge(sub).id;
    this.#hands.tell(sub.tenantId, { provider: this.name, subscription: id, payment: null });
  }

  #charge(sub: Running): Charge {
    const amount = Math.max(0, sum(sub.lines) - sub.discount);
    sub.discount = 0;
    const charge: Charge = {
      ...{
        id: this.#id('pay'),
        charge: null,
        kind: 'period',
        request: null,
        subscription: sub.id,
        tenantId: sub.tenantId,
      },
      ...{ amount, status: 'pending', refunded: 0, disputed: false, method: 'card', tries: 0, paidAt: null },
      ...{ periodStart: iso(sub.start), periodEnd: iso(sub.end), nextAttemptAt: null, failureCode: null, pix: null },
      hostedUrl: null,
    };
    this.charges.set(charge.id, charge);
    this.#attempt(sub, charge);
    return charge;
  }

  #attempt(sub: Running, charge: Charge): void {
    const now = this.#hands.nowMs();
    const passes = charge.amount === 0 || this.#hands.cards.get(sub.tenantId) === true;
    if (passes) {
      Object.assign(charge, { status: 'paid', paidAt: iso(now), nextAttemptAt: null, failureCode: null });
      if (sub.status !== 'ended') sub.status = 'active';
    } else {
      const wait = RETRIES[charge.tries];
      charge.tries += 1;
      Object.assign(charge, {
        status: 'failed',
        failureCode: 'card_declined',
        nextAttemptAt: wait ? iso(now + wait) : null,
      });
      sub.status = wait ? 'past_due' : 'unpaid';
    }
    this.#hands.tell(sub.tenantId, { provider: this.name, subscription: sub.id, payment: charge.id });
  }

  /** Time has passed: what is due by itself. */
  tick(): void {
    for (const sub of this.running.values()) this.#tickOne(sub);
  }

  #tickOne(sub: Running): void {
    const now = this.#hands.nowMs();
    if (sub.status === 'ended') return;
    if (sub.pausedUntil !== null && sub.pausedUntil <= now) Object.assign(sub, { isPaused: false, pausedUntil: null });
    for (const charge of this.charges.values())
      if (charge.subscription === sub.id && charge.status === 'failed' && (charge.nextAttemptAt ?? '9') <= iso(now))
        this.#attempt(sub, charge);
    if (sub.cancelAt !== null && Date.parse(sub.cancelAt) <= now) return this.#end(sub);
    if (sub.end > now) return;
    if (sub.next) Object.assign(sub, { lines: sub.next.lines, interval: sub.next.interval, next: null });
    const start = sub.end;
    Object.assign(sub, { start, end: start + LENGTH[sub.interval], amount: sum(sub.lines) });
    // Whom it gave up it charges no more, and its periods go on: Stripe's stand as drafts.
    if (sub.status === 'unpaid') return;
    // A new period makes the old one's open charge void, as an invoice that is replaced.
    for (const charge of this.charges.values())
      if (charge.subscription === sub.id && charge.status === 'failed')
        Object.assign(charge, { status: 'void', nextAttemptAt: null });
    if (!sub.isPaused) this.#charge(sub);
  }

  #end(sub: Running): void {
    Object.assign(sub, { status: 'ended', endedAt: iso(this.#hands.nowMs()), next: null });
    for (const charge of this.charges.values())
      if (charge.subscription === sub.id && charge.status === 'failed')
        Object.assign(charge, { status: 'void', nextAttemptAt: null });
    this.#hands.tell(sub.tenantId, { provider: this.name, subscription: sub.id, payment: null });
  }

  chargeOnce = (ask: ChargeOnce): Promise<Asked> =>
    this.#once(ask, (): Asked => {
      const { tenantId } = ask.payer;
      if (!this.#hands.cards.get(tenantId)) return { kind: 'refused', ref: null, code: 'card_declined' };
      const payment: Charge = {
        ...{
          id: this.#id('once'),
          charge: null,
          kind: 'once',
          request: ask.request,
          subscription: ask.subscription,
          tenantId,
        },
        ...{ amount: ask.amount, status: 'paid', refunded: 0, disputed: false, method: 'card', tries: 0 },
        ...{
          periodStart: null,
          periodEnd: null,
          paidAt: iso(this.#hands.nowMs()),
          nextAttemptAt: null,
          failureCode: null,
        },
        ...{ pix: null, hostedUrl: null },
      };
      this.charges.set(payment.id, payment);
      this.#hands.tell(tenantId, { provider: this.name, subscription: ask.subscription, payment: payment.id });
      return { kind: 'done', ref: payment.id, payment: structuredClone(payment) };
    });

  #change(ask: { idempotencyKey: string; subscription: string }, work: (sub: Running) => void): Promise<void> {
    return this.#once(ask, () => {
      const sub = this.running.get(ask.subscription);
      if (!sub) throw new TramaError('billing_refused', 'No such subscription', { details: { code: 'missing' } });
      if (sub.status !== 'ended') work(sub);
      this.#hands.tell(sub.tenantId, { provider: this.name, subscription: sub.id, payment: null });
      return true;
    }).then(() => undefined);
  }

  setLines: BillingProvider['setLines'] = (ask) =>
    this.#change(ask, (sub) => {
      const { lines, interval } = ask;
      const now = this.#hands.nowMs();
      const startsAt = ask.startsAt === null ? now : Date.parse(ask.startsAt);
      sub.discount = ask.discount;
      if (interval === sub.interval || startsAt === sub.end) sub.next = { lines, interval };
      // A longer interval that is paid already begins now. Where nobody says until when it is, it is charged at once, as by Stripe.
      else {
        const end = startsAt > now ? startsAt : now + LENGTH[interval];
        Object.assign(sub, { lines, interval, start: now, end, next: null });
        if (startsAt <= now) this.#charge(sub);
      }
    });

  cancel: BillingProvider['cancel'] = (ask) =>
    this.#change(ask, (sub) => {
      if (ask.when === 'now') this.#end(sub);
      else sub.cancelAt = iso(sub.end);
    });

  keep: BillingProvider['keep'] = (ask) =>
    this.#change(ask, (sub) => {
      sub.cancelAt = null;
    });

  pause: BillingProvider['pause'] = (ask) =>
    this.#change(ask, (sub) => {
      Object.assign(sub, { isPaused: true, pausedUntil: ask.until === null ? null : Date.parse(ask.until) });
    });

  resume: BillingProvider['resume'] = (ask) =>
    this.#change(ask, (sub) => {
      Object.assign(sub, { isPaused: false, pausedUntil: null });
    });

  retry: BillingProvider['retry'] = ({ payment }) => Promise.resolve(payment);

  refund: BillingProvider['refund'] = ({ payment: { id }, amount, idempotencyKey }) =>
    this.#once({ ...{ id, amount }, idempotencyKey }, () => {
      const charge = this.charges.get(id);
      if (!charge) throw new TramaError('billing_refused', 'No such payment', { details: { code: 'missing' } });
      charge.refunded = Math.min(charge.amount, charge.refunded + amount);
      this.#hands.tell(charge.tenantId, { provider: this.name, subscription: charge.subscription, payment: charge.id });
      return structuredClone(charge);
    });

  expire: BillingProvider['expire'] = (ask) =>
    this.#once(ask, () => {
      const page = this.pages.get(ask.ref);
      if (page) page.open = false;
      return true;
    }).then(() => undefined);

  #readingOf(sub: Running): ProviderSubscription {
    const { start, end, lines: _lines, discount: _discount, pausedUntil: _until, isPaused, next: _next, ...rest } = sub;
    const payments = [...this.charges.values()].filter(
      ({ subscription, kind }) => subscription === sub.id && kind === 'period',
    );
    const status = isPaused && sub.status === 'active' ? 'paused' : sub.status;
    return {
      ...rest,
      // What the next period costs.
      amount: sum((sub.next ?? sub).lines),
      status,
      rawStatus: status,
      periodStart: iso(start),
      periodEnd: iso(end),
      payments: payments.toReversed(),
    };
  }

  readSubscription = (id: string): Promise<ProviderSubscription | null> =>
    this.#read(() => {
      const sub = this.running.get(id);
      return sub ? this.#readingOf(sub) : null;
    });

  readPayment = (id: string): Promise<ProviderPayment | null> => this.#read(() => this.charges.get(id) ?? null);

  readAsked: BillingProvider['readAsked'] = (ref) =>
    this.#read(() => {
      const page = this.pages.get(ref);
      const payment = this.charges.get(page?.payment ?? ref) ?? null;
      return { subscription: page?.subscription ?? null, payment, open: page?.open ?? false };
    });
}
