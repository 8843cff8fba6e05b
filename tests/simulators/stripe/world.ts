import type { Fields } from './form.ts';
import type {
  CardNumber,
  Charge,
  Coupon,
  Customer,
  Discount,
  Invoice,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  Product,
  Session,
  StripeEvent,
  Subscription,
} from './objects.ts';
import { missing } from './refusal.ts';

export interface WorldSettings {
  /** After each failure of a period's invoice, until there are no more. */
  retriesMs: readonly number[];
  /** What becomes of a subscription when they are used up: an account's own setting. */
  afterRetries: 'canceled' | 'unpaid' | 'past_due';
  /** How long a renewal's invoice stays a draft; Stripe's own is an hour. */
  draftMs: number;
  /** Null: months as in the calendar. Else one lasts so many seconds, a year twelve of them. */
  secondsAMonth: number | null;
}

/** All that Stripe knows, and its time. */
export class World {
  readonly settings: WorldSettings;
  readonly customers = new Map<string, Customer>();
  readonly products = new Map<string, Product>();
  readonly coupons = new Map<string, Coupon>();
  readonly discounts = new Map<string, Discount>();
  readonly methods = new Map<string, PaymentMethod>();
  /** What each method's card does. */
  readonly numbers = new Map<string, CardNumber>();
  readonly sessions = new Map<string, Session>();
  /** What a page was asked to be. */
  readonly asked = new Map<string, Fields>();
  /** Pages on which a card is changed: whose, and where they lead back to. */
  readonly portals = new Map<string, { customer: string; returnTo: string }>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly invoices = new Map<string, Invoice>();
  readonly payments = new Map<string, InvoicePayment>();
  readonly intents = new Map<string, PaymentIntent>();
  readonly charges = new Map<string, Charge>();
  readonly events: StripeEvent[] = [];
  /** Hears of each event. */
  onEvent: (event: StripeEvent) => void = () => {};
  /** Where the pages are. */
  url = '';
  nowMs: number;
  #next = 1;

  constructor(nowMs: number, settings: Partial<WorldSettings> = {}) {
    this.nowMs = nowMs;
    const day = 86_400_000;
    this.settings = {
      ...{ retriesMs: [day, 3 * day, 5 * day], afterRetries: 'canceled', draftMs: 0, secondsAMonth: null },
      ...settings,
    };
  }

  /** Seconds since 1970. */
  get now(): number {
    return Math.floor(this.nowMs / 1_000);
  }

  id(prefix: string): string {
    return `${prefix}_sim${String(this.#next++).padStart(6, '0')}`;
  }

  /** The end of a period, seconds. */
  after(start: number, interval: 'month' | 'year', anchor = start): number {
    const { secondsAMonth } = this.settings;
    const months = interval === 'year' ? 12 : 1;
    if (secondsAMonth !== null) return start + months * secondsAMonth;
    const at = new Date(start * 1_000);
    const day = new Date(anchor * 1_000).getUTCDate();
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
    at.setUTCMonth(at.getUTCMonth() + months, Math.min(day, last));
    return Math.floor(at.getTime() / 1_000);
  }

  emit(type: string, object: unknown): void {
    const event: StripeEvent = {
      ...{ id: this.id('evt'), object: 'event', api_version: '2026-10-28.endive', created: this.now, type },
      data: { object: structuredClone(object) },
    };
    this.events.push(event);
    this.onEvent(event);
  }
}

/** @throws as Stripe does where there is none */
export const need = <T>(map: ReadonlyMap<string, T>, id: string | null): T => {
  const found = id === null ? undefined : map.get(id);
  if (!found) throw missing(id ?? '');
  return found;
};
