/** One server-sent event. Without an id, a reconnecting client goes on from the last one that had it. */
export interface SentEvent {
  id?: string;
  event: string;
  data: unknown;
}

export interface EventStream {
  send(event: SentEvent): void;
  /** Aborted when the client leaves or the server stops. */
  signal: AbortSignal;
}

/** What a handler gives back. */
export type Answer =
  | { kind: 'json'; status: number; body: unknown; headers: Record<string, string> }
  | { kind: 'bytes'; bytes: Uint8Array; headers: Record<string, string> }
  | { kind: 'pieces'; pieces: AsyncIterable<string | Uint8Array>; headers: Record<string, string> }
  | { kind: 'events'; run: (stream: EventStream) => Promise<void> };

type Headers = Record<string, string>;

export const ok = (body: unknown, headers: Headers = {}): Answer => ({ kind: 'json', status: 200, body, headers });
export const created = (location: string, body: unknown, headers: Headers = {}): Answer => ({
  kind: 'json',
  status: 201,
  body,
  headers: { Location: location, ...headers },
});
export const accepted = (body: unknown, headers: Headers = {}): Answer => ({
  kind: 'json',
  status: 202,
  body,
  headers,
});
export const noContent = (headers: Headers = {}): Answer => ({ kind: 'json', status: 204, body: undefined, headers });
export const bytes = (content: Uint8Array, headers: Headers): Answer => ({ kind: 'bytes', bytes: content, headers });
export const events = (run: (stream: EventStream) => Promise<void>): Answer => ({ kind: 'events', run });
/** A text, or bytes, sent as they come; what fails before the first piece is an answer like any other. */
export const pieces = (texts: AsyncIterable<string | Uint8Array>, headers: Headers): Answer => ({
  kind: 'pieces',
  pieces: texts,
  headers,
});
