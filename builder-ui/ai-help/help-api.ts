import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { query, send } from '../api-client.ts';

/** What a question took. `costUsd` null: the model has no known price. */
export interface HelpUsage {
  model: string | null;
  inputTokens: number;
  outputTokens: number;
  costUsd: number | null;
}

/** What a model proposes, with what the compiler still finds. */
export interface Proposed {
  problems: Problem[];
  /** How often the model was asked. */
  answers: number;
  usage: HelpUsage;
}

/** The step of a run that failed, and how. */
export interface FailedStep {
  node: string;
  code: string;
  message: string;
}

/** What a question is about; the flow's id is where it is booked, and whose last values are sketched. */
interface About {
  document: FlowDocument;
  flow: string;
}

/** What the tenant chose. */
export interface HelpSettings {
  enabled: boolean;
  /** null: the oldest, else the operator's model. */
  connection: string | null;
  /** null: the connection's own. */
  model: string | null;
}

/** `GET /v1/ai/help` */
export interface HelpState {
  available: boolean;
  state: 'ready' | 'off' | 'missing' | 'gone' | 'forbidden';
  /** Who answers; a `name` of null is the operator's model. */
  asked: { name: string | null; model: string | null } | null;
  settings: HelpSettings;
  connections: { id: string; name: string; model: string | null }[];
}

/** How a test of a model came out. */
export interface HelpTried {
  ok: boolean;
  ms: number;
  error: { code: string; message: string } | null;
  usage: HelpUsage;
}

const post = async <T>(path: string, body: object, signal: AbortSignal): Promise<T> =>
  (await send<T>(`/ai/help/${path}`, { method: 'POST', body, signal })).body;

/** Calls of the AI help: each gives a proposal, and changes nothing but the tenant's choice. */
export const helpApi = {
  state: async () => (await send<HelpState>('/ai/help')).body,
  choose: async (settings: HelpSettings) => (await send<HelpState>('/ai/help', { method: 'PUT', body: settings })).body,
  test: (body: Pick<HelpSettings, 'connection' | 'model'>, signal: AbortSignal) =>
    post<HelpTried>('test', body, signal),
  values: async (flow: string) =>
    (await send<{ values: string | null }>(`/ai/help/values${query({ flow })}`)).body.values,
  draft: (body: { words: string; flow: string; document?: FlowDocument }, signal: AbortSignal) =>
    post<Proposed & { document: Json }>('draft', body, signal),
  explain: (body: About, signal: AbortSignal) =>
    post<{ explanation: string; usage: HelpUsage }>('explain', body, signal),
  mend: (body: About & { failed: FailedStep }, signal: AbortSignal) =>
    post<Proposed & { document: Json; why: string }>('mend', body, signal),
  expression: (body: About & { words: string; pointer: string }, signal: AbortSignal) =>
    post<Proposed & { expression: string }>('expression', body, signal),
};
