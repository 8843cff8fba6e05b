import type { Json } from '#flow/json.ts';
import { query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

/** `GET /v1/events` */
export interface EventRow {
  id: string;
  name: string;
  key: string | null;
  data: Json;
  source: string;
  externalId: string | null;
  receivedAt: string;
  started: string[];
  reached: string[];
}

export const listEvents = async (filter: { name?: string; key?: string; cursor?: string }): Promise<Page<EventRow>> =>
  (await send<Page<EventRow>>(`/events${query({ ...filter, limit: 50 })}`)).body;

export const sendEvent = async (body: {
  name: string;
  key?: string;
  data: Json;
}): Promise<{ id: string; started: string[]; reached: string[] }> =>
  (await send<{ id: string; started: string[]; reached: string[] }>('/events', { method: 'POST', body })).body;
