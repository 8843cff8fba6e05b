import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PLANS } from '#config/plans.ts';

const tenant = z.string().regex(/^ten_[0-9a-f]{32}$/);

/** For whom a part of the product is switched on. */
export const FlagRule = z.strictObject({
  /** Off: for nobody, whatever else stands here. */
  on: z.boolean(),
  /** Of all tenants; always the same ones, and with more of them those of before. */
  percentage: z.number().min(0).max(100),
  /** For these ranks of plans in any case. */
  plans: z.array(z.enum(PLANS)).max(PLANS.length).default([]),
  /** `ten_…`, in any case. */
  tenants: z.array(tenant).max(1_000).default([]),
  /** For these not, whatever else counts. */
  except: z.array(tenant).max(1_000).default([]),
});
export type FlagRule = z.infer<typeof FlagRule>;

/** Whom a flag is asked for. */
export interface FlagSubject {
  /** `ten_…`. */
  tenantId: string;
  /** Its rank: FREE, STARTER … */
  plan: string;
}

const PARTS = 2 ** 32;

/** Where a tenant stands in the line of a flag: 0 to 100, and for each flag elsewhere. */
export const placeIn = (key: string, tenantId: string): number =>
  (createHash('sha256').update(`${key}/${tenantId}`).digest().readUInt32BE() / PARTS) * 100;

export type FlagReason = 'DISABLED' | 'TARGETING_MATCH' | 'SPLIT';

/** Whether it is on for somebody, and why, in the words of OpenFeature. */
export const evaluate = (
  key: string,
  rule: FlagRule,
  { tenantId, plan }: FlagSubject,
): { on: boolean; reason: FlagReason } => {
  if (!rule.on) return { on: false, reason: 'DISABLED' };
  if (rule.except.includes(tenantId)) return { on: false, reason: 'TARGETING_MATCH' };
  if (rule.tenants.includes(tenantId) || (rule.plans as string[]).includes(plan))
    return { on: true, reason: 'TARGETING_MATCH' };
  return { on: placeIn(key, tenantId) < rule.percentage, reason: 'SPLIT' };
};
