import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { field } from '../form-field.ts';
import { fileValue, readFileValue } from '../read-file-value.ts';
import { decodeWindows1252 } from './windows-1252.ts';

/** What is read in one piece: larger ones would hold up everything else that a worker does. */
const MAX_BYTES = 10 * 1024 * 1024;

const ENCODINGS = ['auto', 'utf-8', 'windows-1252', 'utf-16le'] as const;

export const input = () =>
  field(z.union([z.string(), fileValue()]), {
    title: { pt: 'Entrada', en: 'Input' },
    help: { pt: 'Um texto ou um arquivo guardado. Até 10 MB.', en: 'A text or a kept file. Up to 10 MB.' },
    widget: 'file',
    examples: ['{{ trigger.data.arquivo }}'],
  });

export const encoding = () =>
  field(z.enum(ENCODINGS).default('auto'), {
    title: { pt: 'Codificação do arquivo', en: 'Encoding of the file' },
    help: {
      pt: 'Na automática: UTF-8, e o que não é UTF-8 como Windows-1252, a do Excel e de sistemas antigos.',
      en: 'Automatic: UTF-8, and what is none as Windows-1252, that of Excel and older systems.',
    },
    widget: 'select',
    rare: true,
    labels: {
      auto: { pt: 'Automática', en: 'Automatic' },
      'utf-8': { pt: 'UTF-8', en: 'UTF-8' },
      'windows-1252': { pt: 'Windows-1252 (Excel)', en: 'Windows-1252 (Excel)' },
      'utf-16le': { pt: 'UTF-16', en: 'UTF-16' },
    },
  });

type Input = z.output<ReturnType<typeof input>>;
type Encoding = (typeof ENCODINGS)[number];

/** The text of an input, without a byte order mark. Fails with `too_large`, and as reading a file does. */
export const inputText = async (from: Input, encoding: Encoding, context: ActionContext): Promise<string> => {
  const size = typeof from === 'string' ? Buffer.byteLength(from) : (from.size ?? 0);
  if (size > MAX_BYTES) throw tooLarge();
  if (typeof from === 'string') return withoutMark(from);
  const bytes = await readFileValue(from.file, context);
  if (bytes.length > MAX_BYTES) throw tooLarge();
  return textOfBytes(bytes, encoding);
};

/** Bytes of a file as text, without a byte order mark. */
export const textOfBytes = (bytes: Uint8Array, encoding: Encoding): string => withoutMark(decoded(bytes, encoding));

const tooLarge = () =>
  failure('too_large', 'A entrada passa de 10 MB.', 'The input is larger than 10 MB.', { details: { max: MAX_BYTES } });

const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

const decoded = (bytes: Uint8Array, encoding: Encoding): string => {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes);
  if (encoding !== 'auto') return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
};
