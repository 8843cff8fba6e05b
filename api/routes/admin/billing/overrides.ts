import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { givenInstant, instant, json } from '#api/schemas/common.ts';
import {
  listOverrides as list,
  removeOverride as remove,
  setOverride as set,
} from '#domain/billing/operators/overrides.ts';
import { IF_SEEN, onlyReason, reason, revision, tag, tenantParams } from './schemas.ts';

const params = tenantParams.extend({ feature: z.string().regex(/^[a-z][a-z_]{1,40}$/) });
const path = '/admin/billing/subscriptions/{tenant}/overrides/{feature}';

const listOverrides = operatorRoute({
  method: 'get',
  path: '/admin/billing/subscriptions/{tenant}/overrides',
  tag,
  summary: 'What a tenant was given apart from its plan',
  params: tenantParams,
  output: {
    200: z.object({
      data: z.array(
        z.object({
          feature: z.string(),
          limit: z.number().nullable(),
          value: json,
          reason: z.string(),
          by: z.string(),
          expiresAt: instant.nullable(),
          revision,
        }),
      ),
    }),
  },
  handle: async ({ params: { tenant } }, { database }) => ok({ data: await list(database, tenant) }),
});

const setOverride = operatorRoute({
  method: 'put',
  path,
  tag,
  summary: 'Give a tenant more, or less, than its plan says',
  description: `\`limit\` of what is counted (-1: none), \`value\` of what is had or not: one of the two. ${IF_SEEN}`,
  params,
  body: z.strictObject({
    limit: z.int().min(-1).nullable(),
    value: z.union([z.boolean(), z.string().max(40), z.array(z.string().max(40)).max(20)]).nullable(),
    expiresAt: givenInstant.nullable(),
    reason,
  }),
  output: { 204: z.null() },
  errors: ['not_found', 'invalid', 'conflict', 'stale'],
  handle: async ({ params: { tenant, feature }, body, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    return noContent({ ETag: etagOf(await set(database, tenant, { feature, ...body, by, seen })) });
  },
});

const removeOverride = operatorRoute({
  method: 'post',
  path: `${path}/end`,
  tag,
  summary: 'What the plan says counts again',
  description: IF_SEEN,
  params,
  body: onlyReason,
  output: { 204: z.null() },
  errors: ['not_found', 'conflict', 'stale'],
  handle: async ({ params: { tenant, feature }, body, by, request }, { database }) => {
    await remove(database, tenant, { feature, ...body, by, seen: revisionIn(request.header('if-match')) });
    return noContent();
  },
});

export const overrideRoutes: readonly Route[] = [listOverrides, setOverride, removeOverride];
