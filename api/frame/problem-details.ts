import { type ErrorCode, policyOf, type TramaError } from '#flow/errors.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';

/** RFC 9457. `type` never changes for a `code`; extension members of an error's details stand beside these. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  traceId: string;
  errors?: { pointer: string; code: string; message: string }[];
  [extension: string]: unknown;
}

export interface ProblemContext {
  locale: Locale;
  /** Path of the request. */
  instance: string;
  traceId: string;
  nowMs: number;
  /** Where pages are, no slash at the end: what an error says of one of them is a whole address. */
  pages?: string;
}

/** The messages in the caller's language. */
export const said = (
  errors: NonNullable<TramaError['errors']>,
  locale: Locale,
): NonNullable<ProblemDetails['errors']> =>
  errors.map((one) => ({
    ...one,
    message: typeof one.message === 'string' ? one.message : inLocale(one.message, locale),
  }));

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Codes that only nodes fail with, or that a connector made, are our failure where they reach a caller. */
export const statusOf = (code: string): number => policyOf(code)?.http ?? 500;

/** Of a page: a program, or whoever is told of a webhook's answer, stands on none that a path could begin at. */
export const wholeAddress = (path: string, pages = ''): string => (path.startsWith('/') ? `${pages}${path}` : path);

/** What an error's details say beside it, but for what its headers say (`problemHeaders`). */
export function problemDetails(error: TramaError, context: ProblemContext): ProblemDetails {
  const policy = policyOf(error.code);
  const title = policy ? inLocale(policy.title, context.locale) : error.code;
  const { rateLimit: _, rateLimitPolicy: __, ...details } = isObject(error.details) ? error.details : {};
  const { upgradeUrl } = details;
  return {
    ...details,
    ...(typeof upgradeUrl === 'string' && { upgradeUrl: wholeAddress(upgradeUrl, context.pages) }),
    type: `urn:trama:problem:${error.code}`,
    title,
    status: statusOf(error.code),
    detail: error.text ? inLocale(error.text, context.locale) : context.locale === 'en' ? error.message : title,
    code: error.code,
    instance: context.instance,
    traceId: context.traceId,
    ...(error.errors && error.errors.length > 0 ? { errors: said(error.errors, context.locale) } : {}),
  };
}

/** Seconds to wait where waiting helps, for the codes whose answers must say it; what is down (503) says it always. */
const RETRY_AFTER: Partial<Record<ErrorCode, number>> = {
  rate_limited: 1,
  limit_exceeded: 60,
  idempotency_in_progress: 1,
};
const AWAY_SECONDS = 5;

const secondsFor = (code: string): number | undefined =>
  RETRY_AFTER[code as ErrorCode] ?? (statusOf(code) === 503 ? AWAY_SECONDS : undefined);

/** Headers that belong to an error's answer: never an earlier `Retry-After` than the error says. */
export function problemHeaders(error: TramaError, context: ProblemContext): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': context.locale,
    'Cache-Control': 'no-store',
  };
  const named = error.waitUntil === undefined ? undefined : Math.ceil((error.waitUntil - context.nowMs) / 1000);
  const seconds = named ?? secondsFor(error.code);
  if (seconds !== undefined) headers['Retry-After'] = String(Math.max(1, seconds));
  if (isObject(error.details) && typeof error.details.allow === 'string') headers.Allow = error.details.allow;
  if (isObject(error.details) && typeof error.details.rateLimit === 'string') {
    headers.RateLimit = error.details.rateLimit;
    headers['RateLimit-Policy'] = String(error.details.rateLimitPolicy);
  }
  if (error.code === 'unauthorized') headers['WWW-Authenticate'] = 'Bearer realm="trama"';
  return headers;
}
