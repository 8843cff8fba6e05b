import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { ok, pieces } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { anchorAudit } from '#domain/audit/anchors.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { exportAudit } from '#domain/audit/export-audit.ts';
import { type AuditFilter, actorsOf, searchAudit } from '#domain/audit/search-audit.ts';
import { verifyAudit } from '#domain/audit/verify-audit.ts';
import { lockNumber } from '#domain/locks.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

const text = z.string().min(1).max(200);

const filter = z.object({
  actor: text.optional().describe('`user:usr_…`, `key:key_…`, `system`'),
  action: text.optional().describe('Several between commas; `flow.*` is a family'),
  target: text.optional().describe('The id of what it was done to'),
  kind: text.optional().describe('`flow`, `connection` …'),
  ip: text.optional(),
  via: text.optional().describe('`session`, `key`, `token` or `link`'),
  from: givenInstant.optional(),
  to: givenInstant.optional(),
  q: text.optional().describe('A text in names, target, action or data'),
});

const filterOf = ({ action, ...rest }: z.output<typeof filter>): AuditFilter => ({
  ...rest,
  actions: action
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .slice(0, 50),
});

const entry = z.object({
  v: z.int(),
  seq: z.int().describe('Its number in the chain, without gaps'),
  at: instant,
  actor: z.string(),
  actorName: z.string().nullable().describe('As it was then'),
  impersonator: z.string().nullable(),
  action: z.string(),
  target: z.string(),
  targetKind: z.string().nullable(),
  targetName: z.string().nullable(),
  data: json,
  changes: json.describe('`{ field: { before, after } }`, or null'),
  via: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  traceId: z.string().nullable().describe('`X-Request-Id` of the request'),
});

export const listAudit = route({
  method: 'get',
  path: '/audit',
  tag: 'Audit',
  summary: 'Who did what, newest first',
  query: pageQuery.extend(filter.shape),
  output: { 200: page(entry) },
  scopes: ['audit:read'],
  handle: async ({ caller, query: { cursor, limit, ...rest } }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => searchAudit(db, filterOf(rest), { cursor, limit }))),
});

export const listAuditActors = route({
  method: 'get',
  path: '/audit/actors',
  tag: 'Audit',
  summary: 'Who has acted lately, with the name of then',
  output: { 200: z.object({ data: z.array(z.object({ actor: z.string(), name: z.string().nullable() })) }) },
  scopes: ['audit:read'],
  handle: async ({ caller }, { database }) => ok({ data: await database.withTenant(caller.tenant.id, actorsOf) }),
});

/** Many at once would read the whole chain many times, for one answer. @throws `conflict` */
const takeVerification = async (db: TenantDb): Promise<void> => {
  const [turn] = await db.sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${lockNumber(db.tenant, ['audit-verification'])}::bigint) as mine`;
  if (!turn?.mine)
    throw fail('conflict', 'A auditoria já está sendo verificada.', 'The audit is being verified already.');
};

export const verifyAuditChain = route({
  method: 'get',
  path: '/audit/verification',
  timeoutMs: 120_000,
  tag: 'Audit',
  summary: 'Whether the audit is as it was written',
  description:
    'Walks the whole chain, for one caller of a tenant at a time (409). `fault` names the first entry that does not fit: `changed`, `removed`, `inserted`, `unsealed`, `cut_off` or `forged`. With `seq` and `hash` of an anchor that you kept, the end is held against it.',
  query: z.object({
    seq: z.coerce.number().int().min(1).optional(),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  output: {
    200: z.object({
      fault: z.object({ kind: z.string(), seq: z.int() }).nullable(),
      entries: z.int(),
      head: z.object({ seq: z.int(), hash: z.string(), at: instant }).nullable().describe('The last entry that fits'),
    }),
  },
  errors: ['conflict'],
  scopes: ['audit:read'],
  handle: async ({ caller, query: { seq, hash } }, { database }) => {
    const known = seq === undefined || hash === undefined ? null : { seq, hash };
    const verdict = await database.withTenant(caller.tenant.id, async (db) => {
      await takeVerification(db);
      const found = await verifyAudit(db, known);
      // What was found whole is signed, so that its end cannot be taken away unseen from now on.
      if (found.fault === null) await anchorAudit(db);
      return found;
    });
    return ok(verdict);
  },
});

const MEDIA = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

export const exportAuditEntries = route({
  method: 'get',
  path: '/audit/export',
  tag: 'Audit',
  summary: 'The audit as CSV or JSON Lines, oldest first, streamed',
  description:
    'JSON Lines carry the hashes of each entry, and end with the anchor of the chain: keep it, and a cut end will show.',
  query: filter.extend({ format: z.enum(['csv', 'jsonl']).default('jsonl') }),
  media: ['application/x-ndjson', 'text/csv'],
  feature: 'export',
  errors: ['plan_required'],
  scopes: ['audit:read'],
  handle: async ({ caller, query: { format, ...rest } }, { database: { withTenant } }) => {
    const asked = { format, ...JSON.parse(JSON.stringify(rest)) };
    await withTenant(caller.tenant.id, (db) =>
      appendAudit(db, { actor: caller.principal, action: 'audit.export', target: caller.tenant.id, data: asked }),
    );
    const name = `audit-${caller.tenant.slug}.${format}`;
    const headers = fileHeaders({ name, type: MEDIA[format] }, false);
    return pieces(exportAudit(withTenant, caller.tenant.id, format, filterOf(rest)), headers);
  },
});
