import { z } from 'zod';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { givenInstant, instant, json } from '#api/schemas/common.ts';
import {
  listOverrides as list,
  removeOverride as remove,
  setOverride as set,
} from '#domain/billing/operators/overrides.ts';
import { onlyReason, reason, tag, tenantParams } from './schemas.ts';

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
  description: '`limit` of what is counted (-1: none), `value` of what is had or not: one of the two.',
  params,
  body: z.strictObject({
    limit: z.int().min(-1).nullable(),
    value: z.union([z.boolean(), z.string().max(40), z.array(z.string().max(40)).max(20)]).nullable(),
    expiresAt: givenInstant.nullable(),
    reason,
  }),
  output: { 204: z.null() },
  errors: ['not_found', 'invalid', 'conflict'],
  handle: async ({ params: { tenant, feature }, body, by }, { database }) => {
    await set(database, tenant, { feature, ...body, by });
    return noContent();
  },
});

const removeOverride = operatorRoute({
  method: 'post',
  path: `${path}/end`,
  tag,
  summary: 'What the plan says counts again',
  params,
  body: onlyReason,
  output: { 204: z.null() },
  errors: ['not_found', 'conflict'],
  handle: async ({ params: { tenant, feature }, body, by }, { database }) => {
    await remove(database, tenant, { feature, ...body, by });
    return noContent();
  },
});

export const overrideRoutes: readonly Route[] = [listOverrides, setOverride, removeOverride];
