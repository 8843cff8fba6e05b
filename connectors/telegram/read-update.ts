import { z } from 'zod';
import type { Json, JsonObject } from '#flow/json.ts';

/** What we ask Telegram to deliver. */
export const ALLOWED_UPDATES = ['message', 'channel_post', 'callback_query'];

const Id = z.union([z.int(), z.string()]).transform(String);
const Chat = z.looseObject({
  id: Id,
  type: z.string().optional(),
  title: z.string().optional(),
  username: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
});
const From = z.looseObject({
  id: Id,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
const Attached = z.looseObject({
  file_id: z.string(),
  file_size: z.number().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  width: z.number().optional(),
});
const Markup = z.looseObject({
  inline_keyboard: z
    .array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() })))
    .optional(),
});
const MEDIA = ['document', 'video', 'audio', 'voice', 'video_note', 'animation', 'sticker'] as const;
const Message = z.looseObject({
  message_id: z.int(),
  date: z.number().optional(),
  chat: Chat,
  from: From.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(Attached).optional(),
  ...Object.fromEntries(MEDIA.map((kind) => [kind, Attached.optional()])),
  location: z.looseObject({ latitude: z.number(), longitude: z.number() }).optional(),
  contact: z.looseObject({ phone_number: z.string(), first_name: z.string().optional() }).optional(),
  reply_to_message: z.looseObject({ message_id: z.int() }).optional(),
  reply_markup: Markup.optional(),
  migrate_to_chat_id: Id.optional(),
});
type Message = z.output<typeof Message>;
const Update = z.looseObject({
  update_id: z.int(),
  message: Message.optional(),
  channel_post: Message.optional(),
  callback_query: z
    .looseObject({
      id: z.string(),
      from: From,
      message: Message.partial({ message_id: true }).optional(),
      data: z.string().optional(),
    })
    .optional(),
});
type Pressed = NonNullable<z.output<typeof Update>['callback_query']>;

/** An update, as domain/conversations takes it in. */
export interface ReadUpdate {
  externalId: string;
  raw: Json;
  message: {
    chat: string;
    title: string | null;
    contact: JsonObject | null;
    data: JsonObject;
    press: { tag: string } | null;
  } | null;
  /** Of a press of a button: Telegram wants to hear that it came. */
  callback: string | null;
  /** The group has this number from now on. */
  moved: { from: string; to: string } | null;
}

/** The number of an update; null for what is none. */
export const updateId = (raw: Json): number | null => {
  const id = raw !== null && typeof raw === 'object' && !Array.isArray(raw) ? raw.update_id : null;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
};

/** Reads what Telegram delivered. What is of a kind that flows do not hear has no message: it is kept as it came. */
export const readUpdate = (raw: Json): ReadUpdate => {
  const externalId = String(updateId(raw) ?? '');
  const parsed = Update.safeParse(raw);
  const nothing = { externalId, raw, message: null, callback: null, moved: null };
  if (!parsed.success) return nothing;
  const { message = parsed.data.channel_post, callback_query: pressed } = parsed.data;
  if (pressed?.message) return { ...nothing, message: readPress(pressed, pressed.message), callback: pressed.id };
  if (!message) return nothing;
  const to = message.migrate_to_chat_id;
  if (to !== undefined) return { ...nothing, moved: { from: message.chat.id, to } };
  return { ...nothing, message: readMessage(message) };
};

const nameOf = (one: { first_name?: string | undefined; last_name?: string | undefined }): string | null =>
  [one.first_name, one.last_name].filter(Boolean).join(' ') || null;

const personOf = (from: z.output<typeof From> | undefined): JsonObject | null =>
  from
    ? {
        id: from.id,
        name: nameOf(from),
        username: from.username ?? null,
        language: from.language_code ?? null,
      }
    : null;

const isPrivate = ({ id, type }: z.output<typeof Chat>): boolean => type === 'private' || !id.startsWith('-');

const common = (message: Pick<Message, 'chat'>, from: z.output<typeof From> | undefined) => {
  const { chat } = message;
  const title = chat.title ?? nameOf(chat) ?? chat.username ?? null;
  const contact = personOf(from);
  return {
    chat: chat.id,
    title,
    // In a group many write; the conversation is of none of them.
    contact: isPrivate(chat) ? contact : null,
    about: { from: contact, chat: { id: chat.id, type: chat.type ?? 'private', title } },
  };
};

const mediaOf = (message: Message): JsonObject | null => {
  const photo = message.photo?.toSorted((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
  const found = MEDIA.flatMap((kind) => {
    const one = Attached.safeParse(message[kind]);
    return one.success ? [{ kind, one: one.data }] : [];
  })[0];
  const [kind, one] = photo ? ['photo', photo] : [found?.kind, found?.one];
  if (!kind || !one) return null;
  return {
    kind,
    fileId: one.file_id,
    name: one.file_name ?? null,
    type: one.mime_type ?? (kind === 'photo' ? 'image/jpeg' : null),
    size: one.file_size ?? null,
  };
};

const readMessage = (message: Message): ReadUpdate['message'] => {
  const { about, ...who } = common(message, message.from);
  const media = mediaOf(message);
  const { location, contact } = message;
  const data: JsonObject = {
    id: String(message.message_id),
    kind: media ? 'media' : location ? 'location' : contact ? 'contact' : 'text',
    text: message.text ?? message.caption ?? '',
    media,
    button: null,
    location: location ? { latitude: location.latitude, longitude: location.longitude } : null,
    contact: contact ? { phone: contact.phone_number, name: contact.first_name ?? null } : null,
    replyTo: message.reply_to_message ? String(message.reply_to_message.message_id) : null,
    ...about,
    sentAt: message.date === undefined ? null : instantOf(message.date),
  };
  return { ...who, data, press: null };
};

const PRESS = /^ask\/([0-9a-f]{16})\/(\d{1,3})$/;

/** A press says what stands on the button; where Telegram does not tell, what the button sends. */
const readPress = (
  { id, from, data = '' }: Pressed,
  message: NonNullable<Pressed['message']>,
): ReadUpdate['message'] => {
  const { about, ...who } = common(message, from);
  const button = message.reply_markup?.inline_keyboard?.flat().find((one) => one.callback_data === data);
  const [, tag, number] = PRESS.exec(data) ?? [];
  return {
    ...who,
    data: {
      ...{ id: `press/${id}`, kind: 'button', text: button?.text ?? number ?? data },
      ...{ media: null, button: { data, callback: id, messageId: message.message_id ?? null } },
      ...{
        location: null,
        contact: null,
        replyTo: message.message_id === undefined ? null : String(message.message_id),
        ...about,
        sentAt: null,
      },
    },
    press: tag === undefined ? null : { tag },
  };
};

/** Unix seconds; some servers count milliseconds. */
const instantOf = (date: number): string | null => {
  const ms = date > 100_000_000_000 ? date : date * 1_000;
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : null;
};
