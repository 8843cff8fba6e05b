import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { json } from '#api/schemas/common.ts';

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

/** From what this process remembers: quick, and up to half a minute old. */
export async function readEntitled({ tenant }: Pick<Caller, 'tenant'>, deps: ApiDeps) {
  const snapshot = await deps.entitlements.snapshot(tenant.id);
  const { plan, state, access, features, modules, limits } = snapshot;
  const subject = { tenantId: tenant.id, plan: plan?.ranksAs ?? tenant.plan };
  return {
    entitled: {
      ...{ plan: plan?.tier ?? null, state, access, features, modules },
      limits: Object.fromEntries(Object.entries(limits).map(([name, { included }]) => [name, included])),
    },
    flags: await deps.flags.all(subject),
  };
}
