// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Home, HomeGetCountsResult, HomeListFlowsResult } from '../types.ts';

export interface HomeGetQuery {
  /** Seven days ago where it is left out; at most 100 days. */
  from?: string;
}

export class HomeApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Figures of a first page: totals, busiest flows, what waits, what failed last. Of production: runs of tests
   * are left out. Days are those of the tenant’s time zone. Needs `runs:read`.
   */
  get(query: HomeGetQuery = {}, options: RequestOptions = {}): Promise<Home> {
    return this.#http.json({ method: 'GET', path: '/v1/home', query: { ...query } }, options);
  }

  /** How many approvals wait for somebody. Needs `approvals:read`. */
  getCounts(options: RequestOptions = {}): Promise<HomeGetCountsResult> {
    return this.#http.json({ method: 'GET', path: '/v1/home/counts' }, options);
  }

  /**
   * Of every flow that ran: its last run, and its runs of each of the last eight days. Of production: runs of
   * tests are left out. Days are those of the tenant’s time zone, the last one is today. Needs `runs:read`.
   */
  listFlows(options: RequestOptions = {}): Promise<HomeListFlowsResult> {
    return this.#http.json({ method: 'GET', path: '/v1/home/flows' }, options);
  }
}
