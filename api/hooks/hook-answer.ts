import type { RunAnswer } from '#domain/dispatch/dispatch.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { answerHeaders } from './hook-headers.ts';

/** What leaves. */
export interface HookAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** An answer as it is kept for repeats of the call. */
export interface KeptAnswer {
  status: number;
  headers: JsonObject;
  body: Json;
}

const NO_BODY = new Set([204, 205, 304]);

/** JSON, but a string under another type is that text. */
export function written({ status, headers: asked, body }: KeptAnswer): HookAnswer {
  const headers = answerHeaders(asked);
  if (NO_BODY.has(status)) return { status, headers, body: '' };
  const type = headers['content-type'];
  if (type !== undefined && typeof body === 'string' && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
    return { status, headers, body };
  return {
    status,
    headers: { ...headers, 'content-type': type ?? 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

/** Statuses that end a request; a flow that says another one answers 200. */
export const ofRespond = ({ status, headers, body }: RunAnswer): KeptAnswer => ({
  status: Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200,
  headers,
  body,
});

/** To a repeat: 200, and the body that the first call got. */
export function duplicate(first: KeptAnswer): HookAnswer {
  const status = NO_BODY.has(first.status) ? first.status : 200;
  const { headers, body } = written({ ...first, status });
  return { status: 200, headers: { ...headers, 'Trama-Duplicate': 'true' }, body };
}
