import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { action } from '../action.ts';
import type { ActionContext } from '../action-context.ts';
import { field } from '../form-field.ts';
import { purpose, refuseWithdrawn } from '../privacy/refuse-withdrawn.ts';
import { botOf } from './bot.ts';
import { deliver, sentMessage } from './deliver.ts';
import { buttons, chat, keyboard, MAX_CAPTION, parseMode, replyMarkup, replyTo, silent } from './fields.ts';

const METHODS = {
  photo: 'sendPhoto',
  document: 'sendDocument',
  video: 'sendVideo',
  audio: 'sendAudio',
  voice: 'sendVoice',
} as const;

/** What a bot may upload. */
const MAX_BYTES = 50 * 1024 * 1024;

const keptFile = z.looseObject({ file: z.string(), name: z.string(), type: z.string(), size: z.number() });

export const telegramSendMedia = action({
  id: 'telegram.sendMedia',
  version: 1,
  title: { pt: 'Telegram: mandar mídia', en: 'Telegram: send media' },
  description: {
    pt: 'Manda uma foto, um documento, um vídeo ou um áudio.',
    en: 'Sends a photo, a document, a video or audio.',
  },
  group: 'message',
  icon: 'photo',
  config: z.strictObject({
    chat: chat(),
    kind: field(z.enum(['photo', 'document', 'video', 'audio', 'voice']), {
      title: { pt: 'Tipo', en: 'Kind' },
      widget: 'select',
      labels: {
        photo: { pt: 'Foto', en: 'Photo' },
        document: { pt: 'Documento', en: 'Document' },
        video: { pt: 'Vídeo', en: 'Video' },
        audio: { pt: 'Áudio', en: 'Audio' },
        voice: { pt: 'Mensagem de voz', en: 'Voice message' },
      },
    }),
    media: field(z.union([z.string().min(1).max(2_048), keptFile]), {
      title: { pt: 'Mídia', en: 'Media' },
      help: {
        pt: 'Um endereço, um arquivo guardado, ou o fileId de uma mídia recebida.',
        en: 'An address, a kept file, or the fileId of media that came.',
      },
      widget: 'file',
      examples: ['https://example.com/foto.jpg', '{{ steps.nota.body }}'],
    }),
    caption: field(z.string().max(MAX_CAPTION).optional(), { title: { pt: 'Legenda', en: 'Caption' }, widget: 'text' }),
    parseMode: parseMode(),
    buttons: buttons(),
    keyboard: keyboard(),
    replyTo: replyTo(),
    silent: silent(),
    purpose: purpose(),
  }),
  output: sentMessage,
  effect: 'unsafe',
  timeout: 'PT2M',
  connection: { connectors: ['telegram'], required: true },
  example: {
    messageId: 43,
    chat: '123456789',
    conversation: 'cnv_00000000000000000000000000000000',
    sentAt: '2026-01-05T12:00:00.000Z',
  },
  run: async (config, context) => {
    await refuseWithdrawn(context, 'telegram', [config.chat], config.purpose);
    const { kind, media, caption, parseMode: mode, replyTo: reply, silent: quiet } = config;
    const markup = replyMarkup(config);
    const params: JsonObject = {
      ...(caption !== undefined && { caption }),
      ...(mode && { parse_mode: mode }),
      ...(markup && { reply_markup: markup }),
      ...(reply !== undefined && { reply_parameters: { message_id: reply, allow_sending_without_reply: true } }),
      ...(quiet !== undefined && { disable_notification: quiet }),
    };
    const delivery = {
      method: METHODS[kind],
      chat: config.chat,
      params: typeof media === 'string' ? { ...params, [kind]: media } : upload(kind, media, params, context),
      content: { kind, text: caption ?? '', media: typeof media === 'string' ? media : media.name },
    };
    return deliver(botOf(context.connection, context.services), delivery, context);
  },
});

/** The bytes are read when they are sent, once more for each attempt. */
const upload = (kind: string, file: z.output<typeof keptFile>, params: JsonObject, context: ActionContext) => {
  const { files } = context.services;
  if (!files) throw failure('files_not_available', 'Arquivos não são guardados aqui.', 'Files are not kept here.');
  return async (to: string): Promise<FormData> => {
    const bytes = await files.read(context.tenant.id, file.file);
    if (bytes.length > MAX_BYTES)
      throw failure('too_large', 'O Telegram aceita até 50 MB.', 'Telegram takes up to 50 MB.');
    const form = new FormData();
    form.set('chat_id', to);
    for (const [name, value] of Object.entries(params))
      form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    form.set(kind, new Blob([new Uint8Array(bytes)], { type: file.type }), file.name);
    return form;
  };
};
