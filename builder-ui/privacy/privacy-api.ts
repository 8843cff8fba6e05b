import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

export interface RetentionRule {
  kind: 'runs' | 'traces' | 'events' | 'messages' | 'notifications' | 'aiCalls' | 'files';
  /** null: no end. */
  days: number | null;
  standard: number | null;
  least: number;
  most: number;
  endless: boolean;
}

export interface Retention {
  hold: boolean;
  kinds: RetentionRule[];
}

export interface Job {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  done: number;
  total: number | null;
  result: { rows: number; files: number; bytes: number } | null;
  error: string | null;
  createdAt: string;
  endedAt: string | null;
  expiresAt: string;
}

export interface Deletion {
  askedAt: string;
  dueAt: string;
  by: string;
  receiptId: string;
  /** A legal hold stands: nothing is deleted meanwhile. */
  onHold: boolean;
}

export interface Consent {
  id: string;
  channel: string;
  contact: string | null;
  purpose: string;
  given: boolean;
  source: string;
  evidence: string | null;
  by: string;
  at: string;
}

export type NewConsent = Pick<Consent, 'channel' | 'purpose' | 'given' | 'source'> & {
  contact: string;
  evidence?: string;
};

export interface PersonRequest {
  id: string;
  kind: 'export' | 'erase';
  counts: Record<string, number>;
  at: string;
}

export const loadRetention = async (): Promise<Retention> => (await send<Retention>('/retention')).body;

export const saveRetention = async (body: {
  days?: Record<string, number | null>;
  hold?: boolean;
}): Promise<Retention> => (await send<Retention>('/retention', { method: 'PATCH', body })).body;

export interface CatalogueTable {
  table: string;
  purpose: string;
  columns: { name: string; kind: 'personal' | 'secret' | 'business' | 'technical' }[];
}
export const loadCatalogue = async (): Promise<CatalogueTable[]> =>
  (await send<{ data: CatalogueTable[] }>('/data-catalogue')).body.data;

export const loadExports = async (): Promise<Job[]> => (await send<{ data: Job[] }>('/exports')).body.data;
export const beginExport = async (): Promise<Job> => (await send<Job>('/exports', { method: 'POST', body: {} })).body;
export const archiveAddress = (id: string): string => `/v1/exports/${at(id)}/archive`;

export const loadDeletion = async () =>
  (await send<{ deletion: Deletion | null; days: number }>('/tenant/deletion')).body;
export const askDeletion = async (name: string): Promise<Deletion> =>
  (await send<Deletion>('/tenant/deletion', { method: 'POST', body: { name } })).body;
export const takeDeletionBack = async (): Promise<void> => {
  await send('/tenant/deletion', { method: 'DELETE' });
};

export const listConsents = async (cursor?: string): Promise<Page<Consent>> =>
  (await send<Page<Consent>>(`/consents${query({ cursor, limit: 50 })}`)).body;
export const recordConsent = async (body: NewConsent): Promise<void> => {
  await send('/consents', { method: 'POST', body });
};

export const findPerson = async (person: string) =>
  (
    await send<{ counts: Record<string, number>; openRuns: number }>('/persons/find', {
      method: 'POST',
      body: { person },
    })
  ).body;
export const exportPerson = async (person: string): Promise<unknown> =>
  (await send<unknown>('/persons/export', { method: 'POST', body: { person } })).body;
export const erasePerson = async (person: string): Promise<PersonRequest> =>
  (await send<PersonRequest>('/persons/erase', { method: 'POST', body: { person } })).body;
export const loadPersonRequests = async (): Promise<PersonRequest[]> =>
  (await send<{ data: PersonRequest[] }>('/persons/requests')).body.data;
