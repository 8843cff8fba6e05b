// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Approval, ApprovalDecideBody, ApprovalListPage } from '../types.ts';

export interface ApprovalListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  status?: 'open' | 'approved' | 'rejected' | 'timeout' | 'cancelled';
  run?: string;
}

export class ApprovalsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Approvals, newest first. Needs `approvals:read`. */
  list(query: ApprovalListQuery = {}, options: RequestOptions = {}): Pages<Approval, ApprovalListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/approvals', query: { ...query } }, 'data', options);
  }

  /** One approval. Needs `approvals:read`. */
  get(approval: string, options: RequestOptions = {}): Promise<Approval> {
    return this.#http.json({ method: 'GET', path: `/v1/approvals/${inPath(approval)}` }, options);
  }

  /** Decide. The first decision wins; after the end it is 409 `already_closed`. Needs `approvals:write`. */
  decide(approval: string, body: ApprovalDecideBody, options: RequestOptions = {}): Promise<Approval> {
    return this.#http.json({ method: 'POST', path: `/v1/approvals/${inPath(approval)}`, body, keyed: true }, options);
  }
}
