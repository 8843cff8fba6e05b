import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { accepted, ok, pieces } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json } from '#api/schemas/common.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { openArchive } from '#domain/privacy/archive/open-archive.ts';
import { createJob, getJob, listJobs, type TenantJob } from '#domain/privacy/tenant-jobs.ts';
import { freshOwner, ownerOf } from './owner.ts';

export const jobView = z.object({
  id: id('job'),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  done: z.number().describe('Rows, so far'),
  total: z.number().nullable(),
  result: json.nullable(),
  error: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  expiresAt: instant.describe('Then it is forgotten, with what it made'),
});

export const shownJob = ({ kind: _kind, input: _input, phase: _phase, ...job }: TenantJob) => job;

export const createExport = route({
  method: 'post',
  path: '/exports',
  tag: 'Privacy',
  summary: 'Begin an export of everything that the tenant has',
  description:
    'For an owner in person. It is made in the background and goes on where it was after a crash; a notice tells of its end. What opens something (secrets of connections, keys) is left out. Format: privacy.md.',
  output: { 202: jobView },
  errors: ['sign_in_again', 'conflict'],
  idempotent: true,
  scopes: ['tenant:write'],
  handle: async ({ caller }, deps) => {
    const by = `user:${await freshOwner(deps.database.admin, caller)}`;
    const job = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const open = (await listJobs(db)).find(({ kind, endedAt }) => kind === 'export' && endedAt === null);
      if (open) throw fail('conflict', 'Uma exportação já está em andamento.', 'An export is under way already.');
      const made = await createJob(db, { kind: 'export', input: {}, by });
      await appendAudit(db, { actor: by, action: 'tenant.export', target: made.id, data: {} });
      return made;
    });
    return accepted(shownJob(job), { Location: `/v1/exports/${job.id}` });
  },
});

export const listExports = route({
  method: 'get',
  path: '/exports',
  tag: 'Privacy',
  summary: 'Exports of the last days, newest first',
  output: { 200: z.object({ data: z.array(jobView) }) },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) => {
    const jobs = await deps.database.withTenant(caller.tenant.id, listJobs);
    return ok({ data: jobs.filter(({ kind }) => kind === 'export').map(shownJob) });
  },
});

const params = z.object({ export: id('job') });

export const getExport = route({
  method: 'get',
  path: '/exports/{export}',
  tag: 'Privacy',
  summary: 'How far an export is',
  params,
  output: { 200: jobView },
  scopes: ['tenant:read'],
  handle: async ({ caller, params: { export: job } }, deps) =>
    ok(shownJob(await deps.database.withTenant(caller.tenant.id, (db) => getJob(db, job, 'export')))),
});

export const downloadExport = route({
  method: 'get',
  path: '/exports/{export}/archive',
  tag: 'Privacy',
  summary: 'The archive of an export, streamed',
  description: 'A `.tar.gz`, for an owner in person, until it expires; each time it is written into the audit.',
  params,
  media: 'application/gzip',
  errors: ['sign_in_again', 'conflict'],
  scopes: ['tenant:read'],
  handle: async ({ caller, params: { export: job } }, deps) => {
    const { database, operations, now } = deps;
    const tenantId = caller.tenant.id;
    ownerOf(caller);
    await database.withTenant(tenantId, (db) => getJob(db, job, 'export'));
    const by = `user:${await freshOwner(database.admin, caller)}`;
    await database.withTenant(tenantId, async (db) => {
      const { state } = await getJob(db, job, 'export');
      if (state !== 'done') throw fail('conflict', 'A exportação não está pronta.', 'The export is not ready.');
      await appendAudit(db, { actor: by, action: 'tenant.export.download', target: job, data: {} });
    });
    const archive = openArchive({ database, keys: operations.keys, stores: operations.stores, now }, tenantId, job);
    const name = `trama-${caller.tenant.slug}-${new Date(now()).toISOString().slice(0, 10)}.tar.gz`;
    return pieces(archive, fileHeaders({ name, type: 'application/gzip' }, false));
  },
});
