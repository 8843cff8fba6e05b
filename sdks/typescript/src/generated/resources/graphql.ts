// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { GraphqlQueryBody, GraphqlQueryResult } from '../types.ts';

export class GraphqlApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Read by GraphQL: flows, runs, events, approvals, connections, tables, members, usage. What a field gives is
   * what its call of the API gives, under the same rights. Lists are connections: `first`, `after`, `nodes`,
   * `pageInfo`. At most 8 levels, 20 fields to begin at and 5,000 values a query. Nothing is written here.
   */
  query(body: GraphqlQueryBody, options: RequestOptions = {}): Promise<GraphqlQueryResult> {
    return this.#http.json({ method: 'POST', path: '/v1/graphql', body }, options);
  }
}
