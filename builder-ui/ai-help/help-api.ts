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

/** Whether there is help, and which connections may be asked, the oldest first. */
export interface HelpState {
  available: boolean;
  connections: { id: string; name: string }[];
}

const CHOSEN = 'trama.ai-help';

/** The connection that this person asks, in this browser; null: the oldest. */
export const chosenConnection = ({ connections }: HelpState): string | null => {
  const id = globalThis.localStorage?.getItem(CHOSEN);
  return connections.find((one) => one.id === id)?.id ?? null;
};
export const chooseConnection = (id: string): void => globalThis.localStorage?.setItem(CHOSEN, id);

let state: HelpState = { available: false, connections: [] };

const post = async <T>(path: string, body: object, signal: AbortSignal): Promise<T> => {
  const connection = chosenConnection(state);
  const asked = connection === null ? body : { ...body, connection };
  return (await send<T>(`/ai/help/${path}`, { method: 'POST', body: asked, signal })).body;
};

/** Calls of the AI help: each gives a proposal, and changes nothing. */
export const helpApi = {
  state: async () => {
    state = (await send<HelpState>('/ai/help')).body;
    return state;
  },
  draft: (body: { words: string } & Partial<About>, signal: AbortSignal) =>
    post<Proposed & { document: Json }>('draft', body, signal),
  explain: (body: About, signal: AbortSignal) => post<{ explanation: string }>('explain', body, signal),
  mend: (body: About & { failed: FailedStep }, signal: AbortSignal) =>
    post<Proposed & { document: Json; why: string }>('mend', body, signal),
  expression: (body: About & { words: string; pointer: string }, signal: AbortSignal) =>
    post<Proposed & { expression: string }>('expression', body, signal),
};
