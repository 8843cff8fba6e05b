import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { action } from '../action.ts';
import type { ActionContext } from '../action-context.ts';
import { field } from '../form-field.ts';
import { type Bot, botOf } from './bot.ts';
import { callFor } from './call-for.ts';

/** What a bot may download. */
const MAX_BYTES = 20 * 1024 * 1024;

export const telegramGetFile = action({
  id: 'telegram.getFile',
  version: 1,
  title: { pt: 'Telegram: baixar mídia', en: 'Telegram: fetch media' },
  description: {
    pt: 'Guarda a mídia de uma mensagem recebida como arquivo.',
    en: 'Keeps the media of a message that came as a file.',
  },
  group: 'message',
  icon: 'download',
  config: z.strictObject({
    fileId: field(z.string().min(1).max(512), {
      title: { pt: 'Mídia', en: 'Media' },
      help: { pt: 'O fileId da mídia, até 20 MB.', en: 'The fileId of the media, up to 20 MB.' },
      examples: ['{{ trigger.data.media.fileId }}'],
    }),
    name: field(z.string().min(1).max(255).optional(), {
      title: { pt: 'Nome', en: 'Name' },
      examples: ['{{ trigger.data.media.name }}'],
    }),
    type: field(z.string().min(1).max(128).optional(), {
      title: { pt: 'Tipo', en: 'Type' },
      examples: ['{{ trigger.data.media.type }}'],
    }),
  }),
  output: z.object({ file: z.string(), name: z.string(), type: z.string(), size: z.int(), sha256: z.string() }),
  effect: 'read',
  timeout: 'PT2M',
  connection: { connectors: ['telegram'], required: true },
  example: { file: '0'.repeat(64), name: 'file_1.jpg', type: 'image/jpeg', size: 48_213, sha256: '0'.repeat(64) },
  run: async ({ fileId, name, type }, context) => {
    const { files } = context.services;
    if (!files) throw failure('files_not_available', 'Arquivos não são guardados aqui.', 'Files are not kept here.');
    const bot = botOf(context.connection, context.services);
    const path = pathOf(await callFor(context, bot, 'getFile', { file_id: fileId }));
    const { bytes, contentType } = await download(bot, path, context);
    const known = name ?? path.split('/').at(-1) ?? 'file';
    return files.put(context.tenant.id, { bytes, name: known, type: type ?? contentType });
  },
});

/** A path below the server, and never a way to another place on it. */
const pathOf = (result: Json): string => {
  const path = result !== null && typeof result === 'object' && !Array.isArray(result) ? result.file_path : null;
  if (typeof path === 'string' && /^[\w.-]+(\/[\w.-]+)*$/.test(path) && !path.includes('..')) return path;
  throw failure('bad_output', 'O Telegram não disse onde está o arquivo.', 'Telegram did not say where the file is.');
};

const download = async ({ token, root, dial }: Bot, path: string, { timeoutMs, signal }: ActionContext) => {
  const answer = await dial.request({
    ...{ method: 'GET', url: `${root}/file/bot${token}/${path}` },
    ...{ followRedirects: 0, maxBytes: MAX_BYTES, timeoutMs, signal },
  });
  if (answer.status !== 200)
    throw failure(
      `telegram_${answer.status}`,
      `O Telegram não entregou o arquivo: ${answer.status}.`,
      `Telegram did not give the file: ${answer.status}.`,
      { details: { status: answer.status }, retry: answer.status >= 500 ? 'retry' : 'never' },
    );
  return { bytes: answer.body, contentType: answer.headers['content-type'] ?? 'application/octet-stream' };
};
