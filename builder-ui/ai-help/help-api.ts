import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Problem } from '#flow/problem.ts';
import { send } from '../api-client.ts';

/** What a model proposes, with what the compiler still finds. */
export interface Proposed {
  problems: Problem[];
  /** How often the model was asked. */
  answers: number;
}

/** The step of a run that failed, and how. */
export interface FailedStep {
  node: string;
  code: string;
  message: string;
}

/** What a question is about; the flow's id is where it is booked. */
interface About {
  document: FlowDocument;
  flow: string;
}

const post = async <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
  (await send<T>(`/ai/help/${path}`, { method: 'POST', body, ...(signal ? { signal } : {}) })).body;

/** Calls of the AI help: each gives a proposal, and changes nothing. */
export const helpApi = {
  available: async () => (await send<{ available: boolean }>('/ai/help')).body.available,
  draft: (body: { words: string } & Partial<About>, signal: AbortSignal) =>
    post<Proposed & { document: Json }>('draft', body, signal),
  explain: (body: About, signal: AbortSignal) => post<{ explanation: string }>('explain', body, signal),
  mend: (body: About & { failed: FailedStep }, signal: AbortSignal) =>
    post<Proposed & { document: Json; why: string }>('mend', body, signal),
  expression: (body: About & { words: string; pointer: string }, signal: AbortSignal) =>
    post<Proposed & { expression: string }>('expression', body, signal),
};
