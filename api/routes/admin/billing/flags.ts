import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { instant, page, pageQuery } from '#api/schemas/common.ts';
import { changeFlag, undoFlag } from '#domain/billing/operators/flags.ts';
import { listFlags as list, listFlagChanges } from '#domain/flags/flag-rows.ts';
import { FlagRule } from '#domain/flags/flag-rule.ts';
import { IF_SEEN, reason, revision, tag } from './schemas.ts';

const key = z.string().regex(/^[a-z][a-z0-9_.-]{1,60}$/);
const params = z.object({ key });
const rule = z.object({
  on: z.boolean(),
  percentage: z.number(),
  plans: z.array(z.string()),
  tenants: z.array(z.string()),
  except: z.array(z.string()),
});
const saved = z.object({ revision });

const listFlags = operatorRoute({
  method: 'get',
  path: '/admin/billing/flags',
  tag,
  summary: 'Parts of the product that are switched on for some',
  output: {
    200: z.object({
      data: z.array(
        z.object({ key, description: z.string(), rule, revision, updatedBy: z.string(), updatedAt: instant }),
      ),
    }),
  },
  handle: async (_input, { database }) => ok({ data: await list(database.admin.sql) }),
});

const listChanges = operatorRoute({
  method: 'get',
  path: '/admin/billing/flags/{key}/changes',
  tag,
  summary: 'What a flag was, newest first',
  params,
  query: pageQuery,
  output: { 200: page(z.object({ revision, rule, reason: z.string(), by: z.string(), at: instant })) },
  handle: async ({ params: about, query }, { database }) => ok(await listFlagChanges(database, about.key, query)),
});

const saveFlag = operatorRoute({
  method: 'put',
  path: '/admin/billing/flags/{key}',
  tag,
  summary: 'Make a flag, or change for whom it is on; every process hears of it',
  description: `By share of tenants, by plan, by tenant; \`except\` counts before all of them, and \`on: false\` before everything. ${IF_SEEN}`,
  params,
  body: z.strictObject({
    rule: FlagRule,
    description: z.string().trim().max(300).optional(),
    reason,
  }),
  output: { 200: saved },
  errors: ['stale'],
  handle: async ({ params: about, body: { description, ...body }, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    const given = { ...about, ...body, by, seen, ...(description === undefined ? {} : { description }) };
    const raised = await changeFlag(database.admin, given);
    return ok({ revision: raised }, { ETag: etagOf(raised) });
  },
});

const rollBack = operatorRoute({
  method: 'post',
  path: '/admin/billing/flags/{key}/roll-back',
  tag,
  summary: 'Make a flag what it was before',
  description: IF_SEEN,
  params,
  body: z.strictObject({ revision: z.int32().min(1).describe('What it is to be again'), reason }),
  output: { 200: saved },
  errors: ['not_found', 'stale'],
  handle: async ({ params: about, body, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    const raised = await undoFlag(database.admin, { ...about, ...body, by, seen });
    return ok({ revision: raised }, { ETag: etagOf(raised) });
  },
});

export const flagRoutes: readonly Route[] = [listFlags, listChanges, saveFlag, rollBack];
