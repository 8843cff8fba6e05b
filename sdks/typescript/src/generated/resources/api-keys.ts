// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { ApiKey, ApiKeyCreateBody, ApiKeyCreateResult, ApiKeyListPage, ApiKeyRotateBody, ApiKeyUpdateBody } from '../types.ts';

export interface ApiKeyListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class ApiKeysApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Make an API key. The key itself is in this answer alone. Needs `keys:write`. */
  create(body: ApiKeyCreateBody, options: RequestOptions = {}): Promise<ApiKeyCreateResult> {
    return this.#http.json({ method: 'POST', path: '/v1/api-keys', body, keyed: true }, options);
  }

  /** API keys, newest first. Needs `keys:read`. */
  list(query: ApiKeyListQuery = {}, options: RequestOptions = {}): Pages<ApiKey, ApiKeyListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/api-keys', query: { ...query } }, 'data', options);
  }

  /** Revoke an API key, at once. Needs `keys:write`. */
  revoke(key: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/api-keys/${inPath(key)}` }, options);
  }

  /** One API key, without its secret. Needs `keys:read`. */
  get(key: string, options: RequestOptions = {}): Promise<ApiKey> {
    return this.#http.json({ method: 'GET', path: `/v1/api-keys/${inPath(key)}` }, options);
  }

  /** Change a key’s name, rights, expiry, addresses, limit, or whether bodies are logged. Needs `keys:write`. */
  update(key: string, body: ApiKeyUpdateBody = {}, options: RequestOptions = {}): Promise<ApiKey> {
    return this.#http.json({ method: 'PATCH', path: `/v1/api-keys/${inPath(key)}`, body }, options);
  }

  /**
   * Give a key a new secret, while the old one works on for a time. The new secret is in this answer alone.
   * `overlapHours: 0` ends the old one at once. Needs `keys:write`.
   */
  rotate(key: string, body: ApiKeyRotateBody = {}, options: RequestOptions = {}): Promise<ApiKeyCreateResult> {
    return this.#http.json({ method: 'POST', path: `/v1/api-keys/${inPath(key)}/rotate`, body, keyed: true }, options);
  }

  /** End the secret of before the last rotation now. Needs `keys:write`. */
  endPreviousSecret(key: string, options: RequestOptions = {}): Promise<ApiKey> {
    return this.#http.json({ method: 'DELETE', path: `/v1/api-keys/${inPath(key)}/previous` }, options);
  }
}
