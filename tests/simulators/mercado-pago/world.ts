import { randomBytes } from 'node:crypto';
import type { SimClock } from './clock.ts';
import type { Notice } from './notices.ts';

/** What a card does at its next charges; the last word holds. */
export type CardWord = 'approved' | 'rejected' | 'in_process';

export interface SimPreapproval {
  id: string;
  status: 'pending' | 'authorized' | 'paused' | 'cancelled';
  reason: string;
  externalReference: string;
  payerEmail: string;
  backUrl: string;
  months: number;
  amount: number;
  trialMonths: number;
  createdAt: number;
  modifiedAt: number;
  /** When the first charge is made; null: once a card was given. */
  startAt: number | null;
  /** From which cycles are counted; null until it is authorised. */
  anchor: number | null;
  cycles: number;
  nextAt: number | null;
  card: CardWord[];
}

export interface SimInvoice {
  id: number;
  preapproval: string;
  status: 'scheduled' | 'waiting_for_gateway' | 'recycling' | 'processed' | 'cancelled';
  amount: number;
  createdAt: number;
  modifiedAt: number;
  debitAt: number;
  retries: number;
  retryAt: number | null;
  payment: number | null;
}

export interface SimPayment {
  id: number;
  status:
    | 'pending'
    | 'approved'
    | 'in_process'
    | 'rejected'
    | 'cancelled'
    | 'refunded'
    | 'charged_back'
    | 'in_mediation';
  detail: string;
  operation: 'regular_payment' | 'recurring_payment' | 'card_validation';
  amount: number;
  refunded: number;
  externalReference: string | null;
  method: 'pix' | 'visa';
  createdAt: number;
  modifiedAt: number;
  approvedAt: number | null;
  expiresAt: number | null;
}

/** How the simulator behaves; a test changes it as it goes. */
export interface SimRules {
  accessToken: string;
  /** Every call is answered so: 500, 503, 429, 401. */
  failsWith: number | null;
  /** What the next calls that change something meet, one each: a status, or an answer that is lost after its work was done. */
  troubles: (number | 'lost')[];
  delayMs: number;
  /** What follows an authorisation: at once, or when a clock was moved so far. */
  firstChargeAfterMs: number;
  /** The search finds nothing that is younger than this. */
  searchLagMs: number;
}

export interface SimCall {
  method: string;
  path: string;
  query: Record<string, string>;
  idempotencyKey: string | null;
  body: unknown;
  status: number;
}

export interface World {
  clock: SimClock;
  /** Of the simulator's own pages, without a slash at the end. */
  url: string;
  rules: SimRules;
  preapprovals: Map<string, SimPreapproval>;
  invoices: Map<number, SimInvoice>;
  payments: Map<number, SimPayment>;
  /** What was answered under a key. */
  answers: Map<string, { call: string; status: number; body: unknown }>;
  calls: SimCall[];
  /** What was asked that the documentation does not know. */
  violations: string[];
  notices: Notice[];
  tell(topic: Notice['topic'], action: string, id: string): void;
}

let counter = 0;
/** Numbers that grow, as Mercado Pago's do. */
export const newNumber = (from: number): number => from + ++counter;

export const newPreapprovalId = (): string => `2c9380${randomBytes(13).toString('hex')}`;

export const newPayment = (
  world: World,
  made: Partial<SimPayment> & Pick<SimPayment, 'operation' | 'amount'>,
): SimPayment => {
  const now = world.clock.now();
  const payment: SimPayment = {
    ...{ id: newNumber(131_000_000_000), status: 'pending', detail: 'pending_waiting_transfer', refunded: 0 },
    ...{ externalReference: null, method: 'visa', createdAt: now, modifiedAt: now, approvedAt: null, expiresAt: null },
    ...made,
  };
  world.payments.set(payment.id, payment);
  world.tell('payment', 'payment.created', String(payment.id));
  return payment;
};

/** Changes a payment and says so. */
export const changePayment = (world: World, payment: SimPayment, change: Partial<SimPayment>): void => {
  Object.assign(payment, change, { modifiedAt: world.clock.now() });
  world.tell('payment', 'payment.updated', String(payment.id));
};

export const changePreapproval = (world: World, preapproval: SimPreapproval, change: Partial<SimPreapproval>): void => {
  Object.assign(preapproval, change, { modifiedAt: world.clock.now() });
  world.tell('subscription_preapproval', 'updated', preapproval.id);
};

export const changeInvoice = (world: World, invoice: SimInvoice, change: Partial<SimInvoice>): void => {
  Object.assign(invoice, change, { modifiedAt: world.clock.now() });
  world.tell('subscription_authorized_payment', 'updated', String(invoice.id));
};
