import { z } from 'zod';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { givenInstant, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { givenMoney, MOST_CENTS, money, withMoney } from '#api/schemas/money.ts';
import { listAddOns } from '#domain/billing/catalogue/add-on.ts';
import { moneyOf } from '#domain/billing/money.ts';
import { changeAddOn } from '#domain/billing/operators/catalogue.ts';
import { changeCoupon, createCoupon, listCoupons as list } from '#domain/billing/operators/coupons.ts';
import { LIMITED } from '#flow/contracts/plan-features.ts';
import { faultWords } from '#flow/fault-words.ts';
import { IF_SEEN, interval, localized, reason, revision, tag, tier } from './schemas.ts';

const text = z.strictObject({ pt: z.string().trim().min(1).max(500), en: z.string().trim().min(1).max(500) });
const addOnKey = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

const listAllAddOns = operatorRoute({
  method: 'get',
  path: '/admin/billing/add-ons',
  tag,
  summary: 'What may be bought beside a plan, also what is not sold any more',
  output: {
    200: z.object({
      data: z.array(
        z.object({
          key: addOnKey,
          name: localized,
          description: localized,
          adds: z.record(z.string(), z.number()),
          features: z.record(z.string(), json),
          month: money,
          year: money,
          tiers: z.array(tier),
          maxQuantity: z.int(),
          sort: z.int(),
          active: z.boolean(),
          revision,
        }),
      ),
    }),
  },
  handle: async (_input, { database }) =>
    ok({ data: (await listAddOns(database.admin.sql, true)).map((one) => withMoney(one, 'month', 'year')) }),
});

const saveAddOn = operatorRoute({
  method: 'put',
  path: '/admin/billing/add-ons/{key}',
  tag,
  summary: 'Make an add-on, or change it for all who have it',
  description: `What somebody pays for it stands in their subscription, and stays. ${IF_SEEN}`,
  example: {
    name: { pt: 'Mais um número de WhatsApp', en: 'One more WhatsApp number' },
    description: { pt: 'Um número além dos do plano.', en: 'One number beyond those of the plan.' },
    adds: { whatsapp_instances: 1 },
    ...{ month: moneyOf(2_900), year: moneyOf(29_000), tiers: ['STARTER'], maxQuantity: 10, sort: 1, active: true },
    reason: 'Preço novo de janeiro',
  },
  params: z.object({ key: addOnKey }),
  body: z.strictObject({
    name: text,
    description: text,
    adds: z.partialRecord(z.enum(LIMITED), z.int().min(0).max(1_000_000_000)),
    features: z.record(z.string(), z.union([z.boolean(), z.string(), z.array(z.string())])).default({}),
    month: givenMoney(0, MOST_CENTS),
    year: givenMoney(0, MOST_CENTS),
    tiers: z.array(tier).max(50),
    maxQuantity: z.int().min(1).max(1_000),
    sort: z.int().min(0).max(1_000),
    active: z.boolean(),
    reason,
  }),
  output: { 204: z.null() },
  errors: ['stale'],
  handle: async ({ params, body: { reason: why, ...addOn }, by, request }, { database }) => {
    const deed = { by, reason: why, seen: revisionIn(request.header('if-match')) };
    const saved = await changeAddOn(database.admin, { key: params.key, ...addOn }, deed);
    return noContent({ ETag: etagOf(saved) });
  },
});

const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9-]{3,40}$/);
const ends = {
  maxRedemptions: z
    .int()
    .min(1)
    .max(1_000_000)
    .nullable()
    .describe('How often it may be used; null: as often as one likes'),
  expiresAt: givenInstant.nullable(),
  note: z.string().trim().max(300).nullable(),
};

const listCoupons = operatorRoute({
  method: 'get',
  path: '/admin/billing/coupons',
  tag,
  summary: 'Coupons, newest first',
  query: pageQuery,
  output: {
    200: page(
      z.object({
        code: z.string(),
        percent: z.int().nullable(),
        amount: money.nullable(),
        periods: z.int().nullable(),
        tiers: z.array(tier),
        intervals: z.array(interval),
        maxRedemptions: z.int().nullable(),
        redeemed: z.int(),
        startsAt: instant,
        expiresAt: instant.nullable(),
        active: z.boolean(),
        note: z.string().nullable(),
        revision,
      }),
    ),
  },
  handle: async ({ query }, { database }) => {
    const { data, nextCursor } = await list(database, query);
    return ok({ data: data.map((one) => withMoney(one, 'amount')), nextCursor });
  },
});

const makeCoupon = operatorRoute({
  method: 'post',
  path: '/admin/billing/coupons',
  tag,
  summary: 'Make a coupon: a share of each period, or an amount',
  example: {
    ...{ code: 'NATAL', percent: 20, amount: null, periods: 3, tiers: ['STARTER'], intervals: ['month'] },
    ...{ expiresAt: '2026-12-26T03:00:00.000Z', maxRedemptions: 100, note: 'Natal', reason: 'Campanha de Natal' },
  },
  body: z
    .strictObject({
      code,
      percent: z.int().min(1).max(100).nullable(),
      amount: givenMoney(1, MOST_CENTS).nullable(),
      periods: z.int().min(1).max(120).nullable().describe('How many periods; null: all'),
      tiers: z.array(tier).max(50),
      intervals: z.array(interval).max(2),
      ...ends,
      reason,
    })
    .refine(
      ({ percent, amount }) => (percent === null) !== (amount === null),
      faultWords('Ou percentual, ou valor', 'Either percent or amount'),
    ),
  output: { 201: z.object({ code: z.string() }) },
  errors: ['conflict'],
  idempotent: true,
  handle: async ({ body: { reason: why, ...coupon }, by }, { database }) => {
    await createCoupon(database.admin, coupon, { by, reason: why });
    return created('/v1/admin/billing/coupons', { code: coupon.code });
  },
});

const saveCoupon = operatorRoute({
  method: 'patch',
  path: '/admin/billing/coupons/{code}',
  tag,
  summary: 'End a coupon, or give it more time or more uses; what it takes off was promised, and stays',
  description: IF_SEEN,
  params: z.object({ code }),
  body: z.strictObject({ active: z.boolean(), ...ends, reason }),
  output: { 204: z.null() },
  errors: ['not_found', 'conflict', 'stale'],
  handle: async ({ params, body, by, request }, { database }) => {
    const seen = revisionIn(request.header('if-match'));
    return noContent({ ETag: etagOf(await changeCoupon(database.admin, params.code, { ...body, by, seen })) });
  },
});

export const offerRoutes: readonly Route[] = [listAllAddOns, saveAddOn, listCoupons, makeCoupon, saveCoupon];
