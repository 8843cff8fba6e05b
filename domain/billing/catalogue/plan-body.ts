import { z } from 'zod';
import { DUNNING_NOTICES } from '#flow/contracts/billing-desk.ts';
import { FEATURES, isFeature, LIMITED, MARKETPLACES, MODULES } from '#flow/contracts/plan-features.ts';
import { parseDuration } from '#flow/expressions/dates/durations.ts';
import { faultWords } from '#flow/fault-words.ts';

const reads = (text: string): boolean => {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
};
const duration = z.string().max(40).refine(reads, faultWords('Uma duração ISO 8601', 'An ISO 8601 duration'));
const text = z.strictObject({ pt: z.string().min(1).max(500), en: z.string().min(1).max(500) });
const cents = z.int().min(0).max(100_000_000);

const step = z.strictObject({
  after: duration,
  notice: z.enum(DUNNING_NOTICES).nullable(),
  access: z.enum(['full', 'read_only']),
});

const NAMES = Object.keys(FEATURES).filter(isFeature);

const features = z
  .partialRecord(z.enum(NAMES), z.union([z.boolean(), z.string(), z.array(z.string())]))
  .superRefine((given, ctx) => {
    for (const [name, value] of Object.entries(given)) {
      const ways: readonly string[] | null = isFeature(name) ? FEATURES[name] : null;
      const values = Array.isArray(value) ? value : [value];
      const fits = ways === null ? typeof value === 'boolean' : values.every((one) => ways.includes(String(one)));
      const named = ways?.join(', ') ?? 'true, false';
      if (!fits) ctx.addIssue({ code: 'custom', path: [name], ...faultWords(`Um de ${named}`, `One of ${named}`) });
    }
  });

/** Whether no two have the same of something. */
export const isOnceEach =
  <K extends string>(of: K) =>
  (all: readonly Record<K, string>[]): boolean =>
    new Set(all.map((one) => one[of])).size === all.length;

/** What a price of a use is for: so many of it at a time, nine digits at most (a row's integer holds them). */
export const pricedUse = z.strictObject({ feature: z.enum(LIMITED), per: z.int().min(1).max(999_999_999) });
export const USE_TWICE = faultWords('Um preço de cada uso', 'One price of each use');

/** What an operator writes of a plan's next version, and what seeds are made of. */
export const PlanBody = z.strictObject({
  name: text,
  description: text,
  limits: z.partialRecord(z.enum(LIMITED), z.int().min(-1)),
  features,
  modules: z.array(z.enum(MODULES)).max(MODULES.length),
  marketplaces: z.strictObject({
    choose: z.union([z.int().min(0).max(MARKETPLACES.length), z.literal('all')]),
    fixed: z.array(z.enum(MARKETPLACES)),
  }),
  terms: z.strictObject({
    trial: duration.nullable(),
    trialReminders: z.array(duration).max(10),
    renewalReminders: z.array(duration).max(10),
    dunning: z.array(step).max(20),
    grace: duration,
    tolerance: duration,
  }),
  prices: z
    .array(z.strictObject({ interval: z.enum(['month', 'year']), amount: cents.nullable() }))
    .max(2)
    .refine(isOnceEach('interval'), faultWords('Um de cada intervalo', 'One of each interval')),
  usagePrices: z
    .array(pricedUse.extend({ amount: cents }))
    .max(10)
    .refine(isOnceEach('feature'), USE_TWICE)
    .default([]),
  taxNote: text,
});
export type PlanBody = z.infer<typeof PlanBody>;
