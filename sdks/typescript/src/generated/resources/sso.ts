// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Sso, SsoProvider, SsoSetBodyOidc, SsoSetBodySaml, SsoTestResult, SsoUpdateBody } from '../types.ts';

export class SsoApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The tenant’s own way to sign in. Needs `security:read`. */
  get(options: RequestOptions = {}): Promise<Sso> {
    return this.#http.json({ method: 'GET', path: '/v1/sso' }, options);
  }

  /**
   * Set the provider that lets people in. Whatever changes whose word is believed switches it off until it was
   * tried out again. The client secret is never shown again. The provider’s addresses are reached under the same
   * rules as those of flows. Needs `security:write`.
   */
  set(body: SsoSetBodyOidc | SsoSetBodySaml, options: RequestOptions = {}): Promise<SsoProvider> {
    return this.#http.json({ method: 'PUT', path: '/v1/sso', body }, options);
  }

  /**
   * Switch single sign-on on or off, and say whether it is the only way in. On: by an owner, once a try went
   * well. Off: the sessions that it opened are over. `required` keeps out whoever comes by another way, but for
   * owners behind a second step; one of them has to have it. Needs `security:write`.
   */
  update(body: SsoUpdateBody, options: RequestOptions = {}): Promise<SsoProvider> {
    return this.#http.json({ method: 'PATCH', path: '/v1/sso', body }, options);
  }

  /** Forget the provider, and whom it knew. Needs `security:write`. */
  delete(options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: '/v1/sso' }, options);
  }

  /**
   * Try the set-up out, in this browser. It lets nobody in: how it went stands in the set-up afterwards. Needs
   * `security:write`.
   */
  test(options: RequestOptions = {}): Promise<SsoTestResult> {
    return this.#http.json({ method: 'POST', path: '/v1/sso/test' }, options);
  }
}
