import { z } from 'zod';
import type { JsonObject } from '#flow/json.ts';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { purpose, refuseWithdrawn } from '../privacy/refuse-withdrawn.ts';
import { botOf } from './bot.ts';
import { deliver, sentMessage } from './deliver.ts';
import { buttons, chat, keyboard, MAX_TEXT, parseMode, replyMarkup, replyTo, silent } from './fields.ts';

export const telegramSendMessage = action({
  id: 'telegram.sendMessage',
  version: 1,
  title: { pt: 'Telegram: mandar mensagem', en: 'Telegram: send a message' },
  description: {
    pt: 'Manda um texto, com botões se quiser.',
    en: 'Sends a text, with buttons if you like.',
  },
  group: 'message',
  icon: 'brand-telegram',
  config: z.strictObject({
    chat: chat(),
    text: field(z.string().min(1).max(MAX_TEXT), { title: { pt: 'Texto', en: 'Text' }, lines: 'many', widget: 'text' }),
    parseMode: parseMode(),
    buttons: buttons(),
    keyboard: keyboard(),
    replyTo: replyTo(),
    silent: silent(),
    purpose: purpose(),
    preview: field(z.boolean().optional(), {
      title: { pt: 'Prévia de links', en: 'Preview of links' },
      help: { pt: 'Ligada, se nada for dito.', en: 'On where nothing is said.' },
      rare: true,
    }),
  }),
  output: sentMessage,
  // An attempt whose answer nobody heard is sent again.
  effect: 'unsafe',
  connection: { connectors: ['telegram'], required: true },
  example: {
    messageId: 42,
    chat: '123456789',
    conversation: 'cnv_00000000000000000000000000000000',
    sentAt: '2026-01-05T12:00:00.000Z',
  },
  run: async (config, context) => {
    await refuseWithdrawn(context, 'telegram', [config.chat], config.purpose);
    const { text, parseMode: mode, replyTo: reply, silent: quiet, preview } = config;
    const markup = replyMarkup(config);
    const params: JsonObject = {
      text,
      ...(mode && { parse_mode: mode }),
      ...(markup && { reply_markup: markup }),
      ...(reply !== undefined && { reply_parameters: { message_id: reply, allow_sending_without_reply: true } }),
      ...(quiet !== undefined && { disable_notification: quiet }),
      ...(preview === false && { link_preview_options: { is_disabled: true } }),
    };
    const delivery = { method: 'sendMessage', chat: config.chat, params, content: { kind: 'text', text } };
    return deliver(botOf(context.connection, context.services), delivery, context);
  },
});
