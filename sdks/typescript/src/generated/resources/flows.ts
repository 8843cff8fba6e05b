// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import { type StreamEvent, type StreamOptions, streamEvents } from '../../stream-events.ts';
import type { Flow, FlowCreateBody, FlowDiffResult, FlowGetCodeResult, FlowGetListeningResult, FlowGetScheduleResult, FlowGetVersionResult, FlowImportFromCreated, FlowImportFromResult, FlowListPage, FlowListVersionsPage, FlowPublishBody, FlowPublishResult, FlowRollbackBody, FlowSaveDraftBody, FlowSummary, FlowTellPresenceBody, FlowUpdateBody, FlowValidateResult, FlowVersion } from '../types.ts';

export interface FlowImportFromQuery {
  /** true: only the document and the report. */
  dryRun?: string;
  /** Of several flows in one document, the one to take: its id. */
  part?: string;
}

export interface FlowListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** Found in the name or the slug. */
  q?: string;
  /** true: only archived ones. */
  archived?: string;
  /** This folder and those in it. */
  folder?: string;
  tag?: string;
}

export interface FlowListVersionsQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export interface FlowDiffQuery {
  from: 'draft' | number;
  to?: 'draft' | number;
}

export interface FlowGetCodeQuery {
  /** Number of a version, or `draft`; the published one where there is one, else the draft. */
  version?: 'draft' | number;
  format?: 'json' | 'zip';
}

