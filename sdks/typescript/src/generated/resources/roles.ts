// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { RoleCreateBody, RoleListResult, RoleListResultCustom, RoleUpdateBody } from '../types.ts';

export class RolesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Roles: the built-in ones and the tenant’s own, and what each may do. `rights` are all that there are, in
   * groups, in the language of the reader. Needs `members:read`.
   */
  list(options: RequestOptions = {}): Promise<RoleListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/roles' }, options);
  }

  /** Make a role of the tenant’s own. Needs `members:write`. */
  create(body: RoleCreateBody, options: RequestOptions = {}): Promise<RoleListResultCustom> {
    return this.#http.json({ method: 'POST', path: '/v1/roles', body, keyed: true }, options);
  }

  /** Change a role; it counts at once for whoever has it. Needs `members:write`. */
  update(role: string, body: RoleUpdateBody = {}, options: RequestOptions = {}): Promise<RoleListResultCustom> {
    return this.#http.json({ method: 'PATCH', path: `/v1/roles/${inPath(role)}`, body }, options);
  }

  /** Delete a role that nobody has. Needs `members:write`. */
  delete(role: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/roles/${inPath(role)}` }, options);
  }
}
