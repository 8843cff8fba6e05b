import type { KnownErrorCode } from './generated/known-codes.ts';

/** Codes of the API, of connectors (`http_404`), of authors of flows, and of this client (`no_answer`, `timed_out`, `unreadable_answer`, `bad_path`). */
export type ErrorCode =
  | KnownErrorCode
  | 'no_answer'
  | 'timed_out'
  | 'unreadable_answer'
  | 'bad_path'
  // Names of known codes are still offered beside it.
  | (string & {});

/** One wrong place in what was sent. */
export interface Fault {
  /** JSON pointer into what was sent. */
  pointer: string;
  code: string;
  message: string;
}

export interface ErrorParts {
  code: ErrorCode;
  /** 0 where there was no answer. */
  status: number;
  title?: string;
  message: string;
  traceId?: string | null;
  faults?: Fault[];
  details?: Record<string, unknown>;
  /** Seconds. */
  retryAfter?: number | null;
  cause?: unknown;
}

/** Every failure of a call, except that the caller ended it. `message` is in the language that was asked for, `code` never changes. */
export class TramaError extends Error {
  readonly code: ErrorCode;
  /** Of the answer; 0 where there was none. */
  readonly status: number;
  readonly title: string;
  /** What the API's log and its operators know the call by. */
  readonly traceId: string | null;
  /** What is wrong with what was sent, place by place. */
  readonly faults: Fault[];
  /** What else the problem document holds: `limit`, `requiredPlan`, `problems` … */
  readonly details: Record<string, unknown>;
  /** Seconds after which a repeat may succeed, where the API says so. */
  readonly retryAfter: number | null;

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
    this.code = parts.code;
    this.status = parts.status;
    this.title = parts.title ?? parts.message;
    this.traceId = parts.traceId ?? null;
    this.faults = parts.faults ?? [];
    this.details = parts.details ?? {};
    this.retryAfter = parts.retryAfter ?? null;
  }
}

/** The credential is missing, over or revoked (401). */
export class UnauthorizedError extends TramaError {}
/** The plan or the budget does not include it (402). */
export class PaymentError extends TramaError {}
/** The credential lacks a right, or the tenant keeps it out (403). */
export class ForbiddenError extends TramaError {}
/** There is no such thing, or it is another tenant's (404, 410). */
export class NotFoundError extends TramaError {}
/** The state of things does not allow it (409). */
export class ConflictError extends TramaError {}
/** Somebody changed it since it was read (412). */
export class StaleError extends TramaError {}
/** What was sent is wrong: `faults` say where (400, 413, 415, 422). */
export class InvalidError extends TramaError {}
/** Too many calls, or a limit of the plan (429). */
export class TooManyError extends TramaError {}
/** The API broke down, or a part of it is down (5xx). */
export class ServerError extends TramaError {}
/** No answer came, or none in time: whether the call was done is not known. */
export class NoAnswerError extends TramaError {}

type ErrorClass = new (parts: ErrorParts) => TramaError;

const BY_STATUS: Record<number, ErrorClass> = {
  400: InvalidError,
  401: UnauthorizedError,
  402: PaymentError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  410: NotFoundError,
  412: StaleError,
  413: InvalidError,
  415: InvalidError,
  422: InvalidError,
  429: TooManyError,
};

const OWN = new Set(['type', 'title', 'status', 'detail', 'code', 'instance', 'traceId', 'errors']);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Of an answer that is no success. `body` is what was read of it: a problem document (RFC 9457), or whatever a proxy wrote. */
export function errorOf(status: number, body: unknown, retryAfter: number | null): TramaError {
  const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const Kind = BY_STATUS[status] ?? (status >= 500 ? ServerError : TramaError);
  const title = text(problem.title) ?? `HTTP ${status}`;
  return new Kind({
    code: text(problem.code) ?? `http_${status}`,
    status,
    title,
    message: text(problem.detail) ?? title,
    traceId: text(problem.traceId) ?? null,
    faults: Array.isArray(problem.errors) ? (problem.errors as Fault[]) : [],
    details: Object.fromEntries(Object.entries(problem).filter(([name]) => !OWN.has(name))),
    retryAfter,
  });
}
