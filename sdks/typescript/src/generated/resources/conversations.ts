// Written by scripts/write-sdks.ts from the OpenAPI document: do not edit.
import { inPath } from '../../call.ts';
import type { Http } from '../../http.ts';
import type { RequestOptions } from '../../options.ts';
import { Pages } from '../../pages.ts';
import type { Conversation, ConversationListMessagesPage, ConversationListPage, ConversationMessage, ConversationSummary } from '../types.ts';

export interface ConversationListQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
  /** In the name of the chat. */
  q?: string;
}

export interface ConversationListMessagesQuery {
  /** nextCursor of the page before. */
  cursor?: string;
  /** At most 100. */
  limit?: number;
}

export class ConversationsApi {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** Chats, those with the newest words first. Needs `runs:read`. */
  list(query: ConversationListQuery = {}, options: RequestOptions = {}): Pages<ConversationSummary, ConversationListPage> {
    return new Pages(this.#http, { method: 'GET', path: '/v1/conversations', query: { ...query } }, 'data', options);
  }

  /** A chat, with the questions that wait for an answer. Needs `runs:read`. */
  get(conversation: string, options: RequestOptions = {}): Promise<Conversation> {
    return this.#http.json({ method: 'GET', path: `/v1/conversations/${inPath(conversation)}` }, options);
  }

  /** What was said in a chat, newest first. Needs `runs:read`. */
  listMessages(conversation: string, query: ConversationListMessagesQuery = {}, options: RequestOptions = {}): Pages<ConversationMessage, ConversationListMessagesPage> {
    return new Pages(this.#http, { method: 'GET', path: `/v1/conversations/${inPath(conversation)}/messages`, query: { ...query } }, 'data', options);
  }
}
