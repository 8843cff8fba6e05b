// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Retention, RetentionUpdateBody, RetentionUpdateResult } from '../types.ts';

export class RetentionApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** How long each kind of data is kept. Needs `tenant:read`. */
  get(options: RequestOptions = {}): Promise<Retention> {
    return this.#http.json({ method: 'GET', path: '/v1/retention' }, options);
  }

  /**
   * Choose how long data is kept, or hold all of it. What is left out stays. What is past its new time goes
   * within an hour, in batches, for good. To lift a hold or to shorten a time takes an owner in person, signed
   * in within the last 30 minutes. Needs `tenant:write`.
   */
  update(body: RetentionUpdateBody = {}, options: RequestOptions = {}): Promise<RetentionUpdateResult> {
    return this.#http.json({ method: 'PATCH', path: '/v1/retention', body }, options);
  }
}
