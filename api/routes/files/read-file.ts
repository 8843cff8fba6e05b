import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { bytes } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';

export const readFile = route({
  method: 'get',
  path: '/files/{file}',
  tag: 'Files',
  summary: 'The content of a kept file',
  description:
    'By the `file` of its value, which is the hash of its content. Always to be saved, never shown as a page.',
  params: z.object({ file: z.string().regex(/^[0-9a-f]{64}$/) }),
  query: z.object({ name: z.string().min(1).max(200).optional().describe('What to save it as') }),
  media: '*/*',
  scopes: ['runs:read'],
  errors: ['erased'],
  handle: async ({ caller, params, query }, deps) => {
    const { bytes: content, name, type } = await deps.files.store.open(caller.tenant.id, params.file);
    return bytes(content, fileHeaders({ name: query.name ?? name, type }, false));
  },
});
