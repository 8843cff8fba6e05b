import type { Json, JsonObject } from '../../json.ts';
import { type Code, member, record } from '../expressions/code.ts';
import { codeOf, templateOf, whole } from '../expressions/text.ts';
import type { Made, Step } from '../step.ts';
import { cannot } from '../why-not.ts';
import { at, chosen, isExpression, objects, text } from './parameters.ts';
import type { ServiceMappings } from './service-mapping.ts';

/** One address, or several that are written with commas between them. */
function addresses(value: Json | undefined, step: Step): Json | undefined {
  const given = text(value);
  if (given.trim() === '') return undefined;
  const made = templateOf(given, step.names);
  if (isExpression(given)) return made;
  const all = made.split(',').map((one) => one.trim());
  return all.length === 1 ? made : all;
}

function mail(step: Step, p: JsonObject, options: Json | undefined): Made {
  const { names, own } = step;
  const to = addresses(p.toEmail ?? p.sendTo ?? p.to, step) ?? cannot('Sem destinatário', 'Without an address');
  const kind = text(p.emailFormat ?? p.emailType, p.html === undefined ? 'text' : 'html');
  const plain = text(p.text ?? p.message);
  const html = text(p.html ?? (kind === 'html' ? p.message : ''));
  const extra: JsonObject = {};
  for (const [ours, theirs] of [
    ['cc', 'ccEmail'],
    ['cc', 'ccList'],
    ['bcc', 'bccEmail'],
    ['bcc', 'bccList'],
    ['replyTo', 'replyTo'],
  ] as const) {
    const value = addresses(at(options, theirs) ?? p[theirs], step);
    if (value !== undefined) extra[ours] = value;
  }
  const attached =
    text(at(options, 'attachments') ?? p.attachments) !== '' || at(options, 'attachmentsUi') !== undefined;
  if (attached) extra.attachments = [whole(step.file())];
  const from = addresses(p.fromEmail, step);
  step.needs('smtp');
  return {
    type: 'email.send',
    config: {
      to,
      subject: templateOf(text(p.subject), names),
      ...(kind !== 'html' || html === '' ? { text: templateOf(plain, names) } : {}),
      ...(kind !== 'text' && html !== '' ? { html: templateOf(html, names) } : {}),
      ...(from === undefined ? {} : { from }),
      ...extra,
    },
    more: step.connection,
    outputs: [
      { port: 'out', code: record({ messageId: member(own, 'messageId'), accepted: member(own, 'accepted') }) },
    ],
  };
}

function emailSend(step: Step): Made {
  if (step.p.operation === 'sendAndWait')
    return cannot('Enviar e esperar: use approval', 'Send and wait: use approval');
  return mail(step, step.p, step.p.options);
}

function gmail(step: Step): Made {
  const { p } = step;
  const operation = text(p.operation, 'send');
  if (text(p.resource, 'message') !== 'message' || operation !== 'send') {
    return cannot(`O Gmail com a operação “${operation}”`, `Gmail with the operation “${operation}”`);
  }
  step.approximated('Enviado por SMTP, e não pela API do Gmail', 'Sent by SMTP, not by the API of Gmail');
  return mail(step, { emailType: step.node.version >= 2 ? 'html' : 'text', ...p }, p.options ?? p.additionalFields);
}

const MEDIA: Readonly<Record<string, string>> = {
  sendPhoto: 'photo',
  sendDocument: 'document',
  sendVideo: 'video',
  sendAudio: 'audio',
  sendVoice: 'voice',
};

/** Rows of buttons below a message. */
const buttonsOf = (step: Step): Json[] =>
  objects(at(step.p, 'inlineKeyboard', 'rows')).map(
    (row): Json =>
      objects(at(row, 'row', 'buttons')).map((one): JsonObject => {
        const label = templateOf(text(one.text), step.names);
        const url = text(at(one, 'additionalFields', 'url'));
        const data = text(at(one, 'additionalFields', 'callback_data'));
        return url !== ''
          ? { text: label, url: templateOf(url, step.names) }
          : { text: label, data: templateOf(data || text(one.text), step.names) };
      }),
  );

