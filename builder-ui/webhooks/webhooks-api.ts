import type { Json } from '#flow/json.ts';
import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

export interface Health {
  hours: { at: string; succeeded: number; failed: number }[];
  open: number;
}

/** `GET /v1/webhook-endpoints/{endpoint}`; times are ISO 8601. */
export interface Endpoint {
  id: string;
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  signature: 'hmac' | 'ed25519';
  publicKey: string | null;
  previousUntil: string | null;
  headers: Record<string, string>;
  secretHeaders: string[];
  enabled: boolean;
  disabledReason: 'by_hand' | 'gone' | 'failing' | null;
  disabledAt: string | null;
  failingSince: string | null;
  lastSuccessAt: string | null;
  revision: number;
  health: Health;
}

export interface EndpointFields {
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  headers: Record<string, string>;
  /** null keeps the value that is there. */
  secretHeaders: Record<string, string | null>;
}
/** `secret`: shown once; null of ed25519, whose public key is always there. */
export type MadeEndpoint = Omit<Endpoint, 'health'> & { secret: string | null };

export type DeliveryState = 'due' | 'retrying' | 'parked' | 'succeeded' | 'failed';
export interface Delivery {
  id: string;
  endpointId: string;
  messageId: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  nextAt: string | null;
  lastStatus: number | null;
  lastError: string | null;
  reason: 'gave_up' | 'endpoint_gone' | 'endpoint_disabled' | null;
  test: boolean;
  createdAt: string;
  endedAt: string | null;
}
export interface Attempt {
  n: number;
  at: string;
  url: string;
  requestHeaders: Record<string, string>;
  status: number | null;
  error: string | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  ms: number;
}
export interface DeliveryDetail extends Delivery {
  body: string;
  tries: Attempt[];
}

export interface EventType {
  type: string;
  description: string;
  example: Json;
}

const get = async <T>(path: string): Promise<T> => (await send<T>(path)).body;
const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  (await send<T>(path, { method: 'POST', body })).body;
const endpointAt = (id: string): string => `/webhook-endpoints/${at(id)}`;

export const listEventTypes = (): Promise<{ data: EventType[] }> => get('/webhook-event-types');
export const listEndpoints = (cursor?: string): Promise<Page<Endpoint>> =>
  get(`/webhook-endpoints${query({ cursor, limit: 50 })}`);
export const getEndpoint = (id: string): Promise<Endpoint> => get(endpointAt(id));
export const makeEndpoint = (fields: EndpointFields & { signature: 'hmac' | 'ed25519' }): Promise<MadeEndpoint> =>
  post('/webhook-endpoints', fields);
export const changeEndpoint = async (id: string, body: EndpointFields, revision: number): Promise<void> => {
  await send(endpointAt(id), { method: 'PATCH', body, ifMatch: `"${revision}"` });
};
export const deleteEndpoint = async (id: string): Promise<void> => {
  await send(endpointAt(id), { method: 'DELETE' });
};
export const rotateSecret = (id: string): Promise<MadeEndpoint> => post(`${endpointAt(id)}/rotate-secret`);
export const endPrevious = (id: string): Promise<unknown> => post(`${endpointAt(id)}/end-previous-secret`);
export const enableEndpoint = (id: string, replay: boolean): Promise<{ replayed: number }> =>
  post(`${endpointAt(id)}/enable`, { replay });
export const disableEndpoint = (id: string): Promise<unknown> => post(`${endpointAt(id)}/disable`);
export const replayFailed = (id: string, from: string): Promise<{ replayed: number }> =>
  post(`${endpointAt(id)}/replay`, { from });
export const testEndpoint = (id: string, type: string): Promise<DeliveryDetail> =>
  post(`${endpointAt(id)}/test`, { type });

export interface DeliveryFilter {
  endpoint: string;
  state?: string | undefined;
  type?: string | undefined;
}
export const listDeliveries = (filter: DeliveryFilter, cursor?: string): Promise<Page<Delivery>> =>
  get(`/webhook-deliveries${query({ ...filter, cursor, limit: 50 })}`);
export const getDelivery = (id: string): Promise<DeliveryDetail> => get(`/webhook-deliveries/${at(id)}`);
export const replayDelivery = (id: string): Promise<DeliveryDetail> => post(`/webhook-deliveries/${at(id)}/replay`);
