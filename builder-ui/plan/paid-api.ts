import { at, query, send } from '../api-client.ts';
import type { Money, Page } from '../api-types.ts';
import type { ProviderName } from './plan-api.ts';

const PLACE = '/subscription';
const get = async <T>(path: string): Promise<T> => (await send<T>(PLACE + path)).body;

export interface Payment {
  id: string;
  createdAt: string;
  paidAt: string | null;
  amount: Money;
  refunded: Money;
  status: 'pending' | 'paid' | 'failed' | 'void';
  method: 'card' | 'pix' | null;
  provider: ProviderName;
  failureCode: string | null;
  nextAttemptAt: string | null;
  pix: { code: string; expiresAt: string } | null;
  hostedUrl: string | null;
}

export const loadPayments = (cursor?: string) => get<Page<Payment>>(`/payments${query({ cursor })}`);

export interface Invoice {
  id: string;
  kind: 'invoice' | 'credit_note';
  number: string;
  issuedAt: string;
  total: Money;
  periodStart: string | null;
  periodEnd: string | null;
  method: 'card' | 'pix' | null;
}
export const loadInvoices = (cursor?: string) => get<Page<Invoice>>(`/invoices${query({ cursor })}`);
export const pdfOf = (id: string): string => `/v1${PLACE}/invoices/${at(id)}/pdf`;
export const sendInvoice = (id: string) => send(`${PLACE}/invoices/${at(id)}/send`, { method: 'POST', body: {} });

export interface Address {
  /** CEP: eight digits. */
  zip: string;
  street: string;
  number: string;
  complement: string | null;
  district: string;
  city: string;
  state: string;
}
export interface Profile {
  legalName: string;
  /** Without punctuation. */
  taxId: string | null;
  email: string | null;
  address: Address | null;
}
export const loadProfile = () => send<Profile>(`${PLACE}/profile`);
export const saveProfile = (profile: Profile, ifMatch: string | null) =>
  send<Profile>(`${PLACE}/profile`, { method: 'PUT', body: profile, ...(ifMatch === null ? {} : { ifMatch }) });
