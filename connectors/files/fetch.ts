import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { fileValue, readFileValue } from '../read-file-value.ts';
import { readJson } from '../read-json.ts';
import { encoding, textOfBytes } from '../transform/input-text.ts';

/** As the language has it for one value; base64 is a third longer than what it holds. */
const MAX_VALUE = 4 * 1024 * 1024;
const MAX = { text: MAX_VALUE, json: MAX_VALUE, base64: MAX_VALUE * 0.75 - 1_024 };

export const filesFetch = action({
  id: 'files.fetch',
  version: 1,
  title: { pt: 'Ler arquivo', en: 'Read a file' },
  description: {
    pt: 'Traz o conteúdo de um arquivo guardado para a execução, como texto, JSON ou base64.',
    en: 'Brings the content of a kept file into the run, as text, JSON or base64.',
  },
  group: 'data',
  icon: 'file-search',
  config: z.strictObject({
    file: field(fileValue(), {
      title: { pt: 'Arquivo', en: 'File' },
      widget: 'file',
      examples: ['{{ steps.guardar }}'],
    }),
    as: field(z.enum(['text', 'json', 'base64']).default('text'), {
      title: { pt: 'Ler como', en: 'Read as' },
      widget: 'select',
      labels: {
        text: { pt: 'Texto', en: 'Text' },
        json: { pt: 'JSON', en: 'JSON' },
        base64: { pt: 'Base64', en: 'Base64' },
      },
    }),
    encoding: encoding(),
    maxBytes: field(
      z
        .int()
        .min(1)
        .max(MAX_VALUE)
        .default(1024 * 1024),
      {
        title: { pt: 'Tamanho máximo, em bytes', en: 'Largest size, in bytes' },
        help: {
          pt: 'Um arquivo maior faz o passo falhar. Até 4 MB (base64: 3 MB).',
          en: 'A larger file makes the step fail. Up to 4 MB (base64: 3 MB).',
        },
        rare: true,
      },
    ),
  }),
  output: z.object({ content: anyJson(), name: z.string(), type: z.string(), size: z.int() }),
  effect: 'read',
  example: { content: 'texto', name: 'relatorio.txt', type: 'text/plain', size: 5 },
  run: async ({ file, as, encoding: how, maxBytes }, context) => {
    const max = Math.min(maxBytes, MAX[as]);
    const bytes = await readFileValue(file.file, context);
    if (bytes.length > max)
      throw failure(
        'too_large',
        `O arquivo tem ${bytes.length} bytes, mais que ${max}.`,
        `The file has ${bytes.length} bytes, more than ${max}.`,
        {
          details: { size: bytes.length, max },
        },
      );
    return {
      content: content(as, () => textOfBytes(bytes, how), bytes),
      name: file.name,
      type: file.type,
      size: bytes.length,
    };
  },
});

/** Fails with `bad_output` on JSON that is none. */
const content = (as: 'text' | 'json' | 'base64', text: () => string, bytes: Uint8Array): Json => {
  if (as === 'base64') return Buffer.from(bytes).toString('base64');
  const read = text();
  // Other encodings grow: a text of ours is UTF-8.
  if (Buffer.byteLength(read) > MAX_VALUE)
    throw failure('too_large', 'O texto passa de 4 MB.', 'The text is larger than 4 MB.');
  return as === 'json' ? readJson(read) : read;
};
