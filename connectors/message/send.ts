import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Correspondent } from '#flow/contracts/chat-store.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { action } from '../action.ts';
import type { ActionContext } from '../action-context.ts';
import { anyJson, field } from '../form-field.ts';
import { botOf } from '../telegram/bot.ts';
import { deliver, sentMessage } from '../telegram/deliver.ts';
import { MAX_TEXT } from '../telegram/fields.ts';

/**
 * A message over whichever channel its conversation is on; `ask` puts its questions by it (docs/decisions/003, 511).
 */
export const messageSend = action({
  id: 'message.send',
  version: 1,
  title: { pt: 'Mandar mensagem', en: 'Send a message' },
  description: {
    pt: 'Manda uma mensagem numa conversa, pelo canal em que ela está.',
    en: 'Sends a message in a conversation, over the channel that it is on.',
  },
  group: 'message',
  icon: 'message-2',
  config: z.strictObject({
    text: field(z.string().min(1).max(MAX_TEXT), {
      title: { pt: 'Texto', en: 'Text' },
      lines: 'many',
      widget: 'text',
      examples: ['Olá, {{ trigger.data.nome }}! Seu pedido está pronto.'],
    }),
    options: field(z.array(anyJson()).max(100).optional(), {
      title: { pt: 'Opções', en: 'Options' },
      help: { pt: 'Viram botões, onde o canal tem botões.', en: 'Become buttons, where the channel has buttons.' },
      widget: 'list',
    }),
    to: field(z.string().min(1).max(256).optional(), {
      title: { pt: 'Para', en: 'To' },
      help: {
        pt: 'A conversa. Vazio: a que começou a execução. Também telegram/conexão/número.',
        en: 'The conversation. Empty: the one that began the run. Also telegram/connection/number.',
      },
      examples: ['{{ trigger.data.conversation }}'],
    }),
    answerBy: field(
      z
        .strictObject({
          until: field(z.string().nullable(), {
            title: { pt: 'Até', en: 'Until' },
            help: { pt: 'A expressão null: sem prazo.', en: 'The expression null: no deadline.' },
            widget: 'instant',
          }),
        })
        .optional(),
      {
        title: { pt: 'Espera resposta', en: 'Waits for an answer' },
        help: {
          pt: 'A próxima mensagem da conversa vai para esta execução. Para perguntar e ler a resposta há o passo Perguntar.',
          en: 'The next message of the conversation goes to this run. To ask and to read the answer there is the step Ask.',
        },
        rare: true,
      },
    ),
  }),
  output: sentMessage,
  effect: 'unsafe',
  example: {
    messageId: 42,
    chat: '123456789',
    conversation: 'cnv_00000000000000000000000000000000',
    sentAt: '2026-01-05T12:00:00.000Z',
  },
  run: async ({ text, options = [], to = null, answerBy }, context) => {
    const { chats } = context.services;
    const found = await chats.find(context.tenant.id, context.run.id, to);
    const tag = tagOf(context.idempotencyKey);
    if (answerBy) {
      const question = { tag, replyKey: to ?? found.conversation, until: answerBy.until };
      // First: an answer may come as soon as the question is out.
      await chats.ask(context.tenant.id, context.run.id, found.conversation, question);
    }
    return put(found, text, options.map(labelOf), answerBy ? tag : null, context);
  },
});

/** The same over the tries of one question: a press of the first one's buttons answers the second, too. */
const tagOf = (idempotencyKey: string): string =>
  createHash('sha256')
    .update(idempotencyKey.replace(/\/\d+$/, ''))
    .digest('hex')
    .slice(0, 16);

/** What a press of an option of a question sends back; `n` from 1. */
export const pressOf = (tag: string, n: number): string => `ask/${tag}/${n}`;

const labelOf = (option: Json): string =>
  option !== null && typeof option === 'object' && !Array.isArray(option)
    ? String(option.label ?? option.value)
    : String(option);

/** One channel so far. */
const put = (
  { channel, conversation, connection }: Correspondent,
  text: string,
  labels: string[],
  tag: string | null,
  context: ActionContext,
) => {
  if (channel !== 'telegram')
    throw failure('channel_lacks_feature', `Não há canal ${channel}.`, `There is no channel ${channel}.`);
  const button = (label: string, i: number) => ({
    text: label.slice(0, 256),
    callback_data: tag === null ? label.slice(0, 16) : pressOf(tag, i + 1),
  });
  const markup = { inline_keyboard: labels.map((label, i) => [button(label, i)]) };
  return deliver(
    botOf(connection, context.services),
    {
      method: 'sendMessage',
      chat: conversation,
      params: { text, ...(labels.length > 0 && { reply_markup: markup }) },
      content: { kind: 'text', text, ...(labels.length > 0 && { options: labels }) },
    },
    context,
  );
};
