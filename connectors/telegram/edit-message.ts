import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { botOf, refusedWith } from './bot.ts';
import { callFor } from './call-for.ts';
import { chatOf } from './chat-of.ts';
import { buttons, chat, MAX_TEXT, messageId, parseMode, replyMarkup } from './fields.ts';

export const telegramEditMessage = action({
  id: 'telegram.editMessage',
  version: 1,
  title: { pt: 'Telegram: editar mensagem', en: 'Telegram: edit a message' },
  description: {
    pt: 'Muda o texto ou os botões de uma mensagem que o bot mandou.',
    en: 'Changes the text or the buttons of a message that the bot sent.',
  },
  group: 'message',
  icon: 'edit',
  config: z.strictObject({
    chat: chat(),
    messageId: messageId(),
    text: field(z.string().min(1).max(MAX_TEXT).optional(), {
      title: { pt: 'Texto', en: 'Text' },
      lines: 'many',
      help: { pt: 'Vazio: só os botões mudam.', en: 'Empty: only the buttons change.' },
      widget: 'text',
    }),
    parseMode: parseMode(),
    buttons: buttons(),
  }),
  output: z.object({ changed: z.boolean() }),
  // The second time Telegram finds the message as it should be.
  effect: 'keyed',
  connection: { connectors: ['telegram'], required: true },
  example: { changed: true },
  run: async (config, context) => {
    const { text, parseMode: mode, messageId: message } = config;
    const markup = replyMarkup(config);
    if (text === undefined && !markup)
      throw failure('bad_config', 'Falta o texto ou os botões.', 'The text or the buttons are missing.');
    const params: JsonObject = {
      chat_id: await chatOf(config.chat, context),
      message_id: message,
      ...(text !== undefined && { text }),
      ...(mode && { parse_mode: mode }),
      ...(markup && { reply_markup: markup }),
    };
    const bot = botOf(context.connection, context.services);
    try {
      await callFor(context, bot, text === undefined ? 'editMessageReplyMarkup' : 'editMessageText', params);
      return { changed: true };
    } catch (error) {
      if (refusedWith(error, /message is not modified/i)) return { changed: false };
      throw error;
    }
  },
});
