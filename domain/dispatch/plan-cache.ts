import { RawValue } from '@temporalio/common';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { uuidIn } from '../ids.ts';
import { sharedPayload } from '../payloads/shared-payload.ts';
import type { LoadedStart } from '../runs/load-start.ts';

const MOST = 500;

/** Characters of JSON from which a plan stands in a store once, and histories name it (docs/decisions/016). */
const SHARED_FROM = 8 * 1024;

/** Plans of published versions, which never change; the oldest in use goes first. */
export class PlanCache {
  readonly #database: Database;
  readonly #plans = new Map<string, Plan>();
  /** By the plan's hash, which is its content's; null: it is small. */
  readonly #values = new Map<string, RawValue | null>();

  constructor(database: Database) {
    this.#database = database;
  }

  async of(tenantId: string, { start, planHash }: Pick<LoadedStart, 'start' | 'planHash'>): Promise<Plan> {
    const key = `${start.flow.id}/${start.flow.version}/${planHash}`;
    const plan = this.#plans.get(key) ?? (await this.#load(tenantId, start.flow));
    keep(this.#plans, key, plan);
    return plan;
  }

  /** A large plan as a value that all histories share; null: it is small, and goes along with the rest. */
  sharedOf(plan: Plan): RawValue | null {
    const known = this.#values.get(plan.hash);
    const value = known === undefined ? valueOf(plan) : known;
    keep(this.#values, plan.hash, value);
    return value;
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

function valueOf(plan: Plan): RawValue | null {
  const json = JSON.stringify(plan);
  return json.length < SHARED_FROM ? null : RawValue.fromPayload(sharedPayload(json));
}

/** The newest in use stands last. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
}
