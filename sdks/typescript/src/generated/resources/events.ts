// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Event, EventListPage, EventPublishBody, EventPublishResult } from '../types.ts';

export interface EventListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** What the name begins with. */
  name?: string;
  key?: string;
}

export class EventsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Events of the last 30 days, newest first. Events that were sent to one run alone are in its trace. Needs
   * `events:read`.
   */
  list(query: EventListQuery = {}, options: RequestOptions = {}): Pages<Event, EventListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/events', query: { ...query } }, 'data', options);
  }

  /**
   * Tell that something happened. Starts every flow with that trigger and reaches every run that waits for that
   * name and key. Needs `events:write`.
   */
  publish(body: EventPublishBody, options: RequestOptions = {}): Promise<EventPublishResult> {
    return this.#http.json({ method: 'POST', path: '/v1/events', body, keyed: true }, options);
  }
}
