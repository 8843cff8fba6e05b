import type { FlowDocument } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import { at, query, send } from '../../api-client.ts';
import type { Money, Page, Run, Step } from '../../api-types.ts';
import type { DeedKey } from '../../deed-key.ts';

export type State = 'free' | 'trialing' | 'active' | 'past_due' | 'grace' | 'paused' | 'ended';
export type ProviderName = 'stripe' | 'mercado_pago' | 'manual';
export type Interval = 'month' | 'year';

/** Shares are 0 to 1, null of nothing. */
export interface Month {
  month: string;
  mrr: Money;
  fresh: Money;
  back: Money;
  larger: Money;
  smaller: Money;
  gone: Money;
  payers: number;
  left: number;
  churn: number | null;
  incomeChurn: number | null;
  paid: Money;
  refunded: Money;
  payments: number;
}
export interface Cohort {
  month: string;
  began: number;
  won: number;
  lost: number;
  open: number;
  rate: number | null;
}
export interface Figures {
  months: Month[];
  trials: Cohort[];
  recovery: Cohort[];
  states: { state: State; count: number }[];
  plans: { tier: string; count: number; mrr: Money }[];
}

export interface SubscriptionRow {
  tenant: { id: string; name: string; slug: string; status: string };
  state: State;
  access: 'full' | 'read_only';
  plan: { tier: string; number: number | null };
  interval: Interval | null;
  provider: ProviderName | null;
  mrr: Money;
  periodEnd: string | null;
  trialEndsAt: string | null;
  failedAt: string | null;
  compUntil: string | null;
  /** `provider`: it ends because another one follows. */
  pending: 'change' | 'cancel' | 'provider' | null;
  doubtful: number;
}

export interface SubscriptionFilter {
  q?: string | undefined;
  state?: string | undefined;
  tier?: string | undefined;
  provider?: string | undefined;
  doubtful?: string | undefined;
}

/** What of the facts is shown. */
export interface Facts {
  state: State;
  plan: { tier: string; number: number };
  /** What an end leads to instead of FREE. */
  granted: { tier: string } | null;
  access: 'full' | 'read_only';
  freeReason: string | null;
  cycle: Interval | null;
  provider: ProviderName | null;
  providerSubscription: string | null;
  trialEndsAt: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidThrough: string | null;
  failedAt: string | null;
  pausedUntil: string | null;
  compUntil: string | null;
  pending: { kind: 'change' | 'cancel'; at: string; tier?: string; follows?: boolean } | null;
  method: { kind: string; brand: string | null; last4: string | null } | null;
  items: { key: string; name: string; quantity: number; unit: Money }[];
}

export interface Wish {
  id: string;
  kind: string;
  status: 'asked' | 'waiting' | 'done' | 'refused' | 'expired';
  askedBy: string;
  reason: string | null;
  createdAt: string;
  closedAt: string | null;
}

export interface Payment {
  id: string;
  provider: ProviderName;
  providerId: string;
  kind: 'period' | 'once';
  status: 'pending' | 'paid' | 'failed' | 'void';
  amount: Money;
  refunded: Money;
  disputed: boolean;
  doubtful: boolean;
  method: string | null;
  failureCode: string | null;
  paidAt: string | null;
  createdAt: string;
}

interface Moment {
  tier: string;
  state: string;
  mrr: Money;
}
export interface Change {
  at: string;
  kind: string;
  from: Moment;
  to: Moment;
  by: string;
  reason: string | null;
}

export interface SubscriptionPage {
  tenant: { id: string; name: string; slug: string; plan: string };
  facts: Facts | null;
  credit: Money;
  /** What is charged next by itself, less what comes off it. */
  next: { at: string; amount: Money } | null;
  requests: Wish[];
  payments: Payment[];
  changes: Change[];
}

export interface Override {
  feature: string;
  limit: number | null;
  value: boolean | string | string[] | null;
  reason: string;
  by: string;
  expiresAt: string | null;
  revision: number;
}

/** The run of a subscription's lifecycle, with the document that it follows. */
export interface Lifecycle {
  run: Run | null;
  document: FlowDocument | null;
  steps: Step[];
  /** Node types of the document that tenants’ flows have not. */
  types: NodeType[];
  /** Where Temporal’s own pages show it; null: nobody said where they are. */
  temporalUrl: string | null;
}

const BASE = '/admin/billing';
const one = (tenant: string) => `${BASE}/subscriptions/${at(tenant)}`;
const post = (path: string, body: Record<string, unknown>) => send(path, { method: 'POST', body });
/** Money and time: what is sent again is the same deed, whatever its reason says by then. */
const deed = (path: string, what: object, reason: string, keyOf: DeedKey) =>
  send(path, { method: 'POST', body: { ...what, reason }, key: keyOf([path, what]) });

export const billingApi = {
  figures: async (months: number) => (await send<Figures>(`${BASE}/figures${query({ months })}`)).body,

  subscriptions: async (filter: SubscriptionFilter, cursor?: string) =>
    (await send<Page<SubscriptionRow>>(`${BASE}/subscriptions${query({ ...filter, cursor })}`)).body,
  subscription: async (tenant: string) => (await send<SubscriptionPage>(one(tenant))).body,
  lifecycle: async (tenant: string) => (await send<Lifecycle>(`${one(tenant)}/run`)).body,

  refund: (tenant: string, what: { payment: string; amount?: Money }, reason: string, keyOf: DeedKey) =>
    deed(`${one(tenant)}/refund`, what, reason, keyOf),
  comp: (tenant: string, what: { tier?: string; duration: string }, reason: string, keyOf: DeedKey) =>
    deed(`${one(tenant)}/comp`, what, reason, keyOf),
  extendTrial: (tenant: string, what: { duration: string }, reason: string, keyOf: DeedKey) =>
    deed(`${one(tenant)}/extend-trial`, what, reason, keyOf),
  cancel: (tenant: string, what: { when: 'now' | 'period_end' }, reason: string, keyOf: DeedKey) =>
    deed(`${one(tenant)}/cancel`, what, reason, keyOf),
  grant: (tenant: string, what: { tier: string | null }, reason: string, keyOf: DeedKey) =>
    deed(`${one(tenant)}/grant`, what, reason, keyOf),
  sync: (tenant: string, reason: string) => post(`${one(tenant)}/sync`, { reason }),

  overrides: async (tenant: string) => (await send<{ data: Override[] }>(`${one(tenant)}/overrides`)).body.data,
  /** `revision`: of the one that was looked at, 0 where there was none. */
  setOverride: (tenant: string, { feature, revision, ...body }: Omit<Override, 'by'>) =>
    send(`${one(tenant)}/overrides/${at(feature)}`, { method: 'PUT', body, ifMatch: `"${revision}"` }),
  endOverride: (tenant: string, { feature, revision }: Override, reason: string) =>
    send(`${one(tenant)}/overrides/${at(feature)}/end`, { method: 'POST', body: { reason }, ifMatch: `"${revision}"` }),
};
