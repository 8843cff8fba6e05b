import type { ApiDeps } from '#api/deps.ts';
import type { PublishedFlow } from '#domain/flows/find-published.ts';
import { findWebhook } from '#domain/flows/webhook-holder.ts';
import { findTenant } from '#domain/tenants/find-tenant.ts';
import type { Tenant } from '#domain/tenants/get-tenant.ts';
import { type HookConfig, hookConfig } from './hook-config.ts';

/** A webhook that somebody listens to. */
export interface Hook {
  tenant: Tenant;
  flow: PublishedFlow;
  config: HookConfig;
}

/** The published flow behind `/hooks/{slug}/{path}`, or null. */
export async function findHook(deps: ApiDeps, slug: string, path: string): Promise<Hook | null> {
  const tenant = await findTenant(deps.database.admin, slug);
  if (!tenant) return null;
  const flow = await deps.database.withTenant(tenant.id, (db) => findWebhook(db, path));
  return flow ? { tenant, flow, config: hookConfig(flow.plan) } : null;
}
