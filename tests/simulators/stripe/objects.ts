/** Stripe's objects with the fields that anybody of ours reads, as version 2026-10-28.endive has them. */

export type Metadata = Record<string, string>;

export interface Customer {
  id: string;
  object: 'customer';
  created: number;
  email: string | null;
  name: string | null;
  metadata: Metadata;
  invoice_settings: { default_payment_method: string | null };
}

export interface PaymentMethod {
  id: string;
  object: 'payment_method';
  type: 'card';
  customer: string;
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
}

export interface Product {
  id: string;
  object: 'product';
  name: string;
  metadata: Metadata;
}

export interface Coupon {
  id: string;
  object: 'coupon';
  amount_off: number;
  currency: string;
  duration: string;
  max_redemptions: number | null;
  times_redeemed: number;
}

export interface Discount {
  id: string;
  object: 'discount';
  source: { type: 'coupon'; coupon: string };
}

export interface Price {
  id: string;
  object: 'price';
  currency: string;
  product: string;
  unit_amount: number;
  recurring: { interval: 'month' | 'year'; interval_count: 1 };
}

export interface Item {
  id: string;
  object: 'subscription_item';
  price: Price;
  quantity: number;
  current_period_start: number;
  current_period_end: number;
}

export interface List<T> {
  object: 'list';
  data: T[];
  has_more: boolean;
}

export interface Subscription {
  id: string;
  object: 'subscription';
  created: number;
  customer: string;
  status: string;
  metadata: Metadata;
  items: List<Item>;
  discounts: string[];
  default_payment_method: string | null;
  billing_cycle_anchor: number;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  canceled_at: number | null;
  ended_at: number | null;
  trial_end: number | null;
  pause_collection: { behavior: string; resumes_at: number | null } | null;
  latest_invoice: string | null;
}

export interface Line {
  id: string;
  object: 'line_item';
  amount: number;
  description: string;
  quantity: number;
  period: { start: number; end: number };
  parent: { type: 'subscription_item_details' | 'invoice_item_details' };
}

export interface Invoice {
  id: string;
  object: 'invoice';
  created: number;
  customer: string;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  billing_reason: string;
  currency: string;
  subtotal: number;
  total: number;
  amount_due: number;
  amount_paid: number;
  attempt_count: number;
  auto_advance: boolean;
  default_payment_method: string | null;
  hosted_invoice_url: string | null;
  lines: List<Line>;
  metadata: Metadata;
  next_payment_attempt: number | null;
  parent: {
    type: 'subscription_details';
    subscription_details: { subscription: string; metadata: Metadata };
  } | null;
  period_start: number;
  period_end: number;
  status_transitions: { finalized_at: number | null; paid_at: number | null; voided_at: number | null };
  /** Only where it is expanded. */
  payments?: List<InvoicePayment>;
}

export interface InvoicePayment {
  id: string;
  object: 'invoice_payment';
  invoice: string;
  amount_requested: number;
  amount_paid: number | null;
  is_default: true;
  status: 'open' | 'paid' | 'canceled';
  payment: { type: 'payment_intent'; payment_intent: string };
}

export interface PaymentIntent {
  id: string;
  object: 'payment_intent';
  amount: number;
  customer: string;
  status: string;
  latest_charge: string | null;
  metadata: Metadata;
}

export interface Charge {
  id: string;
  object: 'charge';
  created: number;
  amount: number;
  amount_refunded: number;
  refunded: boolean;
  disputed: boolean;
  status: 'succeeded' | 'failed';
  failure_code: string | null;
  customer: string;
  payment_intent: string;
}

export interface Session {
  id: string;
  object: 'checkout.session';
  created: number;
  expires_at: number;
  mode: 'subscription' | 'payment';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  url: string | null;
  customer: string;
  client_reference_id: string | null;
  metadata: Metadata;
  subscription: string | null;
  invoice: string | null;
  payment_intent: string | null;
  success_url: string;
  cancel_url: string;
  amount_total: number;
}

export interface StripeEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  type: string;
  data: { object: unknown };
}

/** What a card does when it is charged; the numbers are those of Stripe's own test cards. */
export const CARDS = {
  '4242424242424242': { brand: 'visa', decline: null },
  '5555555555554444': { brand: 'mastercard', decline: null },
  '4000000000000002': { brand: 'visa', decline: 'card_declined' },
  /** Is taken in, and says no to each charge. */
  '4000000000000341': { brand: 'visa', decline: 'card_declined' },
  '4000000000009995': { brand: 'visa', decline: 'insufficient_funds' },
  /** Asks for its owner at each charge without them. */
  '4000002760003184': { brand: 'visa', decline: 'authentication_required' },
} as const;
export type CardNumber = keyof typeof CARDS;
