import { z } from 'zod';
import { failure, type RetryClass, TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { type ActionContext, action } from '../action.ts';
import type { DialAnswer } from '../dialer.ts';
import { anyJson } from '../form-field.ts';
import { addressOf } from './address.ts';
import { answerBody, failureBody } from './answer-body.ts';
import { type HttpConfig, httpConfig } from './config.ts';
import { type Credential, signingOf } from './credential.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import { requestBody } from './request-body.ts';
import { retryAfter } from './retry-after.ts';

/** Of a value; a file may be larger, its bytes never enter the run. */
const MAX_BYTES = { value: 4 * 1024 * 1024, file: 25 * 1024 * 1024 };

export const httpRequest = action({
  id: 'http.request',
  version: 1,
  title: { pt: 'Chamada HTTP', en: 'HTTP request' },
  description: {
    pt: 'Chama um endereço na internet e lê a resposta.',
    en: 'Calls an address on the internet and reads the answer.',
  },
  group: 'http',
  icon: 'world-www',
  config: httpConfig,
  output: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: anyJson() }),
  // Not sure of the other side: it is told our key, and may or may not heed it.
  effect: 'keyed',
  connection: { connectors: ['http'], required: false },
  example: { status: 200, headers: { 'content-type': 'application/json' }, body: {} },
  run: async (config, context) => {
    const url = addressOf(config);
    const body = await requestBody(config, context);
    const request = {
      method: config.method,
      url: url.href,
      headers: requestHeaders(config, body?.contentType ?? null, context.idempotencyKey),
      body: body?.bytes ?? null,
      followRedirects: config.followRedirects,
      maxBytes: config.response === 'file' ? MAX_BYTES.file : MAX_BYTES.value,
      timeoutMs: context.timeoutMs,
      signal: context.signal,
    };
    const breaker = breakerKey(context, url);
    const send = (credential?: Credential) =>
      throughBreaker(context, breaker, () => context.services.dial.request({ ...request, credential }));
    const answer = await signedBy(context, url, send);
    if (fails(config, answer)) throw statusFailure(config, url, answer, context, breaker);
    return {
      status: answer.status,
      headers: answerHeaders(answer.headers),
      body: await answerBody(answer, config.response, context),
    };
  },
});

/** A token may be revoked before its time: the first 401 gets a new one, the second is the answer. */
const signedBy = async (
  context: ActionContext,
  url: URL,
  send: (credential?: Credential) => Promise<DialAnswer>,
): Promise<DialAnswer> => {
  if (!context.connection) return await send();
  const { credential, renewed } = await signingOf(context.connection, url, context);
  const answer = await send(credential);
  return answer.status === 401 && renewed ? await send(await renewed()) : answer;
};

/** §10: a breaker belongs to a connection, or to a host and tenant. */
const breakerKey = ({ tenant, connection }: ActionContext, url: URL): string =>
  connection ? `${tenant.id}/connection/${connection.id}` : `${tenant.id}/host/${url.host}`;

const throughBreaker = async (
  { services: { breakers } }: ActionContext,
  key: string,
  call: () => Promise<DialAnswer>,
): Promise<DialAnswer> => {
  breakers.enter(key);
  try {
    const answer = await call();
    if (answer.status >= 500) breakers.failed(key);
    else if (answer.status !== 429) breakers.succeeded(key);
    return answer;
  } catch (error) {
    const code = error instanceof TramaError ? error.code : '';
    if (code === 'timeout' || code === 'connection_failed') breakers.failed(key);
    else breakers.abandoned(key);
    throw error;
  }
};

const fails = (config: HttpConfig, answer: DialAnswer): boolean => {
  if (answer.redirectsExhausted) return true;
  return config.failOn === '4xx5xx' ? answer.status >= 400 : config.failOn.includes(answer.status);
};

const statusFailure = (
  config: HttpConfig,
  url: URL,
  answer: DialAnswer,
  context: ActionContext,
  breaker: string,
): TramaError => {
  const { status } = answer;
  const details: Json = { status, body: failureBody(answer) };
  const retry = retryClass(status);
  const after = answer.redirectsExhausted ? ` (${config.followRedirects} →)` : '';
  // Without the query, which may hold keys.
  const where = `${config.method} ${url.origin}${url.pathname}`;
  return failure(`http_${status}`, `${where} respondeu ${status}${after}.`, `${where} answered ${status}${after}.`, {
    details,
    retry,
    ...(retry === 'wait' && { waitUntil: waitUntil(answer, context, breaker) }),
  });
};

/** §10: 5xx, 408 and 425 are retried, 429 waits, other 4xx are not retried; nor is an exhausted redirect. */
const retryClass = (status: number): RetryClass => {
  if (status === 429) return 'wait';
  return status >= 500 || status === 408 || status === 425 ? 'retry' : 'never';
};

const waitUntil = (answer: DialAnswer, context: ActionContext, breaker: string): number => {
  const nowMs = Date.now();
  return retryAfter(answer.headers['retry-after'], nowMs) ?? nowMs + context.services.breakers.throttled(breaker);
};
