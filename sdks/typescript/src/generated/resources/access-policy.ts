// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { AccessPolicy, AccessPolicySetBody } from '../types.ts';

export class AccessPolicyApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What the tenant asks of whoever comes. Needs `security:read`. */
  get(options: RequestOptions = {}): Promise<AccessPolicy> {
    return this.#http.json({ method: 'GET', path: '/v1/access-policy' }, options);
  }

  /**
   * Set what the tenant asks; it counts at each next call. A list of addresses that would keep its own author
   * out is refused, as is asking for two steps by somebody who has none. With `If-Match` it is 412 where
   * somebody changed it before. Needs `security:write`.
   */
  set(body: AccessPolicySetBody, options: RequestOptions = {}): Promise<AccessPolicy> {
    return this.#http.json({ method: 'PUT', path: '/v1/access-policy', body }, options);
  }
}
