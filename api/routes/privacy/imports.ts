import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { accepted, noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { isCancelled } from '#domain/privacy/import/cancelled-import.ts';
import {
  beginImport,
  cancelImport as cancel,
  MOST_BYTES,
  PIECE_BYTES,
  putPiece,
  startImport as start,
} from '#domain/privacy/import/import-jobs.ts';
import { getJob, listJobs, type TenantJob } from '#domain/privacy/tenant-jobs.ts';
import { jobView, shownJob } from './exports.ts';
import { freshOwner, ownerOf } from './owner.ts';

const importView = jobView.extend({
  state: z.enum(['uploading', 'waiting', 'running', 'done', 'failed']),
  size: z.number().describe('Bytes of the archive, packed'),
  phase: z.string().nullable().describe('`check`, `files`, `rows`; `cancel` where it was given up and workers let go'),
});

const shown = (job: TenantJob) => ({
  ...shownJob(job),
  size: Number(job.input.size),
  phase: isCancelled(job) ? 'cancel' : job.phase,
});

const params = z.object({ import: id('job') });

/** What was written down of the caller's own import; of others it is not there. */
const ofCaller = ({ database }: ApiDeps, { tenant }: Caller, job: string) =>
  database.withTenant(tenant.id, (db) => getJob(db, job, 'import'));

export const createImport = route({
  method: 'post',
  path: '/imports',
  tag: 'Privacy',
  summary: 'Begin to take an archive in, from another installation or an account of before',
  description:
    'For an owner in person, signed in within the last 30 minutes, into an account that has nothing yet. Its bytes follow in pieces, then `start`. With `sha256`, the same archive is the import that there is already (200). What comes along and what does not: privacy.md.',
  body: z.strictObject({
    size: z.int().min(1).max(MOST_BYTES).describe('Bytes of the archive'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('Of all its bytes; workers hold it against what came'),
    invitePeople: z.boolean().default(false).describe('Whether the people of the archive are invited by e-mail'),
  }),
  output: { 200: importView, 202: importView },
  errors: ['sign_in_again', 'conflict'],
  idempotent: true,
  scopes: ['tenant:write'],
  handle: async ({ caller, body }, deps) => {
    const by = `user:${await freshOwner(deps.database.admin, caller)}`;
    const { size, sha256 = null, invitePeople } = body;
    const asked = { size, sha256, invitePeople, by };
    const { job, isNew } = await deps.database.withTenant(caller.tenant.id, (db) => beginImport(db, asked));
    return isNew ? accepted(shown(job), { Location: `/v1/imports/${job.id}` }) : ok(shown(job));
  },
});

export const putImportPiece = route({
  method: 'put',
  path: '/imports/{import}/pieces/{n}',
  tag: 'Privacy',
  summary: 'A piece of the archive',
  description: 'The body is its bytes, up to 8 MB. Pieces count from 0; one that is sent again takes its own place.',
  params: params.extend({ n: z.coerce.number().pipe(z.int().min(0).max(100_000)) }),
  takes: ['application/octet-stream'],
  bodyLimit: PIECE_BYTES,
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: ['tenant:write'],
  handle: async ({ caller, params: { import: job, n }, bytes }, deps) => {
    ownerOf(caller);
    const { database, operations } = deps;
    const tenantId = caller.tenant.id;
    await putPiece(database.withTenant, operations.keys, tenantId, { id: job, n, bytes });
    return noContent();
  },
});

export const startImport = route({
  method: 'post',
  path: '/imports/{import}/start',
  tag: 'Privacy',
  summary: 'All pieces were sent: take it in',
  description: 'Workers read all of it before a row is written, and write all rows at once. A notice tells of the end.',
  params,
  output: { 202: importView },
  errors: ['conflict'],
  idempotent: true,
  scopes: ['tenant:write'],
  handle: async ({ caller, params: { import: job } }, deps) => {
    ownerOf(caller);
    return accepted(shown(await deps.database.withTenant(caller.tenant.id, (db) => start(db, job))));
  },
});

export const listImports = route({
  method: 'get',
  path: '/imports',
  tag: 'Privacy',
  summary: 'Imports of the last days, newest first',
  output: { 200: z.object({ data: z.array(importView) }) },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) => {
    const jobs = await deps.database.withTenant(caller.tenant.id, listJobs);
    return ok({ data: jobs.filter(({ kind }) => kind === 'import').map(shown) });
  },
});

export const getImport = route({
  method: 'get',
  path: '/imports/{import}',
  tag: 'Privacy',
  summary: 'How far an import is, and its report: what came, what did not',
  params,
  output: { 200: importView },
  scopes: ['tenant:read'],
  handle: async ({ caller, params: { import: job } }, deps) => ok(shown(await ofCaller(deps, caller, job))),
});

export const cancelImport = route({
  method: 'delete',
  path: '/imports/{import}',
  tag: 'Privacy',
  summary: 'Give an import up, or take one that has ended off the list',
  description:
    'Where workers have it, they let go within seconds, nothing of it is ever seen, and it ends as `failed` with `cancelled`; until then `phase` is `cancel`.',
  params,
  query: z.object({ open: z.stringbool().optional().describe('true: only while it has not ended, else 409') }),
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: ['tenant:write'],
  handle: async ({ caller, params: { import: job }, query: { open } }, deps) => {
    const by = `user:${ownerOf(caller)}`;
    await deps.database.withTenant(caller.tenant.id, (db) => cancel(db, job, { by, open }));
    return noContent();
  },
});
