// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { SubscriptionCancelBody, SubscriptionCancelResult, SubscriptionChangeBody, SubscriptionChangeResult, SubscriptionCreateBody, SubscriptionCreateResult, SubscriptionGetCurrentResult, SubscriptionGetCurrentResultRequest, SubscriptionGetInvoiceResult, SubscriptionGetMarketplacesResult, SubscriptionGetProfileResult, SubscriptionInvoice, SubscriptionListFrozenResult, SubscriptionListInvoicesPage, SubscriptionListPaymentsPage, SubscriptionListStoryPage, SubscriptionListUsageChargesPage, SubscriptionListUsageResult, SubscriptionPauseBody, SubscriptionPauseResult, SubscriptionPayment, SubscriptionPortalResult, SubscriptionPreviewBody, SubscriptionPreviewResult, SubscriptionProviderBody, SubscriptionProviderResult, SubscriptionResumeBody, SubscriptionResumeResult, SubscriptionRevokeResult, SubscriptionSendInvoiceResult, SubscriptionSetFrozenBody, SubscriptionSetFrozenResult, SubscriptionSetMarketplacesBody, SubscriptionSetProfileBody, SubscriptionStory, SubscriptionTrialBody, SubscriptionTrialResult, SubscriptionUpgradeBody, SubscriptionUpgradeResult, SubscriptionUsageCharge } from '../types.ts';

export interface SubscriptionListInvoicesQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  kind?: 'invoice' | 'credit_note';
}

export interface SubscriptionListUsageChargesQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export interface SubscriptionListPaymentsQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export interface SubscriptionListStoryQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
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
    return this.#http.json({ method: 'POST', path: `/v1/subscription/invoices/${inPath(invoice)}/send`, keyed: true }, options);
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
   * With `If-Match` it is 412 where it is another by now than what was looked at. Needs `tenant:write`.
   */
  setMarketplaces(body: SubscriptionSetMarketplacesBody, options: RequestOptions = {}): Promise<SubscriptionGetMarketplacesResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/subscription/marketplaces', body }, options);
  }

  /**
   * What use beyond the included came to, by month, and in this one so far. Of plans that have prices of use. A
   * month is counted once, an hour behind its end, and charged by itself. Needs `billing:read`.
   */
  listUsageCharges(query: SubscriptionListUsageChargesQuery = {}, options: RequestOptions = {}): Pages<SubscriptionUsageCharge, SubscriptionListUsageChargesPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/subscription/usage-charges', query: { ...query } }, 'data', options);
  }

  /** What is over the plan and stands still, and what works in its place. Needs `billing:read`. */
  listFrozen(options: RequestOptions = {}): Promise<SubscriptionListFrozenResult> {
    return this.#http.json({ method: 'GET', path: '/v1/subscription/frozen' }, options);
  }

  /**
   * Choose what works within the plan. In the order in which they are wanted; the rest stands still. Kinds that
   * are left out stay as they are. With `If-Match` it is 412 where it is another by now than what was looked at.
   * Needs `billing:write`.
   */
  setFrozen(body: SubscriptionSetFrozenBody, options: RequestOptions = {}): Promise<SubscriptionSetFrozenResult> {
    return this.#http.json({ method: 'PUT', path: '/v1/subscription/frozen', body }, options);
  }

  /** The subscription: plan, period, what is scheduled and what is open. Needs `billing:read`. */
  getCurrent(options: RequestOptions = {}): Promise<SubscriptionGetCurrentResult> {
    return this.#http.json({ method: 'GET', path: '/v1/subscription/current' }, options);
  }

  /**
   * How far a request is, with the page or the Pix that it waits for. A page that waits for a Pix asks this
   * every second or two. Needs `billing:read`.
   */
  getRequest(request: string, options: RequestOptions = {}): Promise<SubscriptionGetCurrentResultRequest> {
    return this.#http.json({ method: 'GET', path: `/v1/subscription/requests/${inPath(request)}` }, options);
  }

  /** Payments, the newest first. Needs `billing:read`. */
  listPayments(query: SubscriptionListPaymentsQuery = {}, options: RequestOptions = {}): Pages<SubscriptionPayment, SubscriptionListPaymentsPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/subscription/payments', query: { ...query } }, 'data', options);
  }

  /**
   * What happened to the subscription, and what comes next, in plain words. In the language of the request,
   * newest first. The run behind it is the product’s own. Needs `billing:read`.
   */
  listStory(query: SubscriptionListStoryQuery = {}, options: RequestOptions = {}): Pages<SubscriptionStory, SubscriptionListStoryPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/subscription/story', query: { ...query } }, 'data', options);
  }

  /**
   * Subscribe to a plan. Gives a page or a Pix to pay by; the plan counts once that is paid. With `trial` the
   * first charge is made when the plan’s trial is over. Asked again while the page is open, the same choice has
   * the same page, and another choice closes it. 409 says why not in `reason`; a plan or an add-on that there is
   * not is 422. Needs `billing:write`.
   */
  create(body: SubscriptionCreateBody, options: RequestOptions = {}): Promise<SubscriptionCreateResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/create', body, keyed: true }, options);
  }

  /**
   * Try a plan without paying. Once for an e-mail address and a document. When it is over the plan is FREE
   * again, or what was agreed on. Needs `billing:write`.
   */
  trial(body: SubscriptionTrialBody, options: RequestOptions = {}): Promise<SubscriptionTrialResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/trial', body, keyed: true }, options);
  }

  /**
   * What a change would cost, and what it would freeze. Good for ten minutes: a change, or going on after a
   * pause, with its id costs what it says. Needs `billing:read`.
   */
  preview(body: SubscriptionPreviewBody = {}, options: RequestOptions = {}): Promise<SubscriptionPreviewResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/preview', body, keyed: true }, options);
  }

  /**
   * Change the plan, the interval or add-ons. What is more is had now, and its pro rata charged now; what is
   * less comes at the period’s end. With `preview` it costs what that said, for ten minutes. Needs
   * `billing:write`.
   */
  change(body: SubscriptionChangeBody = {}, options: RequestOptions = {}): Promise<SubscriptionChangeResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/change', body, keyed: true }, options);
  }

  /** Change to a larger plan now. The same as a change to that plan. Needs `billing:write`. */
  upgrade(body: SubscriptionUpgradeBody, options: RequestOptions = {}): Promise<SubscriptionUpgradeResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/upgrade', body, keyed: true }, options);
  }

  /**
   * Cancel at the end of what is paid for. Until then it can be taken back (`/subscription/revoke`). Needs
   * `billing:write`.
   */
  cancel(body: SubscriptionCancelBody = {}, options: RequestOptions = {}): Promise<SubscriptionCancelResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/cancel', body, keyed: true }, options);
  }

  /** Take back what is scheduled for the period’s end. Needs `billing:write`. */
  revoke(options: RequestOptions = {}): Promise<SubscriptionRevokeResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/revoke', keyed: true }, options);
  }

  /** Pause: nothing is charged, and what is paid for is had to its end. Needs `billing:write`. */
  pause(body: SubscriptionPauseBody = {}, options: RequestOptions = {}): Promise<SubscriptionPauseResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/pause', body, keyed: true }, options);
  }

  /**
   * Go on after a pause. What is left of the running period is charged where it is not paid. With `preview` it
   * costs what that said, for ten minutes. Needs `billing:write`.
   */
  resume(body: SubscriptionResumeBody = {}, options: RequestOptions = {}): Promise<SubscriptionResumeResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/resume', body, keyed: true }, options);
  }

  /**
   * Pay by another provider from the next period on. The one that runs ends only when the other one is set;
   * nobody pays twice. Needs `billing:write`.
   */
  provider(body: SubscriptionProviderBody, options: RequestOptions = {}): Promise<SubscriptionProviderResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/provider', body, keyed: true }, options);
  }

  /** A page of the provider’s where cards are changed. Needs `billing:write`. */
  portal(options: RequestOptions = {}): Promise<SubscriptionPortalResult> {
    return this.#http.json({ method: 'POST', path: '/v1/subscription/portal' }, options);
  }
}