export class FlowsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Check a definition, and write nothing. Answers 200 with the problems of any JSON body: `{ definition, flow?
   * }`. `flow` is the id of the flow that it is of: the address where that one answers is its own. Needs
   * `flows:read`.
   */
  validate(body: unknown = {}, options: RequestOptions = {}): Promise<FlowValidateResult> {
    return this.#http.json({ method: 'POST', path: '/v1/flows/validate', body }, options);
  }

  /**
   * Make a flow of a workflow of n8n, Node-RED or Activepieces. The body is what one of them exports, or `{
   * workflow }`. What cannot be mapped becomes a disabled step that keeps its original; the report tells of
   * every node. With `dryRun` nothing is written. Needs `flows:write`.
   */
  importFrom(body: unknown = {}, query: FlowImportFromQuery = {}, options: RequestOptions = {}): Promise<FlowImportFromResult | FlowImportFromCreated> {
    return this.#http.json({ method: 'POST', path: '/v1/flows/import', query: { ...query }, body, keyed: true }, options);
  }

  /**
   * Make a flow. The definition may have problems: it is saved as the draft, and they come back in `problems`.
   * Needs `flows:write`.
   */
  create(body: FlowCreateBody, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'POST', path: '/v1/flows', body, keyed: true }, options);
  }

  /** Flows, newest first. Needs `flows:read`. */
  list(query: FlowListQuery = {}, options: RequestOptions = {}): Pages<FlowSummary, FlowListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/flows', query: { ...query } }, 'data', options);
  }

  /** A flow with its draft. Needs `flows:read`. */
  get(flow: string, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}` }, options);
  }

  /**
   * Folder, tags and minutes saved of a flow. What is left out stays. The draft and its ETag are untouched.
   * Needs `flows:write`.
   */
  update(flow: string, body: FlowUpdateBody = {}, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'PATCH', path: `/v1/flows/${inPath(flow)}`, body }, options);
  }

  /**
   * Archive a flow. Nothing starts it any more; open runs go on, and its runs stay readable. Needs
   * `flows:write`.
   */
  delete(flow: string, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'DELETE', path: `/v1/flows/${inPath(flow)}` }, options);
  }

  /** Save the draft. With `If-Match` it is 412 where somebody saved before. Needs `flows:write`. */
  saveDraft(flow: string, body: FlowSaveDraftBody, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'PUT', path: `/v1/flows/${inPath(flow)}/draft`, body }, options);
  }

  /**
   * Take an archived flow back, as a draft. By its id. Nothing starts it before it is published again; its
   * versions and runs are there. Its slug is another where that was taken meanwhile. Needs `flows:write`.
   */
  restore(flow: string, options: RequestOptions = {}): Promise<Flow> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/restore` }, options);
  }

  /** Publish the draft as the next version. Needs `flows:write`. */
  publish(flow: string, body: FlowPublishBody = {}, options: RequestOptions = {}): Promise<FlowPublishResult> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/publish`, body, keyed: true }, options);
  }

  /** Versions, newest first. Needs `flows:read`. */
  listVersions(flow: string, query: FlowListVersionsQuery = {}, options: RequestOptions = {}): Pages<FlowVersion, FlowListVersionsPage> {
    return new Pages(this.#http, { method: 'GET', path: `/v1/flows/${inPath(flow)}/versions`, query: { ...query } }, 'data', options);
  }

  /** One version with its definition. Needs `flows:read`. */
  getVersion(flow: string, version: number, options: RequestOptions = {}): Promise<FlowGetVersionResult> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}/versions/${inPath(version)}` }, options);
  }

  /**
   * What changed between two versions. Each side is the number of a version, or `draft`. Positions on the canvas
   * do not count. Needs `flows:read`.
   */
  diff(flow: string, query: FlowDiffQuery, options: RequestOptions = {}): Promise<FlowDiffResult> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}/diff`, query: { ...query } }, options);
  }

  /**
   * The flow as a Temporal project in TypeScript. A project that stands by itself and does what the flow does:
   * its files, and notes on what is not exported or is left to be done. No secret is in it. With `Accept:
   * application/zip` or `?format=zip` it comes as an archive. Needs `flows:read`.
   */
  getCode(flow: string, query: FlowGetCodeQuery = {}, options: RequestOptions = {}): Promise<FlowGetCodeResult> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}/code`, query: { ...query } }, options);
  }

  /** Publish an old version again, as a new one. Needs `flows:write`. */
  rollback(flow: string, body: FlowRollbackBody, options: RequestOptions = {}): Promise<FlowPublishResult> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/rollback`, body, keyed: true }, options);
  }

  /** How the published schedule stands: next five times, last firing, misses. Needs `flows:read`. */
  getSchedule(flow: string, options: RequestOptions = {}): Promise<FlowGetScheduleResult> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}/schedule` }, options);
  }

  /** Let the schedule rest; open runs go on. Needs `flows:write`. */
  pauseSchedule(flow: string, options: RequestOptions = {}): Promise<FlowGetScheduleResult> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/schedule/pause` }, options);
  }

  /** Let the schedule fire again, from its next time on. Needs `flows:write`. */
  resumeSchedule(flow: string, options: RequestOptions = {}): Promise<FlowGetScheduleResult> {
    return this.#http.json({ method: 'POST', path: `/v1/flows/${inPath(flow)}/schedule/resume` }, options);
  }

  /**
   * Say that a page has the flow open. Said again before thirty seconds are over, and with `leaving` at the end.
   * Others see it in the stream. Needs `flows:read`.
   */
  tellPresence(flow: string, body: FlowTellPresenceBody, options: RequestOptions = {}): Promise<void> {
    return this.#http.nothing({ method: 'POST', path: `/v1/flows/${inPath(flow)}/presence`, body }, options);
  }

  /**
   * Who has the flow open and when its draft is saved, as server-sent events. Events: `presence` with all who
   * are there, `draft` with the revision and who saved it. Needs `flows:read`.
   */
  stream(flow: string, options: StreamOptions = {}): AsyncGenerator<StreamEvent, void, void> {
    return streamEvents(this.#http, { method: 'GET', path: `/v1/flows/${inPath(flow)}/stream` }, options);
  }

  /** What the published version listens to, how that stands, and which runs are open. Needs `flows:read`. */
  getListening(flow: string, options: RequestOptions = {}): Promise<FlowGetListeningResult> {
    return this.#http.json({ method: 'GET', path: `/v1/flows/${inPath(flow)}/listening` }, options);
  }
}
