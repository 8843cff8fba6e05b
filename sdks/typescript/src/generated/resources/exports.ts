// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Export, ExportListResult } from '../types.ts';

export class ExportsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Begin an export of everything that the tenant has. For an owner in person. It is made in the background and
   * goes on where it was after a crash; a notice tells of its end. What opens something (secrets of connections,
   * keys) is left out. Format: privacy.md. Needs `tenant:write`.
   */
  create(options: RequestOptions = {}): Promise<Export> {
    return this.#http.json({ method: 'POST', path: '/v1/exports', keyed: true }, options);
  }

  /** Exports of the last days, newest first. Needs `tenant:read`. */
  list(options: RequestOptions = {}): Promise<ExportListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/exports' }, options);
  }

  /** How far an export is. Needs `tenant:read`. */
  get(exportId: string, options: RequestOptions = {}): Promise<Export> {
    return this.#http.json({ method: 'GET', path: `/v1/exports/${inPath(exportId)}` }, options);
  }

  /**
   * The archive of an export, streamed. A `.tar.gz`, for an owner in person, until it expires; each time it is
   * written into the audit. Needs `tenant:read`.
   */
  download(exportId: string, options: RequestOptions = {}): Promise<Response> {
    return this.#http.bytes({ method: 'GET', path: `/v1/exports/${inPath(exportId)}/archive` }, options);
  }
}
