import type { WebhookPreset } from './connection.ts';

/** An incoming call, and what a webhook connection knows to check it with. */
export interface WebhookCall {
  auth: 'header' | 'basic' | 'hmac';
  secret: string;
  preset?: WebhookPreset | null;
  /** Where the secret (`header`) or the signature (`hmac` without preset) stands. */
  header?: string | null;
  /** Of `basic`; none: any. */
  username?: string | null;
  /** The body as it came. */
  rawBody: Uint8Array;
  /** As Node gives them: lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  query: URLSearchParams;
  nowMs: number;
}

/** `reason` is for our log and the author's trace; the caller only learns 401. */
export type Verdict = { ok: true } | { ok: false; reason: 'missing_signature' | 'bad_signature' | 'too_old' };

/** A call as the schemes read it. */
export interface Call extends Pick<WebhookCall, 'secret' | 'rawBody' | 'query' | 'nowMs'> {
  header(name: string): string | undefined;
}