/** The operations that are about something other than sending; null for those that send. */
function otherTelegram(step: Step, operation: string): Made | null {
  const { p, names, own, json } = step;
  const resource = text(p.resource, 'message');
  const made = (type: string, config: JsonObject, file?: boolean): Made => {
    if (!step.catalogue.has(type))
      return cannot(`A ação ${type} não existe aqui`, `The action ${type} does not exist here`);
    step.needs('telegram');
    const item = file ? record({ data: own, result: record({ file_id: codeOf(p.fileId ?? null, names) }) }) : json;
    const found = file ? { file: { in: (one: Code) => member(one, 'data') } } : {};
    return { type, config, more: step.connection, outputs: [{ port: 'out', code: item }], ...found };
  };
  if (resource === 'file') return made('telegram.getFile', { fileId: templateOf(text(p.fileId), names) }, true);
  if (resource === 'callback' && p.operation !== 'answerInlineQuery') {
    const said = text(at(p, 'additionalFields', 'text'));
    const config = {
      callback: templateOf(text(p.queryId), names),
      ...(said === '' ? {} : { text: templateOf(said, names) }),
    };
    return made('telegram.answerCallback', config);
  }
  const where = (): JsonObject => ({
    chat: templateOf(text(chosen(p.chatId)), names),
    messageId: isExpression(p.messageId) ? templateOf(p.messageId, names) : Number(text(p.messageId).replace('=', '')),
  });
  if (operation === 'deleteMessage') return made('telegram.deleteMessage', where());
  if (operation === 'editMessageText' && p.messageType !== 'inlineMessage') {
    const buttons = p.replyMarkup === 'inlineKeyboard' ? buttonsOf(step) : [];
    const shown = templateOf(text(p.text), names);
    return made('telegram.editMessage', { ...where(), text: shown, ...(buttons.length > 0 ? { buttons } : {}) });
  }
  return null;
}

function telegram(step: Step): Made {
  const { p, names, own } = step;
  const operation = text(p.operation, 'sendMessage');
  const other = otherTelegram(step, operation);
  if (other) return other;
  const more = p.additionalFields;
  const chat = templateOf(text(chosen(p.chatId)), names);
  if (chat === '') return cannot('Sem conversa (chatId)', 'Without a chat (chatId)');
  const mode = text(at(more, 'parse_mode'));
  const reply = at(more, 'reply_to_message_id');
  const common: JsonObject = {
    chat,
    ...(['HTML', 'MarkdownV2', 'Markdown'].includes(mode) ? { parseMode: mode } : {}),
    ...(at(more, 'disable_notification') === true ? { silent: true } : {}),
    ...(reply === undefined ? {} : { replyTo: typeof reply === 'string' ? templateOf(reply, names) : reply }),
  };
  const buttons = p.replyMarkup === 'inlineKeyboard' ? buttonsOf(step) : [];
  step.needs('telegram');
  const sent = record({ message_id: member(own, 'messageId'), chat: record({ id: member(own, 'chat') }) });
  const outputs = [{ port: 'out', code: record({ ok: { ...sent, text: 'true' }, result: sent }) }];
  if (operation === 'sendChatAction') {
    step.approximated('“Digitando…” não é mostrado', '“Typing…” is not shown');
    return { type: 'set', config: { values: {} }, outputs: [{ port: 'out', code: step.json }] };
  }
  if (operation === 'sendMessage') {
    if (text(p.text) === '') return cannot('Sem texto', 'Without a text');
    const config = { ...common, text: templateOf(text(p.text), names), ...(buttons.length > 0 ? { buttons } : {}) };
    return { type: 'telegram.sendMessage', config, more: step.connection, outputs };
  }
  const kind = Object.hasOwn(MEDIA, operation) ? MEDIA[operation] : undefined;
  if (kind === undefined || !step.catalogue.has('telegram.sendMedia')) {
    return cannot(`O Telegram com a operação “${operation}”`, `Telegram with the operation “${operation}”`);
  }
  const caption = text(at(more, 'caption'));
  const config = {
    ...common,
    kind,
    media: p.binaryData === true ? whole(step.file()) : templateOf(text(p.file), names),
    ...(caption === '' ? {} : { caption: templateOf(caption, names) }),
  };
  return { type: 'telegram.sendMedia', config, more: step.connection, outputs };
}

/** Mail and chat. */
export const MESSAGES: ServiceMappings = {
  emailSend: { action: 'email.send', takes: 'item', make: emailSend },
  gmail: { action: 'email.send', takes: 'item', make: gmail },
  telegram: { action: 'telegram.sendMessage', takes: 'item', make: telegram },
};
