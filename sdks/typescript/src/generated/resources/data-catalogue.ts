// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { DataCatalogueListResult } from '../types.ts';

export class DataCatalogueApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * What is kept of a tenant: every table and column, what it is for, for how long, where it goes. Needs
   * `tenant:read`.
   */
  list(options: RequestOptions = {}): Promise<DataCatalogueListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/data-catalogue' }, options);
  }
}
