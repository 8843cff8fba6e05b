// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { type Bytes, inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Import, ImportCreateBody, ImportListResult } from '../types.ts';

export interface ImportDeleteQuery {
  /** true: only while it has not ended, else 409. */
  open?: string;
}

export class ImportsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Begin to take an archive in, from another installation or an account of before. For an owner in person,
   * signed in within the last 30 minutes, into an account that has nothing yet. Its bytes follow in pieces, then
   * `start`. With `sha256`, the same archive is the import that there is already (200). What comes along and
   * what does not: privacy.md. Needs `tenant:write`.
   */
  create(body: ImportCreateBody, options: RequestOptions = {}): Promise<Import> {
    return this.#http.json({ method: 'POST', path: '/v1/imports', body, keyed: true }, options);
  }

  /** Imports of the last days, newest first. Needs `tenant:read`. */
  list(options: RequestOptions = {}): Promise<ImportListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/imports' }, options);
  }

  /**
   * A piece of the archive. The body is its bytes, up to 8 MB. Pieces count from 0; one that is sent again takes
   * its own place. Needs `tenant:write`.
   */
  setPiece(importId: string, n: number, bytes: Bytes, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'PUT', path: `/v1/imports/${inPath(importId)}/pieces/${inPath(n)}`, bytes, media: 'application/octet-stream' }, options);
  }

  /**
   * All pieces were sent: take it in. Workers read all of it before a row is written, and write all rows at
   * once. A notice tells of the end. Needs `tenant:write`.
   */
  start(importId: string, options: RequestOptions = {}): Promise<Import> {
    return this.#http.json({ method: 'POST', path: `/v1/imports/${inPath(importId)}/start`, keyed: true }, options);
  }

  /** How far an import is, and its report: what came, what did not. Needs `tenant:read`. */
  get(importId: string, options: RequestOptions = {}): Promise<Import> {
    return this.#http.json({ method: 'GET', path: `/v1/imports/${inPath(importId)}` }, options);
  }

  /**
   * Give an import up, or take one that has ended off the list. Where workers have it, they let go within
   * seconds, nothing of it is ever seen, and it ends as `failed` with `cancelled`; until then `phase` is
   * `cancel`. Needs `tenant:write`.
   */
  delete(importId: string, query: ImportDeleteQuery = {}, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/imports/${inPath(importId)}`, query: { ...query } }, options);
  }
}
