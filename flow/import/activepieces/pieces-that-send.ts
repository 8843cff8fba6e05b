import type { Json, JsonObject } from '../../json.ts';
import { member, record } from '../expressions/code.ts';
import { templateOf, valueOf } from '../expressions/text.ts';
import { text } from '../nodes/parameters.ts';
import type { Made, Mappings, Step } from '../step.ts';
import { cannot } from '../why-not.ts';

/** One address or a list of them; undefined where there is none. */
const addresses = (step: Step, key: string): Json | undefined => {
  const given = step.p[key];
  const all = (Array.isArray(given) ? given : [given]).filter((one) => typeof one === 'string' && one.trim() !== '');
  const [only, ...more] = all;
  if (only === undefined) return undefined;
  return valueOf(more.length === 0 ? only : (all as Json[]), step.names);
};

const mail =
  (keys: { to: string; body: string }) =>
  (step: Step): Made => {
    const { p, names } = step;
    const to = addresses(step, keys.to) ?? cannot('Sem destinatário', 'Without an address');
    const more: JsonObject = {};
    for (const [ours, theirs] of [
      ['cc', 'cc'],
      ['bcc', 'bcc'],
      ['replyTo', 'reply_to'],
      ['replyTo', 'replyTo'],
      ['from', 'from'],
    ] as const) {
      const found = addresses(step, theirs);
      if (found !== undefined) more[ours] = found;
    }
    if (text(p.attachment ?? p.attachments) !== '')
      step.approximated('Os anexos não vão junto', 'The attachments do not go along');
    const body = templateOf(text(p[keys.body] ?? p.body_text), names);
    step.needs('smtp');
    const isHtml = text(p.body_type, 'plain_text') === 'html';
    return {
      type: 'email.send',
      config: { to, subject: templateOf(text(p.subject), names), [isHtml ? 'html' : 'text']: body, ...more },
      more: step.connection,
    };
  };

const gmail = (step: Step): Made => {
  step.approximated('Enviado por SMTP, e não pela API do Gmail', 'Sent by SMTP, not by the API of Gmail');
  return mail({ to: 'receiver', body: 'body' })(step);
};

/** A model is asked, and its text is the output. */
const asks =
  (key: string) =>
  (step: Step): Made => {
    const { p, names, own } = step;
    const prompt = templateOf(text(p[key] ?? p.prompt), names);
    if (prompt === '') return cannot('Sem pedido ao modelo', 'Without anything to ask the model');
    const temperature = Number(text(p.temperature));
    const most = Number(text(p.maxTokens));
    const model = text(p.model);
    step.needs('ai');
    step.approximated(
      'Escolha uma conexão de IA; a memória e os papéis não vêm junto',
      'Choose an AI connection; memory and roles do not come along',
    );
    return {
      type: 'ai.generate',
      config: {
        prompt,
        ...(model === '' ? {} : { model: templateOf(model, names) }),
        ...(text(p.temperature) !== '' && Number.isFinite(temperature) ? { temperature } : {}),
        ...(most > 0 ? { maxTokens: most } : {}),
      },
      more: step.connection,
      outputs: [{ port: 'out', code: member(own, 'text') }],
    };
  };

function telegram(step: Step): Made {
  const { p, names, own } = step;
  const format = text(p.format);
  step.needs('telegram');
  return {
    type: 'telegram.sendMessage',
    config: {
      chat: templateOf(text(p.chat_id), names),
      text: templateOf(text(p.message), names),
      ...(['HTML', 'MarkdownV2', 'Markdown'].includes(format) ? { parseMode: format } : {}),
    },
    more: step.connection,
    outputs: [{ port: 'out', code: record({ ok: own, result: record({ message_id: member(own, 'messageId') }) }) }],
  };
}

const item = (make: (step: Step) => Made) => ({ takes: 'item' as const, make });

/** Pieces that mail, chat, or ask a model. */
export const PIECES_THAT_SEND: Mappings = {
  'activepieces.gmail: send_email': item(gmail),
  'activepieces.smtp: send-email': item(mail({ to: 'to', body: 'body' })),
  'activepieces.telegram-bot: send_text_message': item(telegram),
  'activepieces.openai: ask_chatgpt': item(asks('prompt')),
  'activepieces.claude: ask_claude': item(asks('prompt')),
  'activepieces.google-gemini: generate_content': item(asks('prompt')),
  'activepieces.ai: askAi': item(asks('prompt')),
  'activepieces.text-ai: askAi': item(asks('prompt')),
};
