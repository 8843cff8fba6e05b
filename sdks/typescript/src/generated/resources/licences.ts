// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Licence, LicenceClaimLifetimeBody, LicenceClaimLifetimeResult, LicenceCreateBody, LicenceCreateResult, LicenceListPage } from '../types.ts';

export interface LicenceListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class LicencesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Turn a licence that was bought for life into a year of BUSINESS. Proved by its key, or by having signed in
   * with the address that bought it. Once: a second claim is 409. The plan comes within seconds, by `request`.
   * Needs `billing:write`.
   */
  claimLifetime(body: LicenceClaimLifetimeBody = {}, options: RequestOptions = {}): Promise<LicenceClaimLifetimeResult> {
    return this.#http.json({ method: 'POST', path: '/v1/licences/lifetime/claim', body, keyed: true }, options);
  }

  /**
   * Let a computer work without a connection. Gives a signed document, which programs verify by the public keys
   * at `/.well-known/trama-licences.json`. As many computers as the plan allows are active at once; asked again,
   * an active one gets a fresh document. Needs `tenant:read`.
   */
  create(body: LicenceCreateBody, options: RequestOptions = {}): Promise<LicenceCreateResult> {
    return this.#http.json({ method: 'POST', path: '/v1/licences', body, keyed: true }, options);
  }

  /** Computers that may work without a connection, newest first. Needs `tenant:read`. */
  list(query: LicenceListQuery = {}, options: RequestOptions = {}): Pages<Licence, LicenceListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/licences', query: { ...query } }, 'data', options);
  }

  /**
   * Take a computer off: its next refresh is refused. Whoever may change the tenant takes off any; others what
   * they activated themselves. Without a connection its document counts until its end. Needs `tenant:read`.
   */
  delete(licence: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/licences/${inPath(licence)}` }, options);
  }
}
