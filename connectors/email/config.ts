import { z } from 'zod';
import { field } from '../form-field.ts';
import { purpose } from '../privacy/refuse-withdrawn.ts';
import { fileValue } from '../read-file-value.ts';
import { addresses, oneAddress } from './addresses.ts';

/** One line: nothing that would begin a header of its own. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line');

const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,77}$/;
/** What the message is made of, and what its way writes on it: not the author's to set. */
const OURS =
  /^(from|to|cc|bcc|reply-to|sender|subject|date|message-id|mime-version|received|return-path|content-.*|dkim-.*|arc-.*|authentication-results|resent-.*)$/i;

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

const recipients = (pt: string, en: string, examples: string[] = []) =>
  ({ title: { pt, en }, widget: 'list', examples }) as const;

const attachment = z.union([
  field(fileValue(), { title: { pt: 'Arquivo', en: 'File' }, widget: 'file' }),
  field(
    z.strictObject({
      name: field(line(200).min(1), {
        title: { pt: 'Nome do arquivo', en: 'Name of the file' },
        examples: ['nota.xml'],
      }),
      type: field(
        z
          .string()
          .max(200)
          .regex(/^[\w.+-]+\/[\w.+-]+$/)
          .default('application/octet-stream'),
        { title: { pt: 'Tipo', en: 'Type' }, examples: ['application/xml'], rare: true },
      ),
      base64: field(z.string().regex(BASE64, 'must be base64'), {
        title: { pt: 'Conteúdo em base64', en: 'Content in base64' },
        examples: ['{{ base64(steps.nota.text) }}'],
      }),
      cid: field(
        z
          .string()
          .max(100)
          .regex(/^[\w.@-]+$/)
          .optional(),
        {
          title: { pt: 'Nome dentro do HTML', en: 'Name within the HTML' },
          help: { pt: 'O HTML o mostra como cid:nome.', en: 'The HTML shows it as cid:name.' },
          examples: ['logo'],
          rare: true,
        },
      ),
    }),
    { title: { pt: 'Base64', en: 'Base64' } },
  ),
]);
export type Attachment = z.output<typeof attachment>;

/** Config of `email.send`, after its expressions were read. */
export const emailConfig = z
  .strictObject({
    to: field(addresses(), recipients('Para', 'To', ['ana@example.com'])),
    subject: field(line(998), {
      title: { pt: 'Assunto', en: 'Subject' },
      examples: ['Seu pedido {{ trigger.data.id }}'],
    }),
    text: field(z.string().max(1_000_000).optional(), {
      title: { pt: 'Texto', en: 'Text' },
      lines: 'many',
      help: { pt: 'Sem ele, é feito do HTML.', en: 'Made from the HTML where it is left out.' },
      widget: 'text',
      examples: ['Olá, {{ trigger.data.nome }}! Segue o seu orçamento.'],
      rare: false,
    }),
    html: field(z.string().max(1_000_000).optional(), {
      title: { pt: 'HTML', en: 'HTML' },
      lines: 'many',
      help: {
        pt: 'Em vez do texto, ou além dele. O que vem de fora passe antes por Transformar texto, Proteger HTML.',
        en: 'In place of the text, or with it. Pass what comes from outside through Transform text, Escape HTML, first.',
      },
      rare: true,
      widget: 'text',
    }),
    cc: field(addresses().optional(), recipients('Cópia', 'Cc')),
    bcc: field(addresses().optional(), recipients('Cópia oculta', 'Bcc')),
    replyTo: field(addresses().optional(), recipients('Responder para', 'Reply to')),
    from: field(oneAddress().optional(), {
      title: { pt: 'Remetente', en: 'From' },
      help: { pt: 'Vazio: o da conexão.', en: 'Empty: that of the connection.' },
      examples: ['Loja <loja@example.com>'],
      rare: true,
    }),
    attachments: field(z.array(attachment).max(50).optional(), {
      title: { pt: 'Anexos', en: 'Attachments' },
      help: {
        pt: 'Enviados por você, ou de passos anteriores. Até 20 MB em tudo.',
        en: 'Uploaded by you, or of earlier steps. Up to 20 MB in all.',
      },
      widget: 'list',
      rare: false,
    }),
    purpose: purpose(),
    headers: field(z.record(z.string().regex(HEADER), line(998)).optional(), {
      title: { pt: 'Cabeçalhos', en: 'Headers' },
      help: {
        pt: 'Por exemplo List-Unsubscribe. Remetente, destinos e assunto têm campos próprios.',
        en: 'List-Unsubscribe, for example. Sender, recipients and subject have fields of their own.',
      },
      widget: 'keyvalue',
    }),
  })
  .check((context) => {
    const { headers, text, html } = context.value;
    for (const name of Object.keys(headers ?? {}))
      if (OURS.test(name))
        context.issues.push({
          code: 'custom',
          input: name,
          path: ['headers', name],
          message: 'has a field of its own, or belongs to the mail servers',
        });
    if (text === undefined && html === undefined)
      context.issues.push({ code: 'custom', input: null, path: ['text'], message: 'needs text or html' });
  });

export type EmailConfig = z.output<typeof emailConfig>;
