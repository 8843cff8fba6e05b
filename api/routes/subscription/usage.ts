import { z } from 'zod';
import { quoted, tagsIn } from '#api/flows/if-match.ts';
import { ok } from '#api/frame/answer.ts';
import { wholeAddress } from '#api/frame/problem-details.ts';
import { route } from '#api/frame/route.ts';
import { page, pageQuery } from '#api/schemas/common.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import type { UsageCharge } from '#domain/billing/catalogue/rate-usage.ts';
import { viewUsage } from '#domain/billing/usage/view-usage.ts';
import { chooseWorking, listFrozen, tagOfFrozen } from '#domain/entitlements/freeze.ts';
import { chooseMarketplaces, viewMarketplaces } from '#domain/entitlements/marketplaces.ts';
import { MARKETPLACES } from '#flow/contracts/plan-features.ts';

const IF_SEEN = 'With `If-Match` it is 412 where it is another by now than what was looked at.';

const line = z.object({
  feature: z.string(),
  kind: z.enum(['metered', 'standing']).describe('Counted by the month, or as it stands'),
  current: z.number(),
  limit: z.number().describe('-1: as many as one likes'),
  percentage: z.int(),
  resetsAt: z.iso.datetime().nullable(),
  warning: z.enum(['none', 'near', 'full']).describe('From 80 % and from 100 %'),
});

export const getUsage = route({
  method: 'get',
  path: '/subscription/usage',
  tag: 'Subscription',
  summary: 'How full everything is that the plan counts',
  output: { 200: z.object({ data: z.array(line) }) },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) => ok({ data: await deps.entitlements.usage(caller.tenant.id) }),
});

export const canUse = route({
  method: 'get',
  path: '/subscription/can-use/{feature}',
  tag: 'Subscription',
  summary: 'Whether something may be done now',
  description:
    'A feature of a plan, or something that is counted; `n` more of it. It promises nothing: what is done is asked again.',
  params: z.object({ feature: z.string().min(1).max(60) }),
  query: z.object({ n: z.coerce.number().int().min(1).max(1_000_000).default(1) }),
  output: {
    200: z.object({
      allowed: z.boolean(),
      reason: z.string().nullable().describe('The code that doing it would answer with'),
      limit: z.number().nullable().describe('-1: as many as one likes; null: nothing that is counted'),
      current: z.number().nullable(),
      resetsAt: z.iso.datetime().nullable(),
      requiredPlan: z.string().nullable().describe('The smallest plan that would do'),
      upgradeUrl: z.string().nullable(),
    }),
  },
  errors: ['not_found'],
  scopes: [],
  handle: async ({ caller, params, query, request }, deps) => {
    const { entitlements } = deps;
    const { feature } = params;
    const { allowed, reason, limit, used, resetsAt, refusal } = (MARKETPLACES as readonly string[]).includes(feature)
      ? await entitlements.checkMarketplace(caller.tenant.id, feature)
      : await entitlements.canUse(caller.tenant.id, feature, query.n);
    const said = z
      .object({ requiredPlan: z.string().nullable(), upgradeUrl: z.string() })
      .safeParse(refusal?.details ?? null);
    const pages = deps.settings.publicUrl ?? request.origin;
    const { requiredPlan } = said.data ?? { requiredPlan: null };
    const upgradeUrl = said.data ? wholeAddress(said.data.upgradeUrl, pages) : null;
    return ok({ allowed, reason, limit, current: used, resetsAt, requiredPlan, upgradeUrl });
  },
});

const marketplaces = z.object({
  all: z.array(z.string()),
  fixed: z.array(z.string()).describe('Of the plan'),
  chosen: z.array(z.string()),
  choose: z.union([z.int(), z.literal('all')]),
  changesAt: z.iso.datetime().nullable().describe('When the next choice may be taken back, where all are taken'),
});

export const getMarketplaces = route({
  method: 'get',
  path: '/subscription/marketplaces',
  tag: 'Subscription',
  summary: 'Marketplaces of the plan, and those of one’s choice',
  output: { 200: marketplaces },
  scopes: ['tenant:read'],
  handle: async ({ caller }, { database }) => {
    const { tag, ...shown } = await database.withTenant(caller.tenant.id, viewMarketplaces);
    return ok(shown, { ETag: quoted(tag) });
  },
});

