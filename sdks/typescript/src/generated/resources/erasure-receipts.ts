// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { ErasureReceipt } from '../types.ts';

export class ErasureReceiptsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * The signed proof that a tenant was deleted, for whoever has its id. Holds nothing personal. `hash` is
   * SHA-256 of the receipt as JSON without spaces, its names in order of the alphabet; `signature` is Ed25519 of
   * those 32 bytes. 404 until all is gone.
   */
  get(receipt: string, options: RequestOptions = {}): Promise<ErasureReceipt> {
    return this.#http.json({ method: 'GET', path: `/v1/erasure-receipts/${inPath(receipt)}` }, options);
  }
}
