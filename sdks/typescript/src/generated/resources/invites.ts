// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Invite, InviteCreateBody, InviteListPage } from '../types.ts';

export interface InviteListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class InvitesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Invite somebody by mail. The link in the letter is good for seven days, once, and for that address alone.
   * Needs `members:write`.
   */
  create(body: InviteCreateBody, options: RequestOptions = {}): Promise<Invite> {
    return this.#http.json({ method: 'POST', path: '/v1/invites', body, keyed: true }, options);
  }

  /** Invites that nobody took up or back, newest first. Needs `members:read`. */
  list(query: InviteListQuery = {}, options: RequestOptions = {}): Pages<Invite, InviteListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/invites', query: { ...query } }, 'data', options);
  }

  /**
   * Send an invite again: a new link, another seven days. The link of before opens nothing any more. Needs
   * `members:write`.
   */
  resend(invite: string, options: RequestOptions = {}): Promise<Invite> {
    return this.#http.json({ method: 'POST', path: `/v1/invites/${inPath(invite)}/resend` }, options);
  }

  /** Take an invite back; its link opens nothing any more. Needs `members:write`. */
  delete(invite: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/invites/${inPath(invite)}` }, options);
  }
}
