// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { WebhookDelivery, WebhookDeliveryListPage, WebhookDeliverySummary } from '../types.ts';

export interface WebhookDeliveryListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  endpoint?: string;
  message?: string;
  state?: 'due' | 'retrying' | 'parked' | 'succeeded' | 'failed';
  type?: 'run.succeeded' | 'run.failed' | 'run.cancelled' | 'run.waiting' | 'approval.opened' | 'approval.decided' | 'flow.published' | 'message.received' | 'member.joined' | 'member.changed' | 'member.left' | 'connection.created' | 'connection.changed' | 'connection.deleted';
  from?: string;
  to?: string;
}

export class WebhookDeliveriesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Deliveries, newest first. Needs `webhooks:read`. */
  list(query: WebhookDeliveryListQuery = {}, options: RequestOptions = {}): Pages<WebhookDeliverySummary, WebhookDeliveryListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/webhook-deliveries', query: { ...query } }, 'data', options);
  }

  /** One delivery with what was sent and each attempt’s answer. Needs `webhooks:read`. */
  get(delivery: string, options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#http.json({ method: 'GET', path: `/v1/webhook-deliveries/${inPath(delivery)}` }, options);
  }

  /** Send it again, under the same id. Needs `webhooks:write`. */
  replay(delivery: string, options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-deliveries/${inPath(delivery)}/replay` }, options);
  }
}
