import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { listConversations as list, listMessages, readConversation } from '#domain/conversations/list-conversations.ts';

const status = z.enum(['received', 'sending', 'sent', 'failed']);
const direction = z.enum(['in', 'out']);

const conversation = z.object({
  id: id('cnv'),
  channel: z.string(),
  account: z.object({
    id: id('con'),
    name: z.string(),
    error: z.string().nullable().describe('Why nothing comes in there at the moment'),
  }),
  title: z.string().nullable(),
  contact: json.describe('Who writes, as the channel says it'),
  state: z
    .enum(['idle', 'waiting', 'unreachable'])
    .describe('waiting: a run asked, and waits; unreachable: the contact takes no messages'),
  lastMessage: z.object({ direction, text: z.string(), status, at: instant }).nullable(),
  lastError: z
    .object({ code: z.string(), message: z.string(), at: instant, runId: id('run').nullable() })
    .nullable()
    .describe('How the last message, or the last run that had to do with the chat, failed'),
  createdAt: instant,
  activeAt: instant,
});

const question = z.object({
  runId: id('run'),
  flowId: id('flw'),
  flowName: z.string(),
  askedAt: instant,
  expiresAt: instant.nullable(),
});

const message = z.object({
  id: id('msg'),
  direction,
  kind: z.string(),
  text: z.string(),
  options: z.array(z.string()),
  status,
  error: z.string().nullable(),
  runId: id('run').nullable().describe('Who sent it, or heard it first'),
  at: instant,
});

const params = z.object({ conversation: id('cnv') });

export const listConversations = route({
  method: 'get',
  path: '/conversations',
  tag: 'Conversations',
  summary: 'Chats, those with the newest words first',
  query: pageQuery.extend({ q: z.string().max(200).optional().describe('In the name of the chat') }),
  output: { 200: page(conversation) },
  scopes: ['runs:read'],
  handle: async ({ caller, query: { q, cursor, limit } }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => list(db, { q }, { cursor, limit }))),
});

export const getConversation = route({
  method: 'get',
  path: '/conversations/{conversation}',
  tag: 'Conversations',
  summary: 'A chat, with the questions that wait for an answer',
  params,
  output: { 200: conversation.extend({ questions: z.array(question) }) },
  scopes: ['runs:read'],
  handle: async ({ caller, params }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => readConversation(db, params.conversation))),
});

export const listConversationMessages = route({
  method: 'get',
  path: '/conversations/{conversation}/messages',
  tag: 'Conversations',
  summary: 'What was said in a chat, newest first',
  params,
  query: pageQuery,
  output: { 200: page(message) },
  scopes: ['runs:read'],
  handle: async ({ caller, params, query }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => listMessages(db, params.conversation, query))),
});
