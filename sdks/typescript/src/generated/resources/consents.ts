// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Consent, ConsentCheckResult, ConsentListPage, ConsentRecordBody } from '../types.ts';

export interface ConsentCheckQuery {
  channel: 'email' | 'telegram' | 'whatsapp' | 'phone' | 'sms';
  contact: string;
  purpose: string;
}

export interface ConsentListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  channel?: 'email' | 'telegram' | 'whatsapp' | 'phone' | 'sms';
  contact?: string;
  purpose?: string;
}

export class ConsentsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** What holds of a contact for a purpose. Needs `data:read`. */
  check(query: ConsentCheckQuery, options: RequestOptions = {}): Promise<ConsentCheckResult> {
    return this.#http.json({ method: 'GET', path: '/v1/consents/check', query: { ...query } }, options);
  }

  /**
   * Who agreed to get what, or refused, newest first. Entries are never changed: of a contact and purpose the
   * newest holds. Name channel and contact together. Needs `data:read`.
   */
  list(query: ConsentListQuery = {}, options: RequestOptions = {}): Pages<Consent, ConsentListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/consents', query: { ...query } }, 'data', options);
  }

  /** Write down that a contact agreed, or refused. Needs `data:write`. */
  record(body: ConsentRecordBody, options: RequestOptions = {}): Promise<Consent> {
    return this.#http.json({ method: 'POST', path: '/v1/consents', body, keyed: true }, options);
  }
}
