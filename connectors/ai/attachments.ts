import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import type { Attachment } from './provider.ts';

const TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf']);
const MAX_BYTES = 10 * 1024 * 1024;

interface KeptFile {
  file: string;
  name: string;
  type: string;
}

/** Kept files, read to go with a message. Fails with `bad_config` on other kinds, with `too_large` above 10 MB in all. */
export const attachmentsOf = async (
  files: readonly KeptFile[] | undefined,
  { services, tenant }: ActionContext,
): Promise<Attachment[]> => {
  if (!files || files.length === 0) return [];
  if (!services.files)
    throw failure('files_not_available', 'Arquivos ainda não são guardados aqui.', 'Files are not kept here yet.');
  const attachments: Attachment[] = [];
  let size = 0;
  for (const { file, name, type } of files) {
    const kind = type.split(';')[0]?.trim().toLowerCase() ?? '';
    if (!TYPES.has(kind))
      throw failure(
        'bad_config',
        `"${name}" (${kind}) não é imagem nem PDF.`,
        `"${name}" (${kind}) is neither a picture nor a PDF.`,
      );
    const bytes = await services.files.read(tenant.id, file);
    size += bytes.length;
    if (size > MAX_BYTES)
      throw failure('too_large', 'Os arquivos passam de 10 MB.', 'The files are larger than 10 MB.');
    attachments.push({ name, type: kind, base64: Buffer.from(bytes).toString('base64') });
  }
  return attachments;
};
