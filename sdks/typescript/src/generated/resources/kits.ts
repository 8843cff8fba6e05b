// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { KitListResult, KitUseBody, KitUseResult } from '../types.ts';

export class KitsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Kits: templates that together do a kind of shop’s daily work. Needs `flows:read`. */
  list(options: RequestOptions = {}): Promise<KitListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/kits' }, options);
  }

  /**
   * Make all flows and tables of a kit. All or nothing. A flow that was made of the kit before and is not
   * archived is kept as it is: calling twice makes nothing twice. Needs `flows:write`.
   */
  use(kit: string, body: KitUseBody = {}, options: RequestOptions = {}): Promise<KitUseResult> {
    return this.#http.json({ method: 'POST', path: `/v1/kits/${inPath(kit)}/use`, body, keyed: true }, options);
  }
}
