// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { SubscriptionGetInvoiceResult, SubscriptionGetMarketplacesResult, SubscriptionGetProfileResult, SubscriptionInvoice, SubscriptionListInvoicesPage, SubscriptionListUsageResult, SubscriptionSendInvoiceResult, SubscriptionSetMarketplacesBody, SubscriptionSetProfileBody } from '../types.ts';

export interface SubscriptionListInvoicesQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  kind?: 'invoice' | 'credit_note';
}

export class SubscriptionApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Whom invoices are made out to. Needs `billing:read`. */
  getProfile(options: RequestOptions = {}): Promise<SubscriptionGetProfileResult> {
    return this.#http.json({ method: 'GET', path: '/v1/subscription/profile' }, options);
  }

  /**
   * Say whom invoices are made out to. For invoices that are issued from now on. The check digits of CPF and
   * CNPJ are checked; a CNPJ may hold letters. With `If-Match` it is 412 where somebody changed it before. Needs
   * `billing:write`.
   */
  setProfile(body: SubscriptionSetProfileBody, options: RequestOptions = {}): Promise<SubscriptionGetProfileResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/subscription/profile', body }, options);
  }

  /** Invoices and credit notes, newest first. Needs `billing:read`. */
  listInvoices(query: SubscriptionListInvoicesQuery = {}, options: RequestOptions = {}): Pages<SubscriptionInvoice, SubscriptionListInvoicesPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/subscription/invoices', query: { ...query } }, 'data', options);
  }

  /** An invoice as it was issued, with its lines. Needs `billing:read`. */
  getInvoice(invoice: string, options: RequestOptions = {}): Promise<SubscriptionGetInvoiceResult> {
    return this.#http.json({ method: 'GET', path: `/v1/subscription/invoices/${inPath(invoice)}` }, options);
  }

  /** An invoice as a PDF. Needs `billing:read`. */
  getInvoicePdf(invoice: string, options: RequestOptions = {}): Promise<Response> {
    return this.#http.bytes({ method: 'GET', path: `/v1/subscription/invoices/${inPath(invoice)}/pdf` }, options);
  }

  /**
   * Mail an invoice again. To the billing e-mail and the owners, with the PDF; several times within a minute are
   * one. Needs `billing:write`.
   */
  sendInvoice(invoice: string, options: RequestOptions = {}): Promise<SubscriptionSendInvoiceResult> {
    return this.#http.json({ method: 'POST', path: `/v1/subscription/invoices/${inPath(invoice)}/send` }, options);
  }

  /** How full everything is that the plan counts. Needs `tenant:read`. */
  listUsage(options: RequestOptions = {}): Promise<SubscriptionListUsageResult> {
    return this.#http.json({ method: 'GET', path: '/v1/subscription/usage' }, options);
  }

  /** Marketplaces of the plan, and those of one’s choice. Needs `tenant:read`. */
  getMarketplaces(options: RequestOptions = {}): Promise<SubscriptionGetMarketplacesResult> {
    return this.#http.json({ method: 'GET', path: '/v1/subscription/marketplaces' }, options);
  }

  /**
   * Choose the marketplaces of one’s choice. Replaces those that were chosen. A choice stands for thirty days.
   * Needs `tenant:write`.
   */
  setMarketplaces(body: SubscriptionSetMarketplacesBody, options: RequestOptions = {}): Promise<SubscriptionGetMarketplacesResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/subscription/marketplaces', body }, options);
  }
}