export const putMarketplaces = route({
  method: 'put',
  path: '/subscription/marketplaces',
  tag: 'Subscription',
  summary: 'Choose the marketplaces of one’s choice',
  description: `Replaces those that were chosen. A choice stands for thirty days. ${IF_SEEN}`,
  body: z.strictObject({ chosen: z.array(z.enum(MARKETPLACES)).max(MARKETPLACES.length) }),
  output: { 200: marketplaces },
  errors: ['conflict', 'invalid', 'stale'],
  scopes: ['tenant:write'],
  handle: async ({ caller, body, request }, deps) => {
    const { id } = caller.tenant;
    const deed = { by: caller.principal, seen: tagsIn(request.header('if-match')) };
    const { tag, ...chosen } = await deps.database.withTenant(id, (db) => chooseMarketplaces(db, body.chosen, deed));
    deps.entitlements.forget(id);
    return ok(chosen, { ETag: quoted(tag) });
  },
});

const usageLines = z.array(
  z.object({
    feature: z.string(),
    used: z.number(),
    included: z.number(),
    quantity: z.number().describe('Beyond the included'),
    amount: money,
  }),
);

const inMoney = <Month extends { amount: number; lines: UsageCharge[] }>({ lines, ...month }: Month) => ({
  ...withMoney<{ amount: number }, 'amount'>(month, 'amount'),
  lines: lines.map((one) => withMoney(one, 'amount')),
});

export const getUsageCharges = route({
  method: 'get',
  path: '/subscription/usage-charges',
  tag: 'Subscription',
  summary: 'What use beyond the included came to, by month, and in this one so far',
  description:
    'Of plans that have prices of use. A month is counted once, an hour behind its end, and charged by itself.',
  query: pageQuery,
  output: {
    200: page(
      z.object({
        month: z.iso.date().describe('Its first day'),
        amount: money,
        status: z
          .enum(['open', 'asked', 'failed', 'paid'])
          .describe('open: too little, and carried over, or not asked for yet; failed: asked for again'),
        nextAt: z.iso.datetime().nullable(),
        lines: usageLines,
      }),
    ).extend({
      running: z
        .object({ month: z.iso.date(), amount: money, lines: usageLines })
        .nullable()
        .describe('Null: the plan has no prices of use'),
    }),
  },
  scopes: ['billing:read'],
  handle: async ({ caller, query }, { database }) => {
    const { data, nextCursor, running } = await database.withTenant(caller.tenant.id, (db) => viewUsage(db, query));
    return ok({ data: data.map(inMoney), nextCursor, running: running && inMoney(running) });
  },
});

const frozen = z.object({
  data: z
    .array(
      z.object({
        feature: z.enum(['flows', 'connections', 'users']),
        limit: z.number(),
        items: z.array(z.object({ id: z.string(), name: z.string(), keeps: z.boolean().describe('It works') })),
      }),
    )
    .describe('Empty: all fits'),
});

export const getFrozen = route({
  method: 'get',
  path: '/subscription/frozen',
  tag: 'Subscription',
  summary: 'What is over the plan and stands still, and what works in its place',
  output: { 200: frozen },
  scopes: ['billing:read'],
  handle: async ({ caller }, { database }) => {
    const data = await database.withTenant(caller.tenant.id, listFrozen);
    return ok({ data }, { ETag: quoted(tagOfFrozen(data)) });
  },
});

const ids = (prefix: string) => z.array(z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{32}$`))).max(1_000);

export const putFrozen = route({
  method: 'put',
  path: '/subscription/frozen',
  tag: 'Subscription',
  summary: 'Choose what works within the plan',
  description: `In the order in which they are wanted; the rest stands still. Kinds that are left out stay as they are. ${IF_SEEN}`,
  body: z.strictObject({
    keep: z.strictObject({
      flows: ids('flw').optional(),
      connections: ids('con').optional(),
      users: ids('usr').optional(),
    }),
  }),
  output: { 200: frozen },
  errors: ['stale'],
  scopes: ['billing:write'],
  handle: async ({ caller, body: { keep }, request }, deps) => {
    const { flows = [], connections = [], users = [] } = keep;
    const wanted = { flows, connections, users };
    const { id } = caller.tenant;
    const deed = { by: caller.principal, seen: tagsIn(request.header('if-match')) };
    const data = await deps.database.withTenant(id, (db) => chooseWorking(db, wanted, deed));
    deps.entitlements.forget(id);
    return ok({ data }, { ETag: quoted(tagOfFrozen(data)) });
  },
});
