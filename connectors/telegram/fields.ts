import { z } from 'zod';
import type { JsonObject } from '#flow/json.ts';
import { field } from '../form-field.ts';

/** Most that Telegram takes. */
export const MAX_TEXT = 4_096;
export const MAX_CAPTION = 1_024;

/** A number, `@channel`, or a conversation (`cnv_…`). */
export const chat = () =>
  field(z.union([z.int(), z.string().trim().min(1).max(128)]).transform(String), {
    title: { pt: 'Conversa', en: 'Chat' },
    help: {
      pt: 'O número da conversa, @canal, ou a conversa de uma mensagem recebida.',
      en: 'The number of the chat, @channel, or the conversation of a message that came.',
    },
    examples: ['{{ trigger.data.conversation }}'],
  });

export const messageId = () =>
  field(z.union([z.int().positive(), z.string().regex(/^\d{1,15}$/)]).transform(Number), {
    title: { pt: 'Mensagem', en: 'Message' },
    help: { pt: 'O número da mensagem dentro da conversa.', en: 'The number of the message within the chat.' },
    examples: ['{{ steps.mandar.messageId }}'],
  });

export const parseMode = () =>
  field(z.enum(['HTML', 'MarkdownV2', 'Markdown']).optional(), {
    title: { pt: 'Formatação', en: 'Formatting' },
    help: { pt: 'Vazio: o texto vai como está.', en: 'Empty: the text goes as it is.' },
    widget: 'select',
    rare: true,
    labels: {
      HTML: { pt: 'HTML', en: 'HTML' },
      MarkdownV2: { pt: 'Markdown', en: 'Markdown' },
      Markdown: { pt: 'Markdown antigo', en: 'Old Markdown' },
    },
  });

export const silent = () =>
  field(z.boolean().optional(), {
    title: { pt: 'Sem som', en: 'Silent' },
    help: { pt: 'A mensagem chega sem tocar o aparelho.', en: 'The message comes without a sound.' },
    rare: true,
  });

export const replyTo = () =>
  field(
    z
      .union([z.int().positive(), z.string().regex(/^\d{1,15}$/)])
      .transform(Number)
      .optional(),
    {
      title: { pt: 'Em resposta a', en: 'In reply to' },
      rare: true,
      help: { pt: 'O número de uma mensagem da conversa.', en: 'The number of a message of the chat.' },
    },
  );

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** What a press sends back: Telegram takes 64 bytes. */
const data = z
  .string()
  .min(1)
  .refine((text) => bytesOf(text) <= 64, 'must have at most 64 bytes');
const button = z.union([
  data,
  z
    .strictObject({
      text: field(z.string().min(1).max(256), { title: { pt: 'Texto', en: 'Text' }, examples: ['Ver o site'] }),
      url: field(z.string().min(1).max(2_048).optional(), {
        title: { pt: 'Abre o endereço', en: 'Opens the address' },
        examples: ['https://example.com'],
      }),
      data: field(data.optional(), {
        title: { pt: 'Devolve', en: 'Sends back' },
        help: { pt: 'Sem endereço. Vazio: o texto.', en: 'Without an address. Empty: the text.' },
      }),
    })
    .refine((one) => one.data === undefined || one.url === undefined, 'has data or a url, not both')
    .refine((one) => one.url !== undefined || bytesOf(one.data ?? one.text) <= 64, 'needs data of at most 64 bytes'),
]);
type Button = z.output<typeof button>;

/** Inline buttons: each item is a row, of one button or several. */
export const buttons = () =>
  field(
    z
      .array(z.union([button, z.array(button).min(1).max(8)]))
      .max(100)
      .optional(),
    {
      title: { pt: 'Botões', en: 'Buttons' },
      help: {
        pt: 'Embaixo da mensagem. Escreva os textos, ou um objeto com text e url para abrir um site; uma lista dentro da lista é uma linha de botões.',
        en: 'Below the message. Write the texts, or an object with text and url to open a site; a list within the list is a row of buttons.',
      },
      widget: 'json',
      examples: [[['Sim', 'Não'], { text: 'Ver o site', url: 'https://example.com' }]],
    },
  );

/** Buttons in place of the keyboard: a press sends the text. An empty list takes them away. */
export const keyboard = () =>
  field(
    z
      .array(z.union([z.string().min(1).max(256), z.array(z.string().min(1).max(256)).min(1).max(12)]))
      .max(100)
      .optional(),
    {
      title: { pt: 'Teclado de respostas', en: 'Reply keyboard' },
      rare: true,
      help: {
        pt: 'No lugar do teclado; tocar manda o texto. Uma lista vazia o retira.',
        en: 'In place of the keyboard; a press sends the text. An empty list takes it away.',
      },
      widget: 'json',
      examples: [['Sim', 'Não']],
    },
  );

type Rows<T> = (T | T[])[];

const inlineButton = (one: Button): JsonObject => {
  if (typeof one === 'string') return { text: one, callback_data: one };
  return one.url === undefined
    ? { text: one.text, callback_data: one.data ?? one.text }
    : { text: one.text, url: one.url };
};

const rowsOf = <T>(rows: Rows<T>): T[][] => rows.map((row) => (Array.isArray(row) ? row : [row]));

/** Telegram's `reply_markup` for them; undefined where there is neither. Buttons win: a message has one of the two. */
export const replyMarkup = (given: {
  buttons?: Rows<Button> | undefined;
  keyboard?: Rows<string> | undefined;
}): JsonObject | undefined => {
  if (given.buttons) return { inline_keyboard: rowsOf(given.buttons).map((row) => row.map(inlineButton)) };
  if (!given.keyboard) return undefined;
  if (given.keyboard.length === 0) return { remove_keyboard: true };
  const keys = rowsOf(given.keyboard).map((row) => row.map((text) => ({ text })));
  return { keyboard: keys, one_time_keyboard: true, resize_keyboard: true };
};
