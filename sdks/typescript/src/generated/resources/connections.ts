// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Connection, ConnectionBeginSignInResult, ConnectionListPage } from '../types.ts';

export interface ConnectionListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  connector?: string;
}

export class ConnectionsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Keep the credentials of a connector. Flat: `{ connector, name, …fields }`. The secret is never read back,
   * and sent only to its hosts. Needs `connections:write`.
   */
  create(body: Record<string, unknown> = {}, options: RequestOptions = {}): Promise<Connection> {
    return this.#http.json({ method: 'POST', path: '/v1/connections', body, keyed: true }, options);
  }

  /** Connections, newest first. Needs `connections:read`. */
  list(query: ConnectionListQuery = {}, options: RequestOptions = {}): Pages<Connection, ConnectionListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/connections', query: { ...query } }, 'data', options);
  }

  /** One connection, without its secret. Needs `connections:read`. */
  get(connection: string, options: RequestOptions = {}): Promise<Connection> {
    return this.#http.json({ method: 'GET', path: `/v1/connections/${inPath(connection)}` }, options);
  }

  /**
   * Rename it, or change its fields. What is left out stays. Other hosts ask for the secret again. Needs
   * `connections:write`.
   */
  update(connection: string, body: Record<string, unknown> = {}, options: RequestOptions = {}): Promise<Connection> {
    return this.#http.json({ method: 'PATCH', path: `/v1/connections/${inPath(connection)}`, body }, options);
  }

  /** Forget it. A connection that a published flow uses stays: 409. Needs `connections:write`. */
  delete(connection: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/connections/${inPath(connection)}` }, options);
  }

  /** Try it. Needs `connections:use`. */
  test(connection: string, options: RequestOptions = {}): Promise<Connection> {
    return this.#http.json({ method: 'POST', path: `/v1/connections/${inPath(connection)}/test` }, options);
  }

  /**
   * Begin to sign in to it. For connections with `grant: "authorization_code"`. Lead the browser of this session
   * to `url`; the provider sends it back to `/oauth/callback`. Good once, for ten minutes, and only for a person
   * who is signed in. Needs `connections:write`.
   */
  beginSignIn(connection: string, options: RequestOptions = {}): Promise<ConnectionBeginSignInResult> {
    return this.#http.json({ method: 'POST', path: `/v1/connections/${inPath(connection)}/sign-in` }, options);
  }
}
