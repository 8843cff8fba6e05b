import type { Text } from '#flow/json.ts';
import { json, type Query } from '#prisma/sql.ts';

/** Something that is paid beside a plan, so many of it. Its line in a subscription is `addon:<key>`. */
export interface AddOn {
  key: string;
  name: Text;
  description: Text;
  /** How many more of what is counted, of each. */
  adds: Record<string, number>;
  features: Record<string, boolean | string | string[]>;
  /** Whole cents of one, a month and a year. */
  month: number;
  year: number;
  /** Plans that it may stand beside; empty: all that cost something. */
  tiers: string[];
  maxQuantity: number;
  sort: number;
  active: boolean;
  /** Of the last save. */
  revision: number;
}

interface Row extends Omit<AddOn, 'month' | 'year'> {
  month: bigint;
  year: bigint;
}

/** What may be bought beside a plan; with `all` also what is not sold any more. */
export const listAddOns = async (sql: Query, all = false): Promise<AddOn[]> =>
  (
    await sql<Row>`
      select key, name, description, adds, features, month, year, tiers, max_quantity as "maxQuantity", sort, active,
        revision
      from add_ons where active or ${all} order by sort, key`
  ).map((row) => ({ ...row, month: Number(row.month), year: Number(row.year) }));

/** By its key, also where it is not sold any more; null: there is none. */
export const findAddOn = async (sql: Query, key: string): Promise<AddOn | null> =>
  (await listAddOns(sql, true)).find((one) => one.key === key) ?? null;

/** Makes it or changes it, for all who have it. What they pay stands in their subscription. @returns its revision */
export const saveAddOn = async (sql: Query, given: Omit<AddOn, 'revision'>): Promise<number> => {
  const [saved] = await sql<{ revision: number }>`
    insert into add_ons (key, name, description, adds, features, month, year, tiers, max_quantity, sort, active)
    values (${given.key}, ${json(given.name)}::json, ${json(given.description)}::json, ${json(given.adds)}::jsonb,
      ${json(given.features)}::jsonb, ${given.month}, ${given.year}, ${given.tiers}, ${given.maxQuantity}, ${given.sort},
      ${given.active})
    on conflict (key) do update set name = excluded.name, description = excluded.description, adds = excluded.adds,
      features = excluded.features, month = excluded.month, year = excluded.year, tiers = excluded.tiers,
      max_quantity = excluded.max_quantity, sort = excluded.sort, active = excluded.active, updated_at = now(),
      revision = add_ons.revision + 1
    returning revision`;
  await sql`select pg_notify('trama_entitlements', '*')`;
  if (!saved) throw new Error('An insert gave no row');
  return saved.revision;
};
