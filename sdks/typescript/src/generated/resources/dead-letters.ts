// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { DeadLetter, DeadLetterListPage, DeadLetterSummary } from '../types.ts';

export interface DeadLetterListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  state?: 'open' | 'replayed' | 'discarded';
  kind?: 'message' | 'approval';
}

export class DeadLettersApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What could not be taken in or delivered, newest first. Needs `runs:read`. */
  list(query: DeadLetterListQuery = {}, options: RequestOptions = {}): Pages<DeadLetterSummary, DeadLetterListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/dead-letters', query: { ...query } }, 'data', options);
  }

  /** One of them, with what is in it. Needs `runs:read`. */
  get(letter: string, options: RequestOptions = {}): Promise<DeadLetter> {
    return this.#http.json({ method: 'GET', path: `/v1/dead-letters/${inPath(letter)}` }, options);
  }

  /** Try it once more. What fails again leaves it open, and says why. Needs `runs:write`. */
  replay(letter: string, options: RequestOptions = {}): Promise<DeadLetterSummary> {
    return this.#http.json({ method: 'POST', path: `/v1/dead-letters/${inPath(letter)}/replay`, keyed: true }, options);
  }

  /** Give it up for good. Needs `runs:write`. */
  discard(letter: string, options: RequestOptions = {}): Promise<DeadLetterSummary> {
    return this.#http.json({ method: 'POST', path: `/v1/dead-letters/${inPath(letter)}/discard`, keyed: true }, options);
  }
}
