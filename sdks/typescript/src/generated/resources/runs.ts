// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import { type StreamEvent, type StreamOptions, streamEvents } from '../../stream-events.ts';
import type { Run, RunBulkBody, RunBulkResult, RunGetSummaryResult, RunGetTemporalResult, RunGetTracePage, RunListPage, RunRetryBody, RunRetryResult, RunSendEventBody, RunSendEventResult, RunStartAccepted, RunStartBody, RunSummary, RunTrace } from '../types.ts';

export interface RunStreamAllQuery {
  /** Id or slug. */
  flow?: string;
}

export interface RunGetSummaryQuery {
  /** Id or slug. */
  flow?: string;
  /** Accepted at or after. */
  from: string;
  /** Accepted before; now where it is left out. */
  to?: string;
  by?: 'hour' | 'day';
  /** Only runs of tests, or only others. */
  test?: boolean;
}

export interface RunListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** Id or slug. */
  flow?: string;
  /** One, or several between commas. */
  status?: string;
  /** Accepted at or after. */
  from?: string;
  /** Accepted before. */
  to?: string;
  /** Only runs of tests, or only others. */
  test?: boolean;
  /** Only those that try this run again. */
  retryOf?: string;
  /** Found in the id, the trigger, the output or the error. */
  q?: string;
}

export interface RunGetTraceQuery {
  /** `n` of the last step already read. */
  cursor?: number;
  limit?: number;
}

export class RunsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The runs of a flow (or all) as they begin, change and end, as server-sent events. Needs `runs:read`. */
  streamAll(query: RunStreamAllQuery = {}, options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, void> {
    return streamEvents(this.#http, { method: 'GET', path: '/v1/runs/stream', query: { ...query } }, options);
  }

  /**
   * How many runs each hour or day had, by status, and how long they took. Without gaps, at most 800; days are
   * those of the tenant’s time zone. `p50Ms` and `p95Ms` are of runs that succeeded. Needs `runs:read`.
   */
  getSummary(query: RunGetSummaryQuery, options: RequestOptions = {}): Promise<RunGetSummaryResult> {
    return this.#http.json({ method: 'GET', path: '/v1/runs/summary', query: { ...query } }, options);
  }

  /**
   * Do one thing to many runs. At most 1,000 runs a call, oldest first; `more` says that there may be others,
   * and `next`, sent as `after`, goes on behind them. Needs `runs:write`.
   */
  bulk(body: RunBulkBody, options: RequestOptions = {}): Promise<RunBulkResult> {
    return this.#http.json({ method: 'POST', path: '/v1/runs/bulk', body, keyed: true }, options);
  }

  /**
   * Start a run. With `Prefer: wait=20` the answer is 200 and the finished run, or 202 when the wait is over.
   * Needs `runs:write`.
   */
  start(flow: string, body: RunStartBody = {}, options: RequestOptions = {}): Promise<Run | RunStartAccepted> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/runs`, body, keyed: true }, options);
  }

  /** Runs, newest first. Needs `runs:read`. */
  list(query: RunListQuery = {}, options: RequestOptions = {}): Pages<RunSummary, RunListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/runs', query: { ...query } }, 'data', options);
  }

  /** One run. Needs `runs:read`. */
  get(run: string, options: RequestOptions = {}): Promise<Run> {
    return this.#http.json({ method: 'GET', path: `/v1/runs/${inPath(run)}` }, options);
  }

  /**
   * What a run did, step by step. Values of over 32 KB are cut: `{ $cut, size, href, preview }`, the whole is at
   * `href`. Needs `runs:read`.
   */
  getTrace(run: string, query: RunGetTraceQuery = {}, options: RequestOptions = {}): Pages<RunTrace, RunGetTracePage> {
    return new Pages(this.#http, { method: 'GET', path: `/v1/runs/${inPath(run)}/trace`, query: { ...query } }, 'steps', options);
  }

  /** The whole of a value that a trace cut. Needs `runs:read`. */
  getStepPart(run: string, n: number, part: 'input' | 'output', options: RequestOptions = {}): Promise<unknown> {
    return this.#http.json({ method: 'GET', path: `/v1/runs/${inPath(run)}/steps/${inPath(n)}/${inPath(part)}` }, options);
  }

  /**
   * A run and its steps as they change, as server-sent events. Events: `run`, `step`, `end`, and `partial` with
   * what a language model has written so far. `Last-Event-ID` goes on where a connection broke. Needs
   * `runs:read`.
   */
  stream(run: string, options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, void> {
    return streamEvents(this.#http, { method: 'GET', path: `/v1/runs/${inPath(run)}/stream` }, options);
  }

  /**
   * Cancel a run. Timers, calls and the runs that it waits for end too; one that waits for its turn ends at
   * once. Needs `runs:write`.
   */
  cancel(run: string, options: RequestOptions = {}): Promise<Run> {
    return this.#http.json({ method: 'POST', path: `/v1/runs/${inPath(run)}/cancel`, keyed: true }, options);
  }

  /**
   * Pause a run. No node starts; timers and the timeout of the run count on, events are kept. Needs
   * `runs:write`.
   */
  pause(run: string, options: RequestOptions = {}): Promise<Run> {
    return this.#http.json({ method: 'POST', path: `/v1/runs/${inPath(run)}/pause`, keyed: true }, options);
  }

  /** Let a paused run go on. What became due meanwhile happens now. Needs `runs:write`. */
  resume(run: string, options: RequestOptions = {}): Promise<Run> {
    return this.#http.json({ method: 'POST', path: `/v1/runs/${inPath(run)}/resume`, keyed: true }, options);
  }

  /**
   * Run an ended run again. Makes a new run that keeps what `from` (a node of the top scope) does not lead to.
   * Needs `runs:write`.
   */
  retry(run: string, body: RunRetryBody = {}, options: RequestOptions = {}): Promise<RunRetryResult> {
    return this.#http.json({ method: 'POST', path: `/v1/runs/${inPath(run)}/retry`, body, keyed: true }, options);
  }

  /** Where Temporal’s own pages show the run, for owners and admins. Needs `runs:read`. */
  getTemporal(run: string, options: RequestOptions = {}): Promise<RunGetTemporalResult> {
    return this.#http.json({ method: 'GET', path: `/v1/runs/${inPath(run)}/temporal` }, options);
  }

  /** Tell one run alone. Needs `runs:write`. */
  sendEvent(run: string, body: RunSendEventBody, options: RequestOptions = {}): Promise<RunSendEventResult> {
    return this.#http.json({ method: 'POST', path: `/v1/runs/${inPath(run)}/events`, body, keyed: true }, options);
  }
}
