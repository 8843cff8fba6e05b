import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { ApiError, planLimitOf } from './api-error.ts';
import type {
  AiBudget,
  AiUsage,
  Approval,
  CatalogueAnswer,
  Connection,
  Conversation,
  ConversationWithQuestions,
  Flow,
  FlowCode,
  FlowSummary,
  FlowVersion,
  Me,
  Message,
  Notice,
  Notices,
  Page,
  ProblemDetails,
  Run,
  Schedule,
  StartRun,
  Step,
} from './api-types.ts';
import type { Drawing } from './document/drawing.ts';
import { currentLocale } from './texts/texts.ts';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** In place of `body`: a file's text. */
  csv?: string;
  /** In place of `body`: a file's bytes. */
  bytes?: Blob;
  ifMatch?: string;
  /** Of a deed that may be sent again: its `Idempotency-Key`. Each call has its own without one. */
  key?: string;
  signal?: AbortSignal;
  /** Goes on when the page is left at once. */
  outlivesPage?: true;
}

interface Answer<T> {
  body: T;
  etag: string | null;
}

/** Told of every 401, so that the application can ask to sign in again. */
let onSignedOut: () => void = () => {};
export const whenSignedOut = (listener: () => void): void => {
  onSignedOut = listener;
};

/** Told of every deed that the plan does not include, so that the application can say which one does. */
let onPlanLimit: ((problem: ProblemDetails) => void) | undefined;
export const whenPlanLimits = (listener: (problem: ProblemDetails) => void): void => {
  onPlanLimit = listener;
};

/** What is only looked at says on its own page what is missing. */
const tellPlanLimit = (error: ApiError, { method = 'GET' }: Call): ApiError => {
  const limit = method === 'GET' ? null : planLimitOf(error);
  if (!limit || !onPlanLimit) return error;
  onPlanLimit(limit);
  error.shown = true;
  return error;
};

const reaches = new Set<(reached: boolean) => void>();
/** Told after every call whether the server answered at all. @returns stops telling */
export const whenReached = (listener: (reached: boolean) => void): (() => void) => {
  reaches.add(listener);
  return () => reaches.delete(listener);
};
const tellReached = (reached: boolean): void => {
  for (const listener of reaches) listener(reached);
};
/** Asks whether the server is there, and tells it. */
export const tryToReach = (): void => {
  fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => tellReached(ok),
    () => tellReached(false),
  );
};

const headersOf = ({ method = 'GET', body, csv, bytes, ifMatch, key }: Call): Record<string, string> => ({
  Accept: 'application/json',
  'Accept-Language': currentLocale(),
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(csv === undefined ? {} : { 'Content-Type': 'text/csv' }),
  ...(bytes === undefined ? {} : { 'Content-Type': 'application/octet-stream' }),
  ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
  ...(method === 'POST' ? { 'Idempotency-Key': key ?? crypto.randomUUID() } : {}),
});

/** One call; a failure is an `ApiError`. Pages that are fetched when they are opened bring calls of their own. */
export async function send<T>(path: string, call: Call = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(`/v1${path}`, {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      credentials: 'same-origin',
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.csv === undefined ? {} : { body: call.csv }),
      ...(call.bytes === undefined ? {} : { body: call.bytes }),
      ...(call.signal ? { signal: call.signal } : {}),
      ...(call.outlivesPage ? { keepalive: true } : {}),
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    tellReached(false);
    throw new ApiError({ type: 'about:blank', title: '', status: 0, detail: '', code: 'offline' });
  }
  tellReached(true);
  const text = await response.text();
  const body = text ? parse(text) : undefined;
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith('/session')) onSignedOut();
    throw tellPlanLimit(new ApiError(asProblem(body, response.status)), call);
  }
  return { body: body as T, etag: response.headers.get('ETag') };
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const asProblem = (body: unknown, status: number): ProblemDetails => ({
  type: 'about:blank',
  title: '',
  detail: '',
  code: 'unknown',
  ...(typeof body === 'object' && body !== null ? body : {}),
  status,
});

const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  (await send<T>(path, signal ? { signal } : {})).body;
const post = async <T>(path: string, body: unknown = {}): Promise<T> =>
  (await send<T>(path, { method: 'POST', body })).body;

export const query = (values: Record<string, string | number | undefined>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
};

export const at = encodeURIComponent;

/** So many pages of a list are read whole; who has more finds the rest by searching. */
const MOST_PAGES = 20;

