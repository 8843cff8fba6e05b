import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { json } from '#api/schemas/common.ts';
import { EVERY_FEATURE, limitNow } from '#domain/entitlements/snapshot.ts';
import { MODULES } from '#flow/contracts/plan-features.ts';
import { isUnavailable } from '#flow/errors.ts';

/** What a caller's tenant may do, for menus and buttons that follow it. */
export const entitled = z.object({
  plan: z.string().nullable().describe('Null: this installation has no plans, and nothing is limited'),
  state: z.string(),
  access: z.enum(['full', 'read_only']),
  features: z.record(z.string(), json),
  modules: z.array(z.string()),
  limits: z.record(z.string(), z.number()).describe('-1: as many as one likes'),
});

export const flags = z.record(z.string(), z.boolean()).describe('Parts of the product that are being rolled out');

/** While the tenant is being moved: nothing is known of it, and nothing is taken away. */
const UNKNOWN = {
  ...{ state: 'free', access: 'full' as const, limits: {} },
  ...{ features: EVERY_FEATURE, modules: [...MODULES] },
};

interface EntitledDeps {
  entitlements: Pick<ApiDeps['entitlements'], 'snapshot'>;
  flags: Pick<ApiDeps['flags'], 'all'>;
}

/** From what this process remembers: quick, and up to half a minute old. */
export async function readEntitled({ tenant }: { tenant: Pick<Caller['tenant'], 'id' | 'plan'> }, deps: EntitledDeps) {
  const snapshot = await deps.entitlements.snapshot(tenant.id).catch((error: unknown) => {
    if (isUnavailable(error)) return null;
    throw error;
  });
  if (snapshot === null) return { entitled: { ...UNKNOWN, plan: tenant.plan }, flags: {} };
  const { plan, state, access, features, modules, limits } = snapshot;
  const subject = { tenantId: tenant.id, plan: plan?.ranksAs ?? tenant.plan };
  return {
    entitled: {
      ...{ plan: plan?.tier ?? null, state, access, features, modules },
      limits: Object.fromEntries(Object.entries(limits).map(([name, of]) => [name, limitNow(of)])),
    },
    flags: await deps.flags.all(subject),
  };
}
