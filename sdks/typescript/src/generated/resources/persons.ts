// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import type { PersonEraseBody, PersonEraseResult, PersonExportBody, PersonFindBody, PersonFindResult, PersonListRequestsResult } from '../types.ts';

export class PersonsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Where one person is found, in all that is kept. A POST, so that no address stands in logs. Values of runs
   * are searched; contents of files are not. Needs `security:read`.
   */
  find(body: PersonFindBody, options: RequestOptions = {}): Promise<PersonFindResult> {
    return this.#http.json({ method: 'POST', path: '/v1/persons/find', body }, options);
  }

  /**
   * All that is kept of one person, as JSON: rows by table. Streamed. `truncated` at its end is true where there
   * was more than 100 MB. Needs `security:write`.
   */
  export(body: PersonExportBody, options: RequestOptions = {}): Promise<string> {
    return this.#http.json({ method: 'POST', path: '/v1/persons/export', body }, options);
  }

  /**
   * Erase one person, for good. For an owner in person, signed in within the last 30 minutes. Conversations,
   * events, rows of tables and values under their key are deleted; runs of theirs keep how they went, and lose
   * what they carried. 409 under a legal hold, and while runs of theirs go on. The answer is the receipt. What
   * they refused stays refused. Needs `security:write`.
   */
  erase(body: PersonEraseBody, options: RequestOptions = {}): Promise<PersonEraseResult> {
    return this.#http.json({ method: 'POST', path: '/v1/persons/erase', body }, options);
  }

  /** What was done for people who asked for their data; without the people. Needs `security:read`. */
  listRequests(options: RequestOptions = {}): Promise<PersonListRequestsResult> {
    return this.#http.json({ method: 'GET', path: '/v1/persons/requests' }, options);
  }
}
