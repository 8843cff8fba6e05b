// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Call, CallCountUsageResult, CallListPage, CallReplayBody, CallReplayResult, CallSummary } from '../types.ts';

export interface CallListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  key?: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** The pattern: `/v1/runs/{run}`. */
  route?: string;
  /** `404`, or a class: `4xx`. */
  status?: string;
  ip?: string;
  /** `traceId` of an error. */
  trace?: string;
  from?: string;
  to?: string;
}

export interface CallCountUsageQuery {
  /** Seven days ago where it is left out. */
  from?: string;
  to?: string;
  by?: 'hour' | 'day';
  key?: string;
}

export class CallsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Calls that keys and tokens made in the last 30 days, newest first. A call is here a moment after its answer
   * has left. What people do in the product is in the audit. Needs `keys:read`.
   */
  list(query: CallListQuery = {}, options: RequestOptions = {}): Pages<CallSummary, CallListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/calls', query: { ...query } }, 'data', options);
  }

  /**
   * One call, with its bodies where the key keeps them. Bodies are shown to those who have every right that the
   * call needs; of GraphQL, and of calls that show or repeat calls, to those who have all rights. Needs
   * `keys:read`.
   */
  get(call: string, options: RequestOptions = {}): Promise<Call> {
    return this.#http.json({ method: 'GET', path: `/v1/calls/${inPath(call)}` }, options);
  }

  /**
   * Do a call again, with the rights of whoever asks. What reads is done at once; what changes data needs
   * `write: true`, and its body must have been kept. A POST gets a new idempotency key, or the first one with
   * `sameKey: true`, which only the key that made the call may ask for: keys of calls count for each caller by
   * itself. Needs `keys:read`.
   */
  replay(call: string, body: CallReplayBody = {}, options: RequestOptions = {}): Promise<CallReplayResult> {
    return this.#http.json({ method: 'POST', path: `/v1/calls/${inPath(call)}/replay`, body }, options);
  }

  /**
   * How many calls there were, by time, route and key. Counted in the log. `refused`: 4xx but 429, `limited`:
   * 429, `failed`: 5xx. Days are those of the tenant. Needs `keys:read`.
   */
  countUsage(query: CallCountUsageQuery = {}, options: RequestOptions = {}): Promise<CallCountUsageResult> {
    return this.#http.json({ method: 'GET', path: '/v1/usage/calls', query: { ...query } }, options);
  }
}
