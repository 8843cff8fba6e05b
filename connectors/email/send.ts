import { createHash } from 'node:crypto';
import { z } from 'zod';
import { failure, TramaError } from '#flow/errors.ts';
import { type ActionContext, action } from '../action.ts';
import { refuseWithdrawn } from '../privacy/refuse-withdrawn.ts';
import { readFileValue } from '../read-file-value.ts';
import { htmlToText } from '../transform/html-to-text.ts';
import { type Address, listed, readAddress } from './addresses.ts';
import { type Attachment, type EmailConfig, emailConfig } from './config.ts';
import { sentBefore, writeReceipt } from './receipt.ts';
import { withServer } from './server.ts';
import { storedIn } from './stored.ts';

const MAX_BYTES = 20 * 1024 * 1024;
const MAX_RECIPIENTS = 100;

const output = z.object({
  messageId: z.string(),
  accepted: z.array(z.string()),
  /** Those whom the server refused while it took others. */
  rejected: z.array(z.string()),
});

export const emailSend = action({
  id: 'email.send',
  version: 1,
  title: { pt: 'Enviar e-mail', en: 'Send an e-mail' },
  description: {
    pt: 'Envia um e-mail, em texto ou HTML, com anexos, pelo servidor de uma conexão.',
    en: 'Sends mail, as text or HTML, with attachments, through the server of a connection.',
  },
  group: 'message',
  icon: 'mail',
  config: emailConfig,
  output,
  // SMTP knows no keys: a repeat carries the same Message-ID, which most mailboxes drop, but none must.
  effect: 'unsafe',
  timeout: 'PT1M',
  connection: { connectors: ['smtp'], required: true },
  example: { messageId: '<4f1c@example.com>', accepted: ['ana@example.com'], rejected: [] },
  run: async (config, context) => {
    const known = await sentBefore(context);
    if (known) return known;
    const people = [config.to, config.cc, config.bcc].flatMap((one) => listed(one).map(plain));
    await refuseWithdrawn(context, 'email', people, config.purpose);
    const message = await messageOf(config, context);
    const sent = await throughBreaker(context, () =>
      withServer(context, async (server) => {
        const { accepted, rejected } = await server.sendMail(message);
        return { messageId: message.messageId, accepted: accepted.map(plain), rejected: rejected.map(plain) };
      }),
    );
    await writeReceipt(context, sent);
    return sent;
  },
});

/** A server that is away is left alone for a while; what it refuses for a reason of its own counts for nothing. */
const throughBreaker = async <T>(context: ActionContext, call: () => Promise<T>): Promise<T> => {
  const { breakers } = context.services;
  const key = `${context.tenant.id}/connection/${context.connection?.id}`;
  breakers.enter(key);
  try {
    const sent = await call();
    breakers.succeeded(key);
    return sent;
  } catch (error) {
    const code = error instanceof TramaError && error.retry === 'retry' ? error.code : '';
    if (code === 'timeout' || code === 'connection_failed') breakers.failed(key);
    else breakers.abandoned(key);
    throw error;
  }
};

const plain = (one: string | { address: string }): string => (typeof one === 'string' ? one : one.address);

const messageOf = async (config: EmailConfig, context: ActionContext) => {
  const [to, cc, bcc] = [listed(config.to), listed(config.cc), listed(config.bcc)];
  const count = to.length + cc.length + bcc.length;
  if (count === 0) throw failure('bad_config', 'Falta um destinatário.', 'A recipient is missing.');
  if (count > MAX_RECIPIENTS)
    throw failure(
      'bad_config',
      `São ${count} destinatários; o limite é ${MAX_RECIPIENTS}.`,
      `There are ${count} recipients; the limit is ${MAX_RECIPIENTS}.`,
    );
  const from = readAddress(config.from ?? storedIn(context.connection).from) as Address;
  const { subject, html, headers = {} } = config;
  return {
    from,
    to,
    cc,
    bcc,
    replyTo: listed(config.replyTo),
    subject,
    text: config.text ?? htmlToText(html ?? ''),
    ...(html !== undefined && { html }),
    attachments: await attachmentsOf(config.attachments ?? [], context),
    headers,
    messageId: messageId(from, context),
    date: new Date(context.nowMs),
  };
};

/** The same for each attempt: a mailbox that got the message already can tell a repeat by it. */
const messageId = (from: Address, { tenant, idempotencyKey }: ActionContext): string => {
  const name = createHash('sha256')
    .update(JSON.stringify([tenant.id, idempotencyKey]))
    .digest('hex')
    .slice(0, 40);
  const domain = new URL(`http://${from.address.slice(from.address.lastIndexOf('@') + 1)}`).hostname;
  return `<${name}@${domain}>`;
};

const attachmentsOf = async (wanted: readonly Attachment[], context: ActionContext) => {
  let total = 0;
  const made = [];
  for (const one of wanted) {
    const content = Buffer.from(
      'base64' in one ? Buffer.from(String(one.base64), 'base64') : await bytesOf(one, context),
    );
    total += content.length;
    if (total > MAX_BYTES)
      throw failure('too_large', 'Os anexos passam de 20 MB.', 'The attachments are larger than 20 MB.');
    // A file's name and type may come from a stranger's upload.
    const filename = one.name.replace(/[\p{Cc}\u2028\u2029/\\]/gu, '_');
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(one.type) ? one.type : 'application/octet-stream';
    const cid = typeof one.cid === 'string' && /^[\w.@-]{1,100}$/.test(one.cid) ? { cid: one.cid } : {};
    made.push({ filename, contentType, content, ...cid });
  }
  return made;
};

const bytesOf = (one: Attachment, context: ActionContext): Promise<Uint8Array> =>
  readFileValue(String('file' in one ? one.file : ''), context);
