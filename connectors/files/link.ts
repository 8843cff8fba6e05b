import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { durationMs } from '../duration.ts';
import { field } from '../form-field.ts';
import { fileValue } from '../read-file-value.ts';
import { tame } from '../transform/result.ts';

const LONGEST_MS = 30 * 86_400_000;

const isSpan = (text: string): boolean => {
  const ms = durationMs(text) ?? 0;
  return ms > 0 && ms <= LONGEST_MS;
};

export const filesLink = action({
  id: 'files.link',
  version: 1,
  title: { pt: 'Link de um arquivo', en: 'Link to a file' },
  description: {
    pt: 'Um endereço em que qualquer pessoa baixa o arquivo, até vencer.',
    en: 'An address where anybody may fetch the file, until it expires.',
  },
  group: 'data',
  icon: 'link',
  config: z.strictObject({
    file: field(fileValue(), {
      title: { pt: 'Arquivo', en: 'File' },
      widget: 'file',
      examples: ['{{ steps.guardar }}'],
    }),
    expiresIn: field(z.string().refine(isSpan, 'must be an ISO 8601 duration of at most 30 days').default('P1D'), {
      title: { pt: 'Vale por', en: 'Valid for' },
      help: { pt: 'Até 30 dias. Não há como cancelar antes.', en: 'Up to 30 days. It cannot be called back before.' },
      widget: 'duration',
      examples: ['PT1H'],
    }),
    show: field(z.boolean().default(false), {
      title: { pt: 'Abrir no navegador', en: 'Open in the browser' },
      help: {
        pt: 'Imagens, PDF, texto, áudio e vídeo; os demais são sempre baixados.',
        en: 'Images, PDF, text, audio and video; all else is always saved.',
      },
    }),
    name: field(z.string().min(1).max(200).optional(), {
      title: { pt: 'Nome do arquivo', en: 'Name of the file' },
      help: { pt: 'Vazio: o nome que o arquivo já tem.', en: 'Empty: the name that the file has.' },
      examples: ['orcamento-7.pdf'],
    }),
  }),
  output: z.object({ url: z.string(), expiresAt: z.string() }),
  effect: 'none',
  timeout: 'PT10S',
  example: { url: 'https://app.example/f/t/relatorio.pdf', expiresAt: '2025-06-02T12:00:00.000Z' },
  run: async ({ file: { file, name, type }, expiresIn, show, name: given }, { services, tenant, nowMs }) => {
    if (!services.fileLinks)
      throw failure('files_not_available', 'Arquivos ainda não são guardados aqui.', 'Files are not kept here yet.');
    const expiresAt = nowMs + (durationMs(expiresIn) ?? 0);
    const about = { tenantId: tenant.id, file, name: tame(given ?? name), type, expiresAt, show };
    return { url: await services.fileLinks.link(about), expiresAt: new Date(expiresAt).toISOString() };
  },
});
