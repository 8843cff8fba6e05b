import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { failure, TramaError } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { ActionContext } from '../action-context.ts';
import { type Bot, movedTo } from './bot.ts';
import { callFor } from './call-for.ts';

/** A message to a chat: what Telegram is told beside the chat, and what the history keeps. */
export interface Delivery {
  method: string;
  chat: string;
  params: JsonObject | ((chat: string) => Promise<FormData>);
  content: JsonObject;
}

/** What a message that went out is to a flow. */
export const sentMessage = z.object({
  messageId: z.int().nullable(),
  chat: z.string(),
  conversation: z.string(),
  sentAt: z.string(),
});
export type SentMessage = z.output<typeof sentMessage>;

/** How long an attempt waits for its place in line; a later place parks the node. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Sends one message in its turn. Telegram knows no idempotency keys: the answer is kept under ours, and a repeat gives it
 * again. An attempt whose answer nobody heard is sent again (docs/decisions/512).
 */
export const deliver = async (bot: Bot, delivery: Delivery, context: ActionContext): Promise<SentMessage> => {
  const { chats } = context.services;
  const { tenant, idempotencyKey: effectKey } = context;
  const claim = await chats.claim({
    ...{ tenantId: tenant.id, effectKey, runId: context.run.id },
    ...{ connection: bot.connection, chat: delivery.chat, content: delivery.content },
  });
  if (claim.kind === 'sent') return sentMessage.parse(claim.answer);
  await turn(claim.notBeforeMs, context);
  try {
    const { result, chat } = await send(bot, delivery, claim.chat, context);
    const answer = { ...idOf(result), chat, conversation: claim.conversation, sentAt: new Date().toISOString() };
    await keep(() => chats.sent(tenant.id, effectKey, answer));
    return answer;
  } catch (error) {
    // The failure is what the flow has to hear, whatever becomes of the note.
    await note(bot, error, context).catch(() => undefined);
    throw error;
  }
};

/** Waits for the place in line, or leaves the worker free for others until it comes. */
const turn = async (notBeforeMs: number, { signal, timeoutMs }: ActionContext): Promise<void> => {
  const pauseMs = notBeforeMs - Date.now();
  if (pauseMs <= 0) return;
  if (pauseMs > Math.min(LONGEST_WAIT_MS, timeoutMs / 2))
    throw failure(
      'rate_limited',
      'Muitas mensagens de uma vez: esta espera a sua vez.',
      'Many messages at once: this one waits for its turn.',
      { waitUntil: notBeforeMs },
    );
  await sleep(pauseMs, undefined, { signal });
};

const send = async (
  bot: Bot,
  { method, params }: Delivery,
  chat: string,
  context: ActionContext,
): Promise<{ result: Json; chat: string }> => {
  const call = async (to: string) => {
    const given = typeof params === 'function' ? await params(to) : { chat_id: to, ...params };
    return { result: await callFor(context, bot, method, given), chat: to };
  };
  try {
    return await call(chat);
  } catch (error) {
    const to = movedTo(error);
    if (to === null) throw error;
    // Nothing was sent: the group has another number since it became a supergroup.
    await context.services.chats.moved(context.tenant.id, bot.connection, chat, to);
    return call(to);
  }
};

const KEEP_TRIES = 4;

/** What Telegram took is not lost to a moment without the database: a repeat would send it twice. */
const keep = async (write: () => Promise<void>): Promise<void> => {
  for (let left = KEEP_TRIES; ; left--) {
    try {
      return await write();
    } catch (error) {
      if (left <= 1) throw error;
      await sleep(250 * (KEEP_TRIES - left + 1));
    }
  }
};

/** What others have to know of it: the bot has to pause, or the contact has blocked it. */
const note = async (bot: Bot, error: unknown, { services: { chats }, tenant, idempotencyKey }: ActionContext) => {
  if (!(error instanceof TramaError)) return;
  if (error.retry === 'wait' && error.code !== 'rate_limited') return;
  if (error.code === 'rate_limited' && error.waitUntil !== undefined)
    await chats.hush(tenant.id, bot.connection, error.waitUntil);
  else await chats.failed(tenant.id, idempotencyKey, { code: error.code, unreachable: error.code === 'telegram_403' });
};

const idOf = (result: Json): { messageId: number | null } => {
  const id = result !== null && typeof result === 'object' && !Array.isArray(result) ? result.message_id : null;
  return { messageId: typeof id === 'number' ? id : null };
};
