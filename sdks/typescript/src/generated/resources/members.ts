// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Member, MemberListPage, MemberUpdateBody } from '../types.ts';

export interface MemberListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class MembersApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The people of the tenant, those who came first first. Needs `members:read`. */
  list(query: MemberListQuery = {}, options: RequestOptions = {}): Pages<Member, MemberListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/members', query: { ...query } }, 'data', options);
  }

  /**
   * Give a member another role, at once. Nobody gives a right that they lack; owners are made and unmade by
   * owners, and one always stays. Needs `members:write`.
   */
  update(user: string, body: MemberUpdateBody, options: RequestOptions = {}): Promise<Member> {
    return this.#http.json({ method: 'PATCH', path: `/v1/members/${inPath(user)}`, body }, options);
  }

  /** Remove a member; they are out at once. Needs `members:write`. */
  delete(user: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/members/${inPath(user)}` }, options);
  }
}
