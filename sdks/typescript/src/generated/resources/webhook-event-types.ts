// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { WebhookEventTypeListResult } from '../types.ts';

export class WebhookEventTypesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What endpoints may be told of. Needs `webhooks:read`. */
  list(options: RequestOptions = {}): Promise<WebhookEventTypeListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/webhook-event-types' }, options);
  }
}
