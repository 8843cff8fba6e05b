// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { NodeTypeListResult, NodeTypeTestBody, NodeTypeTestResult } from '../types.ts';

export class NodeTypesApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * What flows are made of. Node types, triggers and kinds of connection with their JSON Schemas: for builders
   * and for agents. Needs `flows:read`.
   */
  list(options: RequestOptions = {}): Promise<NodeTypeListResult> {
    return this.#http.json({ method: 'GET', path: '/v1/node-types' }, options);
  }

  /** Try one action alone. It is really called. The config holds values, not expressions. Needs `runs:write`. */
  test(type: string, body: NodeTypeTestBody = {}, options: RequestOptions = {}): Promise<NodeTypeTestResult> {
    return this.#http.json({ method: 'POST', path: `/v1/node-types/${inPath(type)}/test`, body }, options);
  }
}
