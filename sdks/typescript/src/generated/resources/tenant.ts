// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Tenant, TenantGetDeletionResult, TenantRequestDeletionBody, TenantRequestDeletionResult, TenantUpdateBody } from '../types.ts';

export class TenantApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Ask that the tenant be deleted, with all that it has. For an owner in person, signed in within the last 30
   * minutes, who types the name of the account. At once nothing starts any more, keys are dead and everybody
   * else is signed out. Until `dueAt` it can be taken back; then everything is deleted, for good, and a signed
   * receipt says so. Needs `tenant:write`.
   */
  requestDeletion(body: TenantRequestDeletionBody, options: RequestOptions = {}): Promise<TenantRequestDeletionResult> {
    return this.#http.json({ method: 'POST', path: '/v1/tenant/deletion', body, keyed: true }, options);
  }

  /** Whether the tenant is to be deleted, and when. Needs `tenant:read`. */
  getDeletion(options: RequestOptions = {}): Promise<TenantGetDeletionResult> {
    return this.#http.json({ method: 'GET', path: '/v1/tenant/deletion' }, options);
  }

  /** Take the deletion back: triggers and keys are as they were. Needs `tenant:write`. */
  cancelDeletion(options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: '/v1/tenant/deletion' }, options);
  }

  /** The tenant: name, time zone, settings that flows read, brand. Needs `tenant:read`. */
  get(options: RequestOptions = {}): Promise<Tenant> {
    return this.#http.json({ method: 'GET', path: '/v1/tenant' }, options);
  }

  /**
   * Change the tenant. What is left out stays. With `If-Match` it is 412 where somebody changed it before. Never
   * put a secret into `settings`: flows, and whoever may read them, see it. Needs `tenant:write`.
   */
  update(body: TenantUpdateBody = {}, options: RequestOptions = {}): Promise<Tenant> {
    return this.#http.json({ method: 'PATCH', path: '/v1/tenant', body }, options);
  }
}
