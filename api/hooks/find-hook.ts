import type { ApiDeps } from '#api/deps.ts';
import { type FoundWebhook, findWebhook } from '#domain/flows/webhook-holder.ts';
import { findTenantId } from '#domain/tenants/find-tenant.ts';
import { type HookConfig, hookConfig } from './hook-config.ts';

/** A webhook that somebody listens to. */
export interface Hook extends FoundWebhook {
  config: HookConfig;
}

const MOST = 1_000;

/**
 * Webhooks that were called lately. What is remembered may be out of date: it is believed only where the same rows
 * are found again (`WebhookStamp`), in the transaction that admits the call or after the call was refused.
 */
export class HookFinder {
  readonly #database: ApiDeps['database'];
  readonly #known = new Map<string, Hook>();

  constructor(database: ApiDeps['database']) {
    this.#database = database;
  }

  remembered(slug: string, path: string): Hook | undefined {
    return this.#known.get(keyOf(slug, path));
  }

  /** The published flow behind `/hooks/{slug}/{path}` as it is now, or null. */
  async find(slug: string, path: string): Promise<Hook | null> {
    const key = keyOf(slug, path);
    this.#known.delete(key);
    const tenantId = await findTenantId(this.#database.admin, slug);
    const found = tenantId && (await this.#database.withTenant(tenantId, (db) => findWebhook(db, path)));
    if (!found) return null;
    const hook = { ...found, config: hookConfig(found.flow.plan) };
    this.#known.set(key, hook);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return hook;
  }
}

const keyOf = (slug: string, path: string): string => `${slug}/${path}`;
