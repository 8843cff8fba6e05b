import { createHash } from 'node:crypto';
import type { Json } from '#flow/json.ts';
import type { Answer } from './answer.ts';
import { asTramaError } from './as-trama-error.ts';
import { fail } from './fail.ts';
import { statusOf } from './problem-details.ts';
import type { FrameServices, IdempotentCall, KeyHolder } from './services.ts';

/** The same value gives the same text, whatever the order in which its keys were written. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}

/** `Idempotency-Key` as sent, quotes of a structured field left off. @throws `malformed`. */
export function idempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = header.trim().replace(/^"(.*)"$/, '$1');
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw fail(
    'malformed',
    'Idempotency-Key tem de 1 a 255 caracteres visíveis.',
    'Idempotency-Key has 1 to 255 visible characters.',
  );
}

/** What a body says should be done, without the parts that make it no other call. */
export function deedOf(body: Json, besides: readonly string[] = []): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !besides.includes(name)));
}

interface Call {
  key: string;
  holder: KeyHolder;
  method: string;
  path: string;
  body: Json;
}

/** Well within the lease (`domain/idempotency`). */
const RENEW_MS = 5_000;

/**
 * Does the work once for a key. Only an answer that made something (2xx) is kept: an error made nothing, and the same
 * call may succeed later. Where we broke down or the database went away, the work may be committed and nobody knows: the
 * key stays, and the next try meets what there is.
 */
export async function onlyOnce(
  { key, holder, method, path, body }: Call,
  { idempotency, log }: Pick<FrameServices, 'idempotency' | 'log'>,
  work: (resourceId: string) => Promise<Answer>,
): Promise<Answer> {
  const call: IdempotentCall = {
    ...holder,
    route: `${method} ${path}`,
    key,
    bodyHash: createHash('sha256').update(canonical(body)).digest('hex'),
  };
  const claim = await idempotency.claim(call);
  if (claim.kind === 'mismatch')
    throw fail(
      'idempotency_mismatch',
      'Esta Idempotency-Key já serviu a um pedido com outro corpo.',
      'This Idempotency-Key was used with another body.',
    );
  if (claim.kind === 'running')
    throw fail(
      'idempotency_in_progress',
      'O primeiro pedido com esta chave ainda não terminou.',
      'The first request with this key has not finished.',
    );
  if (claim.kind === 'replay') {
    const { status, headers, body: kept } = claim.answer;
    return { kind: 'json', status, body: kept, headers: { ...headers, 'Idempotency-Replayed': 'true' } };
  }
  const renewing = setInterval(() => void idempotency.renew(call).catch(() => undefined), RENEW_MS);
  try {
    const answer = await work(claim.resourceId);
    if (answer.kind === 'json' && answer.status < 300) {
      const { status, headers, body: made } = answer;
      await idempotency.keep(call, { status, headers, body: made ?? null }).catch((error: unknown) => {
        // The work is done and its caller gets the answer; a repeat meets the work's own id, and makes nothing twice.
        log.warn({ err: error }, 'an idempotent answer could not be kept');
      });
    } else await idempotency.release(call);
    return answer;
  } catch (error) {
    const isKnown = statusOf(asTramaError(error).code) < 500;
    await (isKnown ? idempotency.release(call) : idempotency.leave(call)).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(renewing);
  }
}
