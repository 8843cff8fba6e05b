// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { WebhookDelivery, WebhookEndpoint, WebhookEndpointCreateBody, WebhookEndpointCreateResult, WebhookEndpointEnableBody, WebhookEndpointEnableResult, WebhookEndpointListPage, WebhookEndpointReplayFailedBody, WebhookEndpointReplayFailedResult, WebhookEndpointSendBody, WebhookEndpointSendResult, WebhookEndpointTestBody, WebhookEndpointUpdateBody, WebhookEndpointUpdateResult } from '../types.ts';

export interface WebhookEndpointListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class WebhookEndpointsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Have what happens told to an address. Messages are signed by Standard Webhooks. The secret is in this answer
   * alone. Needs `webhooks:write`.
   */
  create(body: WebhookEndpointCreateBody, options: RequestOptions = {}): Promise<WebhookEndpointCreateResult> {
    return this.#http.json({ method: 'POST', path: '/v1/webhook-endpoints', body, keyed: true }, options);
  }

  /** Webhook endpoints with their last 24 hours, newest first. Needs `webhooks:read`. */
  list(query: WebhookEndpointListQuery = {}, options: RequestOptions = {}): Pages<WebhookEndpoint, WebhookEndpointListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/webhook-endpoints', query: { ...query } }, 'data', options);
  }

  /** One webhook endpoint, without its secret. Needs `webhooks:read`. */
  get(endpoint: string, options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.#http.json({ method: 'GET', path: `/v1/webhook-endpoints/${inPath(endpoint)}` }, options);
  }

  /**
   * Change a webhook endpoint. What is left out stays. Another host asks for the values of secret headers again.
   * Needs `webhooks:write`.
   */
  update(endpoint: string, body: WebhookEndpointUpdateBody = {}, options: RequestOptions = {}): Promise<WebhookEndpointUpdateResult> {
    return this.#http.json({ method: 'PATCH', path: `/v1/webhook-endpoints/${inPath(endpoint)}`, body }, options);
  }

  /** Forget a webhook endpoint. Its deliveries go with it, those on their way, too. Needs `webhooks:write`. */
  delete(endpoint: string, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: `/v1/webhook-endpoints/${inPath(endpoint)}` }, options);
  }

  /**
   * Give it a new secret. For 24 hours both secrets sign, so that the receiver can change over when it likes.
   * Needs `webhooks:write`.
   */
  rotateSecret(endpoint: string, options: RequestOptions = {}): Promise<WebhookEndpointCreateResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/rotate-secret`, keyed: true }, options);
  }

  /** Sign with the new secret alone, from now on. Needs `webhooks:write`. */
  endPreviousSecret(endpoint: string, options: RequestOptions = {}): Promise<WebhookEndpointUpdateResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/end-previous-secret` }, options);
  }

  /**
   * Send to it again. With `replay` up to 10,000 are sent, the oldest first; where `replayed` is as many, ask
   * `…/replay` for the rest. Needs `webhooks:write`.
   */
  enable(endpoint: string, body: WebhookEndpointEnableBody = {}, options: RequestOptions = {}): Promise<WebhookEndpointEnableResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/enable`, body }, options);
  }

  /**
   * Send it nothing for now. What comes meanwhile is kept for a week, and can be sent when it is enabled again.
   * Needs `webhooks:write`.
   */
  disable(endpoint: string, options: RequestOptions = {}): Promise<WebhookEndpointUpdateResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/disable` }, options);
  }

  /**
   * Send again what failed in a span of time. Up to 10,000, the oldest first, each under the id that it had.
   * Needs `webhooks:write`.
   */
  replayFailed(endpoint: string, body: WebhookEndpointReplayFailedBody, options: RequestOptions = {}): Promise<WebhookEndpointReplayFailedResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/replay`, body }, options);
  }

  /** Send a message to this endpoint, whether it was meant for it or not. Needs `webhooks:write`. */
  send(endpoint: string, body: WebhookEndpointSendBody, options: RequestOptions = {}): Promise<WebhookEndpointSendResult> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/send`, body }, options);
  }

  /**
   * Send it an example, and show what it answers. Signed as any message, once, and not tried again. It answers
   * within 15 seconds or not at all. Needs `webhooks:write`.
   */
  test(endpoint: string, body: WebhookEndpointTestBody, options: RequestOptions = {}): Promise<WebhookDelivery> {
    return this.#http.json({ method: 'POST', path: `/v1/webhook-endpoints/${inPath(endpoint)}/test`, body }, options);
  }
}
