import { inLocale, type Locale, type Text } from '#flow/json.ts';
import { at, query, send } from '../api-client.ts';
import type { Money, Page } from '../api-types.ts';
import type { DeedKey } from '../deed-key.ts';

export type Interval = 'month' | 'year';
export type ProviderName = 'stripe' | 'mercado_pago' | 'manual';
export type State = 'free' | 'trialing' | 'active' | 'past_due' | 'grace' | 'paused' | 'ended';

export interface Price {
  interval: Interval;
  /** Null: talked about. */
  price: Money | null;
  onRequest: boolean;
}

export interface Plan {
  tier: string;
  family: 'comparison' | 'messaging';
  name: string;
  description: string;
  prices: Price[];
  /** -1: as many as one likes. */
  limits: Record<string, number>;
  features: Record<string, boolean | string | string[] | null>;
  modules: string[];
  marketplaces: { choose: number | 'all'; fixed: string[] };
  /** ISO 8601 duration. */
  trial: string | null;
  taxNote: string;
  /** For sale. */
  public: boolean;
  /** Its place among those of its family, the smallest first. */
  sort: number;
}

export interface AddOn {
  key: string;
  name: string;
  description: string;
  month: Money;
  year: Money;
  /** Plans that it is sold beside: those that have more by it. */
  tiers: string[];
  maxQuantity: number;
}

export interface Catalogue {
  plans: Plan[];
  addOns: AddOn[];
  /** Where one writes to about a price that is talked about; null: nowhere. */
  contact: string | null;
}

export interface Item {
  /** `BUSINESS`, `addon:whatsapp-instance`. */
  key: string;
  name: string;
  quantity: number;
  unit: Money;
}

export interface Pix {
  code: string;
  /** Its picture, as an address. */
  image: string | null;
  expiresAt: string;
}

/** Where a wish waits for its payer. */
export type Asked = { kind: 'page'; url: string } | ({ kind: 'pix' } & Pix);

/** A wish, and what came of it. */
export interface PlanRequest {
  id: string;
  kind: string;
  status: 'asked' | 'waiting' | 'done' | 'refused' | 'expired';
  createdAt: string;
  closedAt: string | null;
  expiresAt: string | null;
  provider: ProviderName | null;
  amount: Money | null;
  /** A code. */
  reason: string | null;
  asked: Asked | null;
}

export interface Provider {
  name: ProviderName;
  methods: ('card' | 'pix')[];
}

/** A charge that comes by itself: `full` less what the coupon and the account's credit take off. */
export interface NextCharge {
  at: string;
  amount: Money;
  full: Money;
  coupon: Money;
  code: string | null;
  credit: Money;
}

export interface Current {
  state: State;
  access: 'full' | 'read_only';
  plan: { tier: string; name: string; number: number };
  /** Had by agreement, without a subscription and without an end; null: FREE is. `monthly` by the list, null: talked about. */
  granted: { tier: string; name: string; monthly: Money | null } | null;
  interval: Interval | null;
  /** Of one period. */
  amount: Money;
  items: Item[];
  /** The account's, with what comes off `next`. */
  credit: Money;
  /** What is charged next; null: nothing, by itself. */
  next: NextCharge | null;
  provider: ProviderName | null;
  method: { kind: 'card' | 'pix'; brand: string | null; last4: string | null; expires: string | null } | null;
  trialEndsAt: string | null;
  trialAvailable: boolean;
  periodStart: string | null;
  periodEnd: string | null;
  paidThrough: string | null;
  failedAt: string | null;
  nextAttemptAt: string | null;
  /** Of a charge that failed: when it becomes so, unless it is paid. */
  readOnlyAt: string | null;
  downgradeAt: string | null;
  pausedUntil: string | null;
  compUntil: string | null;
  /** `provider`: another one charges from then on. */
  pending: {
    kind: 'change' | 'cancel' | 'provider';
    at: string;
    tier?: string | null;
    interval?: Interval | null;
    provider?: ProviderName | null;
  } | null;
  /** Where renewals are ours: the charge of the next period that is open. */
  renewal: { amount: Money; pix: Pix | null; url: string | null; periodStart: string } | null;
  /** Open ones, the oldest first. */
  requests: PlanRequest[];
  portal: boolean;
  providers: Provider[];
}

export interface Usage {
  feature: string;
  kind: 'metered' | 'standing';
  current: number;
  /** -1: as many as one likes. */
  limit: number;
  percentage: number;
  resetsAt: string | null;
  warning: 'none' | 'near' | 'full';
}

export interface Frozen {
  feature: string;
  limit: number;
  items: { id: string; name: string; keeps: boolean }[];
}

