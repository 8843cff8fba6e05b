import type { Json } from '#flow/json.ts';
import { at, query, send } from '../api-client.ts';
import type { Page, Run, RunStatus } from '../api-types.ts';

export interface RunListFilter {
  flow?: string;
  /** Several between commas. */
  status?: string;
  /** ISO 8601. */
  from?: string;
  q?: string;
  test?: string;
  retryOf?: string;
  cursor?: string;
  limit?: number;
}

/** As the API takes it for many runs at once. */
export interface BulkFilter {
  flow?: string;
  status?: RunStatus[];
  from?: string;
  to?: string;
  q?: string;
  test?: boolean;
}

interface BulkAsk {
  filter: BulkFilter;
  action: 'retry' | 'cancel';
  limit?: number;
  after?: string;
  dryRun?: boolean;
}

interface BulkDone {
  matched: number;
  failed: { id: string; code: string }[];
  more: boolean;
  next?: string;
}

export interface RunSummary {
  buckets: { from: string; byStatus: Partial<Record<RunStatus, number>> }[];
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface SavedView {
  id: string;
  name: string;
  /** What stands in the address behind the question mark. */
  query: string;
}

export interface RetryAsk {
  from?: string;
  data?: Json;
  version?: number;
}

/** Calls of runs that only their pages make. */
export const runsApi = {
  list: async (filter: RunListFilter) => (await send<Page<Run>>(`/runs${query({ ...filter })}`)).body,
  summary: async (ask: { flow?: string; from: string; by: 'hour' | 'day'; test?: string }) =>
    (await send<RunSummary>(`/runs/summary${query({ ...ask })}`)).body,
  retry: async (id: string, body: RetryAsk) =>
    (await send<Run>(`/runs/${at(id)}/retry`, { method: 'POST', body })).body,
  bulk: async (body: BulkAsk) => (await send<BulkDone>('/runs/bulk', { method: 'POST', body })).body,
  /** Runs that were made by trying this one again, newest first. */
  retriesOf: async (id: string) => (await send<Page<Run>>(`/runs${query({ retryOf: id, limit: 20 })}`)).body.data,
  sendEvent: (id: string, body: { name: string; data: Json }) =>
    send(`/runs/${at(id)}/events`, { method: 'POST', body }),
  temporal: async (id: string) => (await send<{ url: string }>(`/runs/${at(id)}/temporal`)).body.url,

  views: async () => (await send<{ data: SavedView[] }>('/saved-views?page=runs')).body.data,
  saveView: async (body: { name: string; query: string }) =>
    (await send<SavedView>('/saved-views', { method: 'POST', body: { page: 'runs', ...body } })).body,
  deleteView: (id: string) => send(`/saved-views/${at(id)}`, { method: 'DELETE' }),
};
