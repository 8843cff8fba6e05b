// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { type Bytes, inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { FileUploadResult } from '../types.ts';

export interface FileDownloadQuery {
  /** What to save it as. */
  name?: string;
}

export interface FileUploadQuery {
  name: string;
  /** Its media type. */
  type?: string;
}

export class FilesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * The content of a kept file. By the `file` of its value, which is the hash of its content. Always to be
   * saved, never shown as a page. Needs `runs:read`.
   */
  download(file: string, query: FileDownloadQuery = {}, options: RequestOptions = {}): Promise<Response> {
    return this.#http.bytes({ method: 'GET', path: `/v1/files/${inPath(file)}`, query: { ...query } }, options);
  }

  /**
   * Keep a file. The body is its bytes, up to 25 MB. The answer is the value that steps take as a file; the same
   * content is the same file. Needs `flows:write`.
   */
  upload(bytes: Bytes, query: FileUploadQuery, options: RequestOptions = {}): Promise<FileUploadResult> {
    return this.#http.json({ method: 'POST', path: '/v1/files', query: { ...query }, bytes, media: 'application/octet-stream' }, options);
  }
}
