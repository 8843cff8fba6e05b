// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Domain, DomainCreateBody, DomainListResult, DomainUpdateBody } from '../types.ts';

export class DomainsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Domains of the tenant, proved or not. Needs `security:read`. */
  list(options: RequestOptions = {}): Promise<DomainListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/domains' }, options);
  }

  /** Name a domain, and get the record that proves it. Needs `security:write`. */
  create(body: DomainCreateBody, options: RequestOptions = {}): Promise<Domain> {
    return this.#http.json({ method: 'POST', path: '/v1/domains', body, keyed: true }, options);
  }

  /** Look for the record of a domain. Needs `security:write`. */
  verify(domain: string, options: RequestOptions = {}): Promise<Domain> {
    return this.#http.json({ method: 'POST', path: `/v1/domains/${inPath(domain)}/verify` }, options);
  }

  /** Say what people of a domain join as, who come by single sign-on. Needs `security:write`. */
  update(domain: string, body: DomainUpdateBody, options: RequestOptions = {}): Promise<Domain> {
    return this.#http.json({ method: 'PATCH', path: `/v1/domains/${inPath(domain)}`, body }, options);
  }

  /** Take a domain off the list. Needs `security:write`. */
  delete(domain: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/domains/${inPath(domain)}` }, options);
  }
}