/** A list that is chosen from: all of it. */
export const allPages = async <T>(ask: (cursor?: string) => Promise<Page<T>>): Promise<T[]> => {
  const rows: T[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < MOST_PAGES; n++) {
    const page = await ask(cursor);
    rows.push(...page.data);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return rows;
};

/** A flow with the ETag that saving its draft must name. */
export interface LoadedFlow {
  flow: Flow;
  etag: string | null;
}

export interface RunFilter {
  flow?: string;
  status?: string;
  /** Accepted at or after: ISO 8601. */
  from?: string;
  cursor?: string;
  limit?: number;
}

/** The HTTP API (`/v1`), one function a call. Every failure is an `ApiError`. */
export const api = {
  signOut: () => send('/session', { method: 'DELETE' }),
  me: () => get<Me>('/me'),

  catalogue: () => get<CatalogueAnswer>('/node-types'),

  flows: (filter: { q?: string; cursor?: string } = {}) =>
    get<Page<FlowSummary>>(`/flows${query({ ...filter, limit: 50 })}`),
  allFlows: () => allPages((cursor) => get<Page<FlowSummary>>(`/flows${query({ cursor, limit: 100 })}`)),
  flow: async (id: string): Promise<LoadedFlow> => {
    const { body, etag } = await send<Flow>(`/flows/${at(id)}`);
    return { flow: body, etag };
  },
  createFlow: (definition: FlowDocument) => post<Flow>('/flows', { definition }),
  saveDraft: async (id: string, { document, board }: Drawing, ifMatch: string | null): Promise<LoadedFlow> => {
    const { body, etag } = await send<Flow>(`/flows/${at(id)}/draft`, {
      method: 'PUT',
      body: { definition: document, board },
      ...(ifMatch === null ? {} : { ifMatch }),
    });
    return { flow: body, etag };
  },
  archiveFlow: (id: string) => send(`/flows/${at(id)}`, { method: 'DELETE' }),
  publish: (id: string, body: { note?: string; openRuns?: 'keep' | 'cancel' | 'restart' }) =>
    post<FlowVersion>(`/flows/${at(id)}/publish`, body),
  versions: (id: string, cursor?: string) => get<Page<FlowVersion>>(`/flows/${at(id)}/versions${query({ cursor })}`),
  rollback: (id: string, version: number) => post<FlowVersion>(`/flows/${at(id)}/rollback`, { version }),
  schedule: (id: string) => get<Schedule>(`/flows/${at(id)}/schedule`),
  pauseSchedule: (id: string) => post<Schedule>(`/flows/${at(id)}/schedule/pause`),
  resumeSchedule: (id: string) => post<Schedule>(`/flows/${at(id)}/schedule/resume`),
  code: (id: string, version: number | 'draft') => get<FlowCode>(`/flows/${at(id)}/code${query({ version })}`),
  version: (id: string, version: number) => get<FlowVersion>(`/flows/${at(id)}/versions/${version}`),

  startRun: (flow: string, body: StartRun) => post<Run>(`/flows/${at(flow)}/runs`, body),
  runs: (filter: RunFilter, signal?: AbortSignal) => get<Page<Run>>(`/runs${query({ ...filter })}`, signal),
  run: (id: string) => get<Run>(`/runs/${at(id)}`),
  trace: (id: string) => get<{ steps: Step[] }>(`/runs/${at(id)}/trace`),
  cancelRun: (id: string) => post<Run>(`/runs/${at(id)}/cancel`),
  pauseRun: (id: string) => post<Run>(`/runs/${at(id)}/pause`),
  resumeRun: (id: string) => post<Run>(`/runs/${at(id)}/resume`),
  retryRun: (id: string, body: { from?: string; data?: Json }) => post<Run>(`/runs/${at(id)}/retry`, body),

  approvals: (status?: string, cursor?: string) => get<Page<Approval>>(`/approvals${query({ status, cursor })}`),
  decide: (id: string, body: { decision: 'approved' | 'rejected'; comment?: string; fields?: Record<string, Json> }) =>
    post<Approval>(`/approvals/${at(id)}`, body),

  notices: () => get<Notices>('/notifications?limit=30'),
  readNotice: async (id: string) =>
    (await send<Notice>(`/notifications/${at(id)}/read`, { method: 'POST', body: {}, outlivesPage: true })).body,
  readAllNotices: () => send('/notifications/read', { method: 'POST' }),
  pushKey: () => get<{ publicKey: string }>('/push/key'),
  addPush: (body: { endpoint: string; keys: { p256dh: string; auth: string } }) =>
    post<{ id: string }>('/push/subscriptions', body),
  removePush: (id: string) => send(`/push/subscriptions/${at(id)}`, { method: 'DELETE' }),

  aiUsage: (month?: string) => get<AiUsage>(`/ai/usage${query({ month })}`),
  setAiBudget: async (budget: AiBudget) => (await send<AiUsage>('/ai/budget', { method: 'PUT', body: budget })).body,

  conversations: (filter: { q?: string; cursor?: string }) =>
    get<Page<Conversation>>(`/conversations${query({ ...filter, limit: 50 })}`),
  conversation: (id: string) => get<ConversationWithQuestions>(`/conversations/${at(id)}`),
  messages: (id: string, cursor?: string) =>
    get<Page<Message>>(`/conversations/${at(id)}/messages${query({ cursor, limit: 50 })}`),

  connections: () => allPages((cursor) => get<Page<Connection>>(`/connections${query({ cursor, limit: 100 })}`)),
  renameConnection: async (id: string, name: string) =>
    (await send<Connection>(`/connections/${at(id)}`, { method: 'PATCH', body: { name } })).body,
  testConnection: (id: string) => post<Connection>(`/connections/${at(id)}/test`),
  createConnection: (body: Record<string, Json>) => post<Connection>('/connections', body),
  deleteConnection: (id: string) => send(`/connections/${at(id)}`, { method: 'DELETE' }),
};
