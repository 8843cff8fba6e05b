// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { ScopeListResult } from '../types.ts';

export class ScopesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The rights that a key may have, by area, in the caller’s language. */
  list(options: RequestOptions = {}): Promise<ScopeListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/scopes' }, options);
  }
}
