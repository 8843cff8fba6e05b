// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { Template, TemplateListResult, TemplateUseBody, TemplateUseCreated, TemplateUseResult } from '../types.ts';

export interface TemplateListQuery {
  category?: 'sales' | 'service' | 'finance' | 'stock' | 'operations' | 'integration' | 'ai' | 'reports';
  segment?: 'online-shop' | 'workshop' | 'clinic' | 'salon' | 'delivery' | 'fleet' | 'hobby';
  /** Words in title, summary or story, in either language. */
  q?: string;
}

export interface TemplateUseQuery {
  dryRun?: string;
}

export class TemplatesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The gallery: flows to begin with. Needs `flows:read`. */
  list(query: TemplateListQuery = {}, options: RequestOptions = {}): Promise<TemplateListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/templates', query: { ...query } }, options);
  }

  /** A template: its flow, what it needs, what to fill in. Needs `flows:read`. */
  get(template: string, options: RequestOptions = {}): Promise<Template> {
    return this.#http.json({ method: 'GET', path: `/v1/templates/${inPath(template)}` }, options);
  }

  /**
   * Make a flow of a template, and the tables that it works with. All or nothing. Fields and connections may be
   * left for later: then it is a draft, and the answer tells what is missing. With `dryRun` nothing is written:
   * the answer is the document with its problems. Needs `flows:write`.
   */
  use(template: string, body: TemplateUseBody = {}, query: TemplateUseQuery = {}, options: RequestOptions = {}): Promise<TemplateUseResult | TemplateUseCreated> {
    return this.#http.json({ method: 'POST', path: `/v1/templates/${inPath(template)}/use`, query: { ...query }, body, keyed: true }, options);
  }
}
