import type { Plan } from '#flow/plan/plan.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { uuidIn } from '../ids.ts';
import type { LoadedStart } from '../runs/load-start.ts';

const MOST = 500;

/** Plans of published versions, which never change; the oldest in use goes first. */
export class PlanCache {
  readonly #database: Database;
  readonly #plans = new Map<string, Plan>();

  constructor(database: Database) {
    this.#database = database;
  }

  async of(tenantId: string, { start, planHash }: Pick<LoadedStart, 'start' | 'planHash'>): Promise<Plan> {
    const key = `${start.flow.id}/${start.flow.version}/${planHash}`;
    const plan = this.#plans.get(key) ?? (await this.#load(tenantId, start.flow));
    this.#plans.delete(key);
    this.#plans.set(key, plan);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MOST && oldest !== undefined) this.#plans.delete(oldest);
    return plan;
  }

  async #load(tenantId: string, { id, version }: { id: string; version: number }): Promise<Plan> {
    const [row] = await this.#database.withTenant(
      tenantId,
      (db) => db.sql<{ plan: Plan }>`
        select plan from flow_versions
        where tenant_id = ${db.tenant} and flow_id = ${uuidIn('flw', id)} and version = ${version}`,
    );
    if (!row) throw new Error(`version ${version} of ${id} is gone`);
    return row.plan;
  }
}
