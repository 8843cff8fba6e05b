import { z } from 'zod';
import { tryBucket } from '#activities/audit/try-bucket.ts';
import type { ApiDeps } from '#api/deps.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { instant } from '#api/schemas/common.ts';
import { checkUrl } from '#api/webhooks/check-url.ts';
import { problemText } from '#domain/audit/export-problems.ts';
import {
  type ExportState,
  type ExportTarget,
  exportRow,
  exportSoon,
  getExport,
  removeExport,
  secretFor,
  setExport,
} from '#domain/audit/export-target.ts';
import { requireFeature } from '#domain/entitlements/require-feature.ts';

const given = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .describe('Of any S3-compatible service: `https://s3.sa-east-1.amazonaws.com`; the bucket is put behind it'),
  region: z.string().regex(/^[A-Za-z0-9-]{1,60}$/),
  bucket: z.string().regex(/^[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/),
  prefix: z
    .string()
    .max(200)
    .regex(/^([A-Za-z0-9_=-][A-Za-z0-9_.=-]*(\/[A-Za-z0-9_=-][A-Za-z0-9_.=-]*)*)?$/)
    .describe('Begins the names of objects, without a slash at the ends; may be empty'),
  accessKey: z
    .string()
    .regex(/^[A-Za-z0-9_.+=@-]{1,128}$/)
    .describe('The id of the key'),
  secretKey: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Never shown again; left out: the one that is kept, for the same address and key'),
  format: z.enum(['jsonl', 'csv']),
  gzip: z.boolean(),
  hour: z.int().min(0).max(23).describe('Of the day, in the tenant’s zone'),
});

const words = z.object({ pt: z.string(), en: z.string() });

const view = z.object({
  endpoint: z.string(),
  region: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  accessKey: z.string(),
  format: z.enum(['jsonl', 'csv']),
  gzip: z.boolean(),
  hour: z.int(),
  upTo: z.int().describe('The last entry that the bucket has; 0: none'),
  waiting: z.int().describe('Entries that it has not yet'),
  nextAt: instant,
  lastAt: instant.nullable().describe('When it had everything last'),
  failing: z
    .object({ since: instant, times: z.int(), problem: z.string(), message: words, detail: z.string().nullable() })
    .nullable(),
});

const viewOf = ({ target, failing, ...state }: ExportState): z.infer<typeof view> => ({
  ...target,
  ...state,
  failing: failing && { ...failing, message: problemText(failing.problem) },
});

const PATH_ALONE = { pt: 'O endereço leva mais do que um caminho.', en: 'The address has more than a path.' };

/** @throws `invalid` */
async function targetIn(body: z.infer<typeof given>, deps: ApiDeps): Promise<ExportTarget> {
  const { secretKey: _secret, endpoint, ...rest } = body;
  const { origin, pathname, search, hash } = new URL(endpoint);
  if (search || hash)
    throw fail('invalid', PATH_ALONE.pt, PATH_ALONE.en, {
      errors: [{ pointer: '/endpoint', code: 'query', message: PATH_ALONE }],
    });
  await checkUrl(endpoint, deps, '/endpoint');
  return { ...rest, endpoint: `${origin}${pathname}`.replace(/\/+$/, '') };
}

export const getAuditSchedule = route({
  method: 'get',
  path: '/audit/export-schedule',
  tag: 'Audit',
  summary: 'Where the audit goes every day, and how that stands',
  output: { 200: z.object({ schedule: view.nullable().describe('Null: nowhere') }) },
  scopes: ['audit:read'],
  handle: async ({ caller }, { database }) => {
    const state = await database.withTenant(caller.tenant.id, getExport);
    return ok({ schedule: state && viewOf(state) });
  },
});

export const setAuditSchedule = route({
  method: 'put',
  path: '/audit/export-schedule',
  tag: 'Audit',
  summary: 'Have the audit written into a bucket every day',
  description:
    'Another address, bucket or prefix begins with the oldest entry; the same one goes on where it was. The address is reached under the same rules as those of flows.',
  body: given,
  output: { 200: view },
  errors: ['plan_required'],
  scopes: ['audit:read', 'security:write'],
  handle: async ({ caller, body }, deps) => {
    const target = await targetIn(body, deps);
    const of = { target, secret: body.secretKey ?? null, by: caller.principal };
    return ok(
      viewOf(
        await deps.database.withTenant(caller.tenant.id, async (db) => {
          // Where one stands it goes on, and its key may be changed.
          if (!(await getExport(db))) await requireFeature(db, 'export');
          return await setExport(db, of);
        }),
      ),
    );
  },
});

export const removeAuditSchedule = route({
  method: 'delete',
  path: '/audit/export-schedule',
  tag: 'Audit',
  summary: 'Have it written nowhere any more, and forget the secret',
  output: { 204: z.null() },
  errors: ['not_found'],
  scopes: ['audit:read', 'security:write'],
  handle: async ({ caller }, { database }) => {
    await database.withTenant(caller.tenant.id, (db) => removeExport(db, caller.principal));
    return noContent();
  },
});

export const tryAuditSchedule = route({
  method: 'post',
  path: '/audit/export-schedule/test',
  timeoutMs: 30_000,
  tag: 'Audit',
  summary: 'Write a tiny object into the bucket and take it away',
  description: 'Keeps nothing of what is given, and says in words what is wrong; `problem` null: all is well.',
  body: given,
  output: {
    200: z.object({
      problem: z.object({ kind: z.string(), message: words, detail: z.string().nullable() }).nullable(),
    }),
  },
  scopes: ['audit:read', 'security:write'],
  handle: async ({ caller, body }, deps) => {
    const target = await targetIn(body, deps);
    const secret = await deps.database.withTenant(caller.tenant.id, async (db) =>
      secretFor(db, target, body.secretKey ?? null, await exportRow(db)),
    );
    const object = [target.prefix, caller.tenant.id, 'trama-test.txt'].filter(Boolean).join('/');
    const found = await tryBucket({ place: target, secret, dial: deps.actions.dial }, object);
    if (found === null) return ok({ problem: null });
    const { problem: kind, detail } = found;
    return ok({ problem: { kind, detail, message: problemText(kind) } });
  },
});

export const runAuditSchedule = route({
  method: 'post',
  path: '/audit/export-schedule/run',
  tag: 'Audit',
  summary: 'Have what is new written now',
  output: { 200: view },
  errors: ['not_found'],
  scopes: ['audit:read', 'security:write'],
  handle: async ({ caller }, { database }) =>
    ok(viewOf(await database.withTenant(caller.tenant.id, (db) => exportSoon(db, caller.principal)))),
});
