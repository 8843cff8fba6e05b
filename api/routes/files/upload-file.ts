import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { keepFile } from '#api/runs/keep-file.ts';
import { tame } from '#connectors/transform/result.ts';

const MAX_BYTES = 25 * 1024 * 1024;
/** Nothing that would begin a header of its own. */
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

export const uploadFile = route({
  method: 'post',
  path: '/files',
  tag: 'Files',
  summary: 'Keep a file',
  description:
    'The body is its bytes, up to 25 MB. The answer is the value that steps take as a file; the same content is the same file.',
  query: z.object({
    name: z.string().min(1).max(200),
    type: z.string().max(200).regex(MEDIA_TYPE).default('application/octet-stream').describe('Its media type'),
  }),
  takes: ['application/octet-stream'],
  bodyLimit: MAX_BYTES,
  output: {
    200: z.object({ file: z.string(), name: z.string(), type: z.string(), size: z.number(), sha256: z.string() }),
  },
  errors: ['files_not_available'],
  scopes: ['flows:write'],
  handle: async ({ caller, query: { name, type }, bytes }, deps) =>
    ok(await keepFile(deps, caller.tenant.id)({ bytes, name: tame(name), type })),
});
