import { z } from 'zod';
import type { FileValue } from '#flow/contracts/file-store.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { type ActionContext, action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { httpRequest } from '../http/request.ts';
import { keepFileValue } from '../read-file-value.ts';
import { keptFile, tame } from '../transform/result.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+="?[\w.+-]+"?)*$/;

export const filesStore = action({
  id: 'files.store',
  version: 1,
  title: { pt: 'Guardar arquivo', en: 'Keep a file' },
  description: {
    pt: 'Guarda um texto, um conteúdo em base64 ou o que está em um endereço como arquivo.',
    en: 'Keeps a text, content in base64 or what is at an address as a file.',
  },
  group: 'data',
  icon: 'file-plus',
  config: z.strictObject({
    from: field(z.enum(['text', 'base64', 'url']).default('text'), {
      title: { pt: 'O conteúdo é', en: 'The content is' },
      help: {
        pt: 'De um endereço o arquivo é baixado, até 25 MB.',
        en: 'From an address the file is fetched, up to 25 MB.',
      },
      widget: 'select',
      labels: {
        text: { pt: 'Texto', en: 'Text' },
        base64: { pt: 'Base64', en: 'Base64' },
        url: { pt: 'Um endereço', en: 'An address' },
      },
    }),
    content: field(anyJson(), {
      title: { pt: 'Conteúdo', en: 'Content' },
      help: {
        pt: 'O texto, o base64 ou o endereço. Outro valor é guardado como JSON.',
        en: 'The text, the base64 or the address. Any other value is kept as JSON.',
      },
      widget: 'expression',
      lines: 'many',
      examples: ['{{ steps.relatorio.text }}'],
    }),
    name: field(z.string().min(1).max(200).optional(), {
      title: { pt: 'Nome do arquivo', en: 'Name of the file' },
      examples: ['relatorio.txt'],
    }),
    type: field(z.string().max(200).regex(MEDIA_TYPE).optional(), {
      title: { pt: 'Tipo', en: 'Type' },
      help: { pt: 'Vazio: pelo conteúdo.', en: 'Empty: by the content.' },
      examples: ['text/plain'],
    }),
  }),
  output: keptFile(),
  // The same content is the same file, however often it is kept.
  effect: 'keyed',
  connection: { connectors: ['http'], required: false },
  example: { file: '9f', name: 'relatorio.txt', type: 'text/plain', size: 12, sha256: '9f' },
  run: async ({ from, content, name, type }, context) => {
    if (from === 'url') {
      const fetched = await fromUrl(content, context);
      return { ...fetched, name: tame(name ?? fetched.name), type: type ?? fetched.type };
    }
    const made = from === 'text' ? ofText(content) : { bytes: ofBase64(content), ...BINARY };
    if (made.bytes.length > MAX_BYTES)
      throw failure('too_large', 'O arquivo passa de 25 MB.', 'The file is larger than 25 MB.', {
        details: { size: made.bytes.length, max: MAX_BYTES },
      });
    return keepFileValue({ bytes: made.bytes, name: tame(name ?? made.name), type: type ?? made.type }, context);
  },
});

const BINARY = { name: 'file.bin', type: 'application/octet-stream' };

const ofText = (content: Json) =>
  typeof content === 'string'
    ? { bytes: Buffer.from(content), name: 'file.txt', type: 'text/plain; charset=utf-8' }
    : { bytes: Buffer.from(JSON.stringify(content)), name: 'file.json', type: 'application/json' };

/** Standard and URL-safe base64, line ends allowed, as mails and programs write it; a `data:` address too. */
const ofBase64 = (content: Json): Uint8Array => {
  const text =
    typeof content === 'string' ? content.replace(/^data:[^,]{0,200};base64,/, '').replace(/\s+/g, '') : null;
  if (text === null || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    throw failure('bad_value', 'O conteúdo não é base64.', 'The content is no base64.');
  return Buffer.from(text, 'base64');
};

/** Through the same door as `http.request`: its checks of addresses, its breaker, its classes of errors. */
const fromUrl = async (content: Json, context: ActionContext): Promise<FileValue> => {
  if (typeof content !== 'string') throw failure('bad_value', 'O endereço não é um texto.', 'The address is no text.');
  const { body } = (await httpRequest.run({ method: 'GET', url: content, response: 'file' }, context)) as {
    body: FileValue | null;
  };
  return body ?? (await keepFileValue({ bytes: new Uint8Array(), ...BINARY }, context));
};
