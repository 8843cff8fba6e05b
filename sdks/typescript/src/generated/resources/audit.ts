// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Audit, AuditGetExportScheduleResult, AuditGetExportScheduleResultSchedule, AuditListActorsResult, AuditListPage, AuditSetExportScheduleBody, AuditTryExportScheduleResult, AuditVerifyResult } from '../types.ts';

export interface AuditListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** `user:usr_…`, `key:key_…`, `system`. */
  actor?: string;
  /** Several between commas; `flow.*` is a family. */
  action?: string;
  /** The id of what it was done to. */
  target?: string;
  /** `flow`, `connection` …. */
  kind?: string;
  ip?: string;
  /** `session`, `key`, `token` or `link`. */
  via?: string;
  from?: string;
  to?: string;
  /** A text in names, target, action or data. */
  q?: string;
}

export interface AuditVerifyQuery {
  seq?: number;
  hash?: string;
}

export interface AuditExportQuery {
  /** `user:usr_…`, `key:key_…`, `system`. */
  actor?: string;
  /** Several between commas; `flow.*` is a family. */
  action?: string;
  /** The id of what it was done to. */
  target?: string;
  /** `flow`, `connection` …. */
  kind?: string;
  ip?: string;
  /** `session`, `key`, `token` or `link`. */
  via?: string;
  from?: string;
  to?: string;
  /** A text in names, target, action or data. */
  q?: string;
  format?: 'csv' | 'jsonl';
}

export class AuditApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Who did what, newest first. Needs `audit:read`. */
  list(query: AuditListQuery = {}, options: RequestOptions = {}): Pages<Audit, AuditListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/audit', query: { ...query } }, 'data', options);
  }

  /** Who has acted lately, with the name of then. Needs `audit:read`. */
  listActors(options: RequestOptions = {}): Promise<AuditListActorsResult> {
    return this.#http.json({ method: 'GET', path: '/v1/audit/actors' }, options);
  }

  /**
   * Whether the audit is as it was written. Walks the whole chain, for one caller of a tenant at a time (409).
   * `fault` names the first entry that does not fit: `changed`, `removed`, `inserted`, `unsealed`, `cut_off` or
   * `forged`. With `seq` and `hash` of an anchor that you kept, the end is held against it. Needs `audit:read`.
   */
  verify(query: AuditVerifyQuery = {}, options: RequestOptions = {}): Promise<AuditVerifyResult> {
    return this.#http.json({ method: 'GET', path: '/v1/audit/verification', query: { ...query } }, options);
  }

  /**
   * The audit as CSV or JSON Lines, oldest first, streamed. JSON Lines carry the hashes of each entry, and end
   * with the anchor of the chain: keep it, and a cut end will show. Needs `audit:read`.
   */
  export(query: AuditExportQuery = {}, options: RequestOptions = {}): Promise<Response> {
    return this.#http.bytes({ method: 'GET', path: '/v1/audit/export', query: { ...query } }, options);
  }

  /** Where the audit goes every day, and how that stands. Needs `audit:read`. */
  getExportSchedule(options: RequestOptions = {}): Promise<AuditGetExportScheduleResult> {
    return this.#http.json({ method: 'GET', path: '/v1/audit/export-schedule' }, options);
  }

  /**
   * Have the audit written into a bucket every day. Another address, bucket or prefix begins with the oldest
   * entry; the same one goes on where it was. The address is reached under the same rules as those of flows.
   * Needs `audit:read`, `security:write`.
   */
  setExportSchedule(body: AuditSetExportScheduleBody, options: RequestOptions = {}): Promise<AuditGetExportScheduleResultSchedule> {
    return this.#http.json({ method: 'PUT', path: '/v1/audit/export-schedule', body }, options);
  }

  /** Have it written nowhere any more, and forget the secret. Needs `audit:read`, `security:write`. */
  deleteExportSchedule(options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'DELETE', path: '/v1/audit/export-schedule' }, options);
  }

  /**
   * Write a tiny object into the bucket and take it away. Keeps nothing of what is given, and says in words what
   * is wrong; `problem` null: all is well. Needs `audit:read`, `security:write`.
   */
  tryExportSchedule(body: AuditSetExportScheduleBody, options: RequestOptions = {}): Promise<AuditTryExportScheduleResult> {
    return this.#http.json({ method: 'POST', path: '/v1/audit/export-schedule/test', body }, options);
  }

  /** Have what is new written now. Needs `audit:read`, `security:write`. */
  exportNow(options: RequestOptions = {}): Promise<AuditGetExportScheduleResultSchedule> {
    return this.#http.json({ method: 'POST', path: '/v1/audit/export-schedule/run' }, options);
  }
}
