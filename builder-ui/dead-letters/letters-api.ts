import type { JsonObject } from '#flow/json.ts';
import { at, query, send } from '../api-client.ts';
import type { Page } from '../api-types.ts';

/** `GET /v1/dead-letters` */
export interface DeadLetter {
  id: string;
  kind: 'message' | 'approval';
  title: string;
  reason: string;
  tries: number;
  state: 'open' | 'replayed' | 'discarded';
  firstAt: string;
  lastAt: string;
  settledAt: string | null;
}

export const listLetters = async (state: 'open' | '', cursor?: string): Promise<Page<DeadLetter>> =>
  (await send<Page<DeadLetter>>(`/dead-letters${query({ state, limit: 50, cursor })}`)).body;

export const readLetter = async (id: string): Promise<DeadLetter & { payload: JsonObject }> =>
  (await send<DeadLetter & { payload: JsonObject }>(`/dead-letters/${at(id)}`)).body;

export const settleLetter = async (id: string, how: 'replay' | 'discard'): Promise<void> => {
  await send(`/dead-letters/${at(id)}/${how}`, { method: 'POST', body: {} });
};
