import { once } from 'node:events';
import { z } from 'zod';
import { winAnsi } from '#flow/contracts/win-ansi.ts';
import { failure } from '#flow/errors.ts';
import { type ActionContext, action } from '../action.ts';
import { keepFileValue } from '../read-file-value.ts';
import { keptFile, tame } from '../transform/result.ts';
import { type PdfConfig, pdfConfig } from './config.ts';
import { drawBlock } from './draw-block.ts';
import { drawFrames } from './draw-frames.ts';
import { MARGIN, type Sheet } from './sheet.ts';

const MAX_BYTES = 25 * 1024 * 1024;
const MAX_PAGES = 500;
const SIZES = { A4: 'A4', 'A4-landscape': 'A4', A5: 'A5', letter: 'LETTER' } as const;

export const pdfRender = action({
  id: 'pdf.render',
  version: 1,
  title: { pt: 'Fazer PDF', en: 'Make a PDF' },
  description: {
    pt: 'Escreve um PDF: títulos, textos, tabelas e imagens, com páginas numeradas. O resultado é um arquivo guardado.',
    en: 'Writes a PDF: headings, texts, tables and images, with numbered pages. The result is a kept file.',
  },
  group: 'data',
  icon: 'file-type-pdf',
  config: pdfConfig,
  output: z.object({ file: keptFile(), pages: z.int() }),
  effect: 'none',
  timeout: 'PT1M',
  example: {
    file: { file: 'a1', name: 'orcamento-7.pdf', type: 'application/pdf', size: 2048, sha256: 'a1' },
    pages: 1,
  },
  run: async (config, context) => {
    const { bytes, pages } = await render(config, context);
    const name = tame(config.name ?? 'documento.pdf');
    return { file: await keepFileValue({ bytes, name, type: 'application/pdf' }, context), pages };
  },
});

const render = async (config: PdfConfig, context: ActionContext): Promise<{ bytes: Buffer; pages: number }> => {
  const { default: Pdf } = await import('pdfkit');
  const at = createdAt(context.run.id);
  const sheet: Sheet = new Pdf({
    size: SIZES[config.page],
    layout: config.page === 'A4-landscape' ? 'landscape' : 'portrait',
    margins: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: 'pt-BR',
    info: { Title: winAnsi(config.title ?? ''), Producer: 'Trama', Creator: 'Trama', CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  sheet.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(sheet, 'end');
  for (const block of config.content) {
    await drawBlock(sheet, block, context);
    context.signal.throwIfAborted();
    if (sheet.bufferedPageRange().count > MAX_PAGES)
      throw failure('too_large', `São mais de ${MAX_PAGES} páginas.`, `There are more than ${MAX_PAGES} pages.`);
  }
  const pages = drawFrames(sheet, config);
  sheet.end();
  await ended;
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES) throw failure('too_large', 'O PDF passa de 25 MB.', 'The PDF is larger than 25 MB.');
  return { bytes, pages };
};

/** When the run was accepted, which its id says (UUIDv7): each attempt then writes the same bytes. */
const createdAt = (runId: string): Date => {
  const hex = /^run_([0-9a-f]{12})7[0-9a-f]{19}$/.exec(runId)?.[1];
  return new Date(hex === undefined ? 0 : Number.parseInt(hex, 16));
};
