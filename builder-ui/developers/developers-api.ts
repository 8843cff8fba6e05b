import type { Json } from '#flow/json.ts';
import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

/** `GET /v1/api-keys/{key}`; times are ISO 8601. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  maker: { name: string | null; left: boolean } | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  revokedAt: string | null;
  allowedIps: string[];
  perMinute: number | null;
  keepBodiesUntil: string | null;
  previous: { prefix: string; until: string; usedAt: string | null } | null;
}

export interface KeyFields {
  name: string;
  scopes: string[];
  expiresAt: string | null;
  allowedIps: string[];
  perMinute: number | null;
}

export interface ScopeGroup {
  title: string;
  scopes: { id: string; text: string }[];
}

/** `GET /v1/calls` */
export interface Call {
  id: string;
  at: string;
  keyId: string;
  keyName: string;
  byToken: boolean;
  method: string;
  route: string;
  path: string;
  status: number;
  code: string | null;
  ms: number;
  ip: string;
  traceId: string;
  received: number;
  sent: number;
  replayOf: string | null;
  hasBodies: boolean;
}
export interface CallDetail extends Call {
  bodies: { request: Json; answer: Json; masked: boolean } | null;
}
export interface Replay {
  status: number;
  ms: number;
  body: Json;
  cut: boolean;
}

interface Counts {
  calls: number;
  refused: number;
  limited: number;
  failed: number;
}
export interface CallUsage {
  total: Counts;
  buckets: (Counts & { from: string })[];
  routes: (Counts & { method: string; route: string; p50Ms: number; p95Ms: number })[];
  keys: (Counts & { id: string; name: string })[];
}

const get = async <T>(path: string): Promise<T> => (await send<T>(path)).body;

export const listKeys = (cursor?: string): Promise<Page<ApiKey>> => get(`/api-keys${query({ cursor, limit: 50 })}`);
export const makeKey = async (body: KeyFields): Promise<ApiKey & { key: string }> =>
  (await send<ApiKey & { key: string }>('/api-keys', { method: 'POST', body })).body;
export const changeKey = async (
  id: string,
  body: Partial<KeyFields & { keepBodiesUntil: string | null }>,
): Promise<ApiKey> => (await send<ApiKey>(`/api-keys/${at(id)}`, { method: 'PATCH', body })).body;
export const rotateKey = async (id: string, overlapHours: number): Promise<ApiKey & { key: string }> =>
  (await send<ApiKey & { key: string }>(`/api-keys/${at(id)}/rotate`, { method: 'POST', body: { overlapHours } })).body;
export const endPrevious = async (id: string): Promise<void> => {
  await send(`/api-keys/${at(id)}/previous`, { method: 'DELETE' });
};
export const revokeKey = async (id: string): Promise<void> => {
  await send(`/api-keys/${at(id)}`, { method: 'DELETE' });
};
export const listScopes = (): Promise<{ data: ScopeGroup[] }> => get('/scopes');

export interface CallFilter {
  key?: string;
  status?: string;
  method?: string;
  cursor?: string;
}
export const listCalls = (filter: CallFilter): Promise<Page<Call>> => get(`/calls${query({ ...filter, limit: 50 })}`);
export const getCall = (id: string): Promise<CallDetail> => get(`/calls/${at(id)}`);
export const replayCall = async (id: string, write: boolean): Promise<Replay> =>
  (await send<Replay>(`/calls/${at(id)}/replay`, { method: 'POST', body: { write } })).body;
export const callUsage = (from: string, by: 'hour' | 'day'): Promise<CallUsage> =>
  get(`/usage/calls${query({ from, by })}`);

/** What is read of the OpenAPI document. */
export interface ApiOperation {
  method: string;
  path: string;
  tag: string;
  summary: string;
  example: Json | undefined;
  /** How the SDKs call it; null: it belongs to a person's session, and they do not have it. */
  sdk: SdkOperation | null;
}
export interface SdkOperation {
  /** `runs.start`. */
  name: string;
  /** Of the path, in order. */
  parts: string[];
  /** Filters that have to be given. */
  needed: string[];
  takesBytes: boolean;
  gives: 'value' | 'pages' | 'events' | 'bytes' | 'nothing';
}
interface DocumentOperation {
  operationId: string;
  tags: string[];
  summary: string;
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { example?: Json }> };
  responses: Record<string, { content?: Record<string, { schema: { properties?: Record<string, unknown> } }> }>;
  security: { apiKey?: string[] }[];
}

/** What needs no right of a key, and yet is for programs. */
const FOR_ANY_KEY = new Set(['me.get', 'scopes.list', 'graphql.query', 'erasureReceipts.get']);

function sdkOf({
  operationId,
  parameters = [],
  requestBody,
  responses,
  security,
}: DocumentOperation): SdkOperation | null {
  if (!FOR_ANY_KEY.has(operationId) && !security.some(({ apiKey }) => (apiKey?.length ?? 0) > 0)) return null;
  const names = (where: string, needed = false) =>
    parameters.filter((one) => one.in === where && (!needed || one.required)).map(({ name }) => name);
  const contents = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const [media, content] = Object.entries(contents[0]?.[1].content ?? {})[0] ?? [];
  const isPaged = names('query').includes('cursor') && content?.schema.properties?.nextCursor !== undefined;
  const byMedia: Record<string, SdkOperation['gives']> = { 'application/json': 'value', 'text/event-stream': 'events' };
  return {
    name: operationId,
    parts: names('path'),
    needed: names('query', true),
    takesBytes: requestBody !== undefined && !('application/json' in requestBody.content),
    gives: media === undefined ? 'nothing' : isPaged ? 'pages' : (byMedia[media] ?? 'bytes'),
  };
}

export const loadOperations = async (): Promise<ApiOperation[]> => {
  const { paths } = await get<{ paths: Record<string, Record<string, DocumentOperation>> }>('/openapi.json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      method: method.toUpperCase(),
      path,
      tag: one.tags[0] ?? '',
      summary: one.summary,
      example: one.requestBody?.content['application/json']?.example,
      sdk: sdkOf(one),
    })),
  );
};
