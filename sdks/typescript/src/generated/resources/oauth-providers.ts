// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { OauthProviderListResult } from '../types.ts';

export class OauthProvidersApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Providers whose addresses are known, for `http` connections that one signs in to. Needs `connections:read`. */
  list(options: RequestOptions = {}): Promise<OauthProviderListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/oauth-providers' }, options);
  }
}
