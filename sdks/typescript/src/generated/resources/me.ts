// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Me } from '../types.ts';

export class MeApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Who calls, and for which tenant. */
  get(options: RequestOptions = {}): Promise<Me> {
    return this.#http.json({ method: 'GET', path: '/v1/me' }, options);
  }
}
