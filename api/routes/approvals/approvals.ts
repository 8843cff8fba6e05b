import { z } from 'zod';
import { decide, deciderOf } from '#api/approvals/decide.ts';
import { withUrl } from '#api/approvals/with-url.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { APPROVAL_STATUSES } from '#domain/approvals/approval-view.ts';
import { getApproval as get, listApprovals as list } from '#domain/approvals/list-approvals.ts';

const status = z.enum(APPROVAL_STATUSES);

const approval = z.object({
  id: id('apr'),
  runId: id('run'),
  flowId: id('flw'),
  flowName: z.string(),
  node: z.string(),
  path: z.array(z.object({ container: z.string(), index: z.number().int() })),
  title: z.string(),
  details: json,
  fields: z.record(z.string(), json).describe('JSON Schemas by name'),
  assignees: z.array(z.string()).describe('Roles and users; empty: anybody who may decide'),
  status,
  createdAt: instant,
  expiresAt: instant.nullable(),
  closedAt: instant.nullable(),
  by: z.string().nullable(),
  comment: z.string().nullable(),
  values: z.record(z.string(), json).nullable(),
  url: z.string().nullable().describe('Its page, for those who may decide; null once it is closed'),
});

const approvalRef = z.object({ approval: id('apr') });

export const listApprovals = route({
  method: 'get',
  path: '/approvals',
  tag: 'Approvals',
  summary: 'Approvals, newest first',
  query: pageQuery.extend({ status: status.optional(), run: id('run').optional() }),
  output: { 200: page(approval) },
  scopes: ['approvals:read'],
  handle: async ({ caller, query: { cursor, limit, ...filters }, request }, deps) => {
    const show = withUrl(deps, caller, request.origin);
    const page = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const { data, nextCursor } = await list(db, filters, { cursor, limit });
      return { data: data.map((one) => show(db, one)), nextCursor };
    });
    return ok(page);
  },
});

export const getApproval = route({
  method: 'get',
  path: '/approvals/{approval}',
  tag: 'Approvals',
  summary: 'One approval',
  params: approvalRef,
  output: { 200: approval },
  scopes: ['approvals:read'],
  handle: async ({ caller, params, request }, deps) => {
    const show = withUrl(deps, caller, request.origin);
    return ok(await deps.database.withTenant(caller.tenant.id, async (db) => show(db, await get(db, params.approval))));
  },
});

export const decideApproval = route({
  method: 'post',
  path: '/approvals/{approval}',
  tag: 'Approvals',
  summary: 'Decide',
  description: 'The first decision wins; after the end it is 409 `already_closed`.',
  params: approvalRef,
  body: z.object({
    decision: z.enum(['approved', 'rejected']),
    comment: z.string().max(2_000).nullish(),
    fields: z.record(z.string(), json).optional(),
  }),
  output: { 200: approval },
  errors: ['already_closed'],
  scopes: ['approvals:write'],
  idempotent: true,
  handle: async ({ caller, params, body }, deps) => {
    const decided = await decide(deps, caller.tenant.id, params.approval, body, deciderOf(caller));
    return ok({ ...decided, url: null });
  },
});
