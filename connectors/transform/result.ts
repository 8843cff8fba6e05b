import { z } from 'zod';
import type { FileValue } from '#flow/contracts/file-store.ts';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { type FieldAbout, field } from '../form-field.ts';
import { keepFileValue } from '../read-file-value.ts';

/** As the language has it for one value. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const MAX_FILE_BYTES = 25 * 1024 * 1024;

export const resultAs = () =>
  field(z.enum(['text', 'file']).default('text'), {
    title: { pt: 'Resultado', en: 'Result' },
    help: {
      pt: 'Como arquivo ele fica guardado, para anexar ou enviar.',
      en: 'As a file it is kept, to attach or send.',
    },
    widget: 'select',
    rare: false,
    labels: { text: { pt: 'Texto', en: 'Text' }, file: { pt: 'Arquivo', en: 'File' } },
  });

export const fileName = (example: string, more: Partial<FieldAbout> = {}) =>
  field(z.string().min(1).max(200).optional(), {
    title: { pt: 'Nome do arquivo', en: 'Name of the file' },
    examples: [example],
    ...more,
  });

export const keptFile = () =>
  z.object({ file: z.string(), name: z.string(), type: z.string(), size: z.number(), sha256: z.string() });

/** One of both; the other is null. */
export const result = () => z.object({ text: z.string().nullable(), file: keptFile().nullable() });

interface Made {
  text: string;
  name: string;
  type: string;
  as: 'text' | 'file';
}

/** The text itself, or the file that it was kept as. Fails with `too_large`, `files_not_available`. */
export const resultOf = async (
  { text, name, type, as }: Made,
  context: ActionContext,
): Promise<{ text: string | null; file: FileValue | null }> => {
  const bytes = Buffer.from(text);
  const most = as === 'text' ? MAX_TEXT_BYTES : MAX_FILE_BYTES;
  if (bytes.length > most)
    throw failure('too_large', 'O resultado é grande demais.', 'The result is too large.', {
      details: { size: bytes.length, max: most },
    });
  if (as === 'text') return { text, file: null };
  return { text: null, file: await keepFileValue({ bytes, name: tame(name), type }, context) };
};

/** A name that is no path. */
export const tame = (name: string): string => name.replace(/[\p{Cc}/\\]/gu, '_').slice(0, 200);