export interface UsageLine {
  feature: string;
  /** Beyond the included. */
  quantity: number;
  amount: Money;
}
export interface UsageMonth {
  month: string;
  amount: Money;
  status: 'open' | 'asked' | 'failed' | 'paid';
  lines: UsageLine[];
}
/** Of plans that have prices of use; `running` null: this one has none. */
export interface UsageCharges extends Page<UsageMonth> {
  running: { month: string; amount: Money; lines: UsageLine[] } | null;
}
export const loadUsageCharges = (cursor?: string) => get<UsageCharges>(`/usage-charges${query({ cursor })}`);

export interface PreviewLine {
  kind: string;
  /** Of what is paid each period: `BUSINESS`, `addon:whatsapp-instance`. */
  key: string | null;
  name: string;
  /** Below zero: in the payer's favour. */
  amount: Money;
}

export interface Preview {
  id: string;
  when: 'now' | 'period_end';
  at: string;
  lines: PreviewLine[];
  total: Money;
  /** What becomes credit of the account. */
  left: Money;
  /** What is charged by itself once that is done. */
  next: NextCharge | null;
  freezes: Frozen[];
  expiresAt: string;
}

export interface Choice {
  planTier?: string;
  billingCycle?: Interval;
  addOns?: { key: string; quantity: number }[];
  coupon?: string;
  /** Going on after a pause, and nothing beside it. */
  resume?: true;
}

const PLACE = '/subscription';
const get = async <T>(path: string): Promise<T> => (await send<T>(PLACE + path)).body;
const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  (await send<T>(PLACE + path, { method: 'POST', body })).body;
/** What is asked for: sent again under its key, it is asked for once. */
const ask = async <T = Begun>(path: string, body: object, keyOf: DeedKey): Promise<T> =>
  (await send<T>(PLACE + path, { method: 'POST', body, key: keyOf([path, body]) })).body;

/** As the API gives them: with all their words. */
export interface CatalogueAnswer {
  data: (Omit<Plan, 'name' | 'description' | 'taxNote'> & Record<'name' | 'description' | 'taxNote', Text>)[];
  addOns: (Omit<AddOn, 'name' | 'description'> & Record<'name' | 'description', Text>)[];
  contact: string | null;
}
export const loadPlans = () => get<CatalogueAnswer>('/plans');
/** The same for whoever has no account yet. */
export const loadPublicPlans = async () => (await send<CatalogueAnswer>('/plans')).body;
/** In the reader's language. */
export const readCatalogue = ({ data, addOns, contact }: CatalogueAnswer, locale: Locale): Catalogue => {
  const read = (text: Text) => inLocale(text, locale);
  return {
    contact,
    plans: data.map((one) => ({
      ...one,
      ...{ name: read(one.name), description: read(one.description), taxNote: read(one.taxNote) },
    })),
    addOns: addOns.map((one) => ({ ...one, name: read(one.name), description: read(one.description) })),
  };
};
export const loadCurrent = () => get<Current>('/current');
export const loadUsage = async (): Promise<Usage[]> => (await get<{ data: Usage[] }>('/usage')).data;

export interface Begun {
  checkoutUrl?: string | null;
  request: PlanRequest;
}
export const createSubscription = (
  choice: Choice & { planTier: string; billingCycle: Interval; provider?: ProviderName; method?: 'card' | 'pix' },
  keyOf: DeedKey,
) => ask('/create', choice, keyOf);
export const beginTrial = (planTier: string, keyOf: DeedKey) => ask('/trial', { planTier }, keyOf);
export const previewChange = (choice: Choice) => post<Preview>('/preview', choice);
export const changePlan = (preview: string, keep: Record<string, string[]>, keyOf: DeedKey) =>
  ask('/change', { preview, ...(Object.keys(keep).length === 0 ? {} : { keep }) }, keyOf);
export const resumePlan = (preview: string, keyOf: DeedKey) => ask('/resume', { preview }, keyOf);
export interface Canceled extends Begun {
  /** When it ends; null: that is not known yet. */
  canceledAt: string | null;
}
export const cancelPlan = (reason: string, note: string, keyOf: DeedKey) =>
  ask<Canceled>('/cancel', { reason, ...(note === '' ? {} : { note }) }, keyOf);
export const revokePending = () => post<Begun>('/revoke');
export const pausePlan = (until: string | null, keyOf: DeedKey) =>
  ask('/pause', until === null ? {} : { until }, keyOf);
export const changeProvider = (provider: ProviderName) => post<Begun>('/provider', { provider });
export const openPortal = () => post<{ url: string }>('/portal');

export const loadRequest = (id: string) => get<PlanRequest>(`/requests/${at(id)}`);

export interface StoryEntry {
  at: string;
  text: string;
}
export interface Story extends Page<StoryEntry> {
  /** What the lifecycle waits for now. */
  waits: { text: string; until: string | null } | null;
}
export const loadStory = (cursor?: string) => get<Story>(`/story${query({ cursor })}`);
