import type { Json, Locale } from '#flow/json.ts';
import { at, query, send } from '../../api-client.ts';
import type { Money, Page } from '../../api-types.ts';
import type { ProviderName } from './billing-api.ts';

/** A Pix to the installation's own key. */
export interface ManualPayment {
  id: string;
  tenant: { id: string; name: string | null };
  status: string;
  amount: Money;
  txid: string;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
}

export interface DeadEvent {
  id: string;
  provider: ProviderName;
  eventId: string;
  type: string;
  trust: 'signed' | 'unsigned';
  state: 'open' | 'done' | 'foreign' | 'dead';
  subject: string | null;
  attempts: number;
  problem: string | null;
  receivedAt: string;
  processedAt: string | null;
}

export interface Reconciliation {
  id: string;
  provider: ProviderName;
  slot: string;
  state: 'running' | 'done' | 'broken';
  seen: number;
  drifted: number;
  mended: number;
  failed: number;
  problem: string | null;
  beganAt: string;
  endedAt: string | null;
}

export interface Drift {
  id: string;
  tenant: { id: string; name: string | null } | null;
  subscription: string | null;
  payment: string | null;
  what: string[];
  ours: Json;
  theirs: Json;
  mended: boolean;
  problem: string | null;
  at: string;
}

export interface NoticeWords {
  subject: string;
  body: string;
  button: string;
  short: string;
}
export interface NoticeText {
  notice: string;
  locale: Locale;
  words: NoticeWords;
  standard: NoticeWords;
  revision: number;
  isEdited: boolean;
  by: string | null;
  at: string | null;
  places: { needs: string[]; may: string[] };
  channels: string[];
}
export interface NoticePreview {
  subject: string;
  html: string;
  text: string;
  short: string;
}

export interface LifetimeLicence {
  id: string;
  email: string;
  product: string;
  importedAt: string;
  claimedAt: string | null;
  claimedTenant: { id: string; name: string | null } | null;
}
export interface LifetimeList extends Page<LifetimeLicence> {
  /** Of all, whatever is looked for. */
  open: number;
  claimed: number;
}
export interface LifetimeImport {
  added: number;
  known: number;
  problems: { line: number; problem: 'columns' | 'email' | 'key' | 'product' | 'repeated' }[];
}

const BASE = '/admin/billing';
const list = async <T>(path: string): Promise<T[]> => (await send<{ data: T[] }>(`${BASE}${path}`)).body.data;
const pageAt = async <T>(path: string): Promise<Page<T>> => (await send<Page<T>>(`${BASE}${path}`)).body;
const post = (path: string, body: Record<string, unknown>) => send(`${BASE}${path}`, { method: 'POST', body });
const about = ({ notice, locale }: Pick<NoticeText, 'notice' | 'locale'>) => `/notices/${at(notice)}/${at(locale)}`;

export const deskApi = {
  manualPayments: (txid: string, cursor?: string) =>
    pageAt<ManualPayment>(`/manual-payments${query({ txid: txid || undefined, cursor })}`),
  confirmPayment: (id: string, paidAt: string, reason: string) =>
    post(`/manual-payments/${at(id)}/confirm`, { paidAt, reason }),
  rejectPayment: (id: string, reason: string) => post(`/manual-payments/${at(id)}/reject`, { reason }),

  deadEvents: (cursor?: string) => pageAt<DeadEvent>(`/events${query({ cursor })}`),
  event: async (id: string) =>
    (await send<DeadEvent & { raw: string | null; hint: Json }>(`${BASE}/events/${at(id)}`)).body,
  retryEvent: (id: string, reason: string) => post(`/events/${at(id)}/retry`, { reason }),
  reconciliations: (cursor?: string) => pageAt<Reconciliation>(`/reconciliations${query({ cursor })}`),
  reconciliation: async (id: string) =>
    (await send<Reconciliation & { drifts: Drift[] }>(`${BASE}/reconciliations/${at(id)}`)).body,

  notices: () => list<NoticeText>('/notices'),
  editNotice: ({ revision, ...text }: NoticeText, words: NoticeWords, reason: string) =>
    send(`${BASE}${about(text)}`, { method: 'PUT', body: { words, reason }, ifMatch: `"${revision}"` }),
  resetNotice: ({ revision, ...text }: NoticeText, reason: string) =>
    send(`${BASE}${about(text)}/reset`, { method: 'POST', body: { reason }, ifMatch: `"${revision}"` }),
  previewNotice: async (text: NoticeText, words: NoticeWords) =>
    (await send<NoticePreview>(`${BASE}${about(text)}/preview`, { method: 'POST', body: { words } })).body,
  testNotice: (text: NoticeText, to: string, words: NoticeWords) => post(`${about(text)}/test`, { to, words }),

  lifetime: async (filter: { q?: string | undefined; state?: string | undefined }, cursor?: string) =>
    (await send<LifetimeList>(`${BASE}/lifetime-licences${query({ ...filter, cursor })}`)).body,
  importLifetime: async (body: { csv: string; reason: string; dryRun: boolean }) =>
    (await send<LifetimeImport>(`${BASE}/lifetime-licences`, { method: 'POST', body: { ...body } })).body,
};
