import { z } from 'zod';
import type { FileValue } from '#flow/contracts/file-store.ts';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from './action.ts';

/** A kept file, as a value of the language (`flow-language.md` §5). */
export const fileValue = () =>
  z.looseObject({
    file: z.string().min(1).max(512),
    name: z.string().max(512),
    type: z.string().max(256),
    size: z.number().optional(),
  });

/** The bytes of a kept file. Fails with `not_found` also for what another tenant owns, with `files_not_available`. */
export const readFileValue = async (file: string, { services, tenant }: ActionContext): Promise<Uint8Array> => {
  if (services.files) return await services.files.read(tenant.id, file);
  throw noFiles();
};

/** Keeps bytes, and gives what a run sees of them. Fails with `files_not_available`. */
export const keepFileValue = async (
  content: { bytes: Uint8Array; name: string; type: string },
  { services, tenant }: ActionContext,
): Promise<FileValue> => {
  if (services.files) return await services.files.put(tenant.id, content);
  throw noFiles();
};

const noFiles = () =>
  failure('files_not_available', 'Arquivos ainda não são guardados aqui.', 'Files are not kept here yet.');
