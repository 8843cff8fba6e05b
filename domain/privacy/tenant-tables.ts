import type { Query } from '#prisma/sql.ts';

/** A table that holds something of a tenant, as the database knows it. */
export interface TenantTable {
  name: string;
  /** In their order. */
  columns: string[];
  /** Of its primary key, in their order; the tenant's among them. */
  key: string[];
  /** Numbers that the database gives by itself. */
  given: string[];
}

interface Found extends TenantTable {
  /** Tables that must be there before it. */
  needs: string[];
}

/**
 * Every table with a tenant, those that others point at first; keys that are checked at the end of a transaction bind no order.
 * Not where its rows lie: that is the installation's.
 */
export const readTenantTables = async (sql: Query): Promise<TenantTable[]> => {
  const found = await sql<Found>`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
      array(select a.attname::text from pg_attribute a
            where a.attrelid = c.oid and a.attidentity = 'a' and not a.attisdropped) as given,
      array(select a.attname::text from pg_index x, unnest(x.indkey::int2[]) with ordinality as k (attnum, place)
            join pg_attribute a on a.attnum = k.attnum
            where x.indrelid = c.oid and x.indisprimary and a.attrelid = c.oid order by k.place) as key,
      array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
            where f.conrelid = coalesce(to_regclass(format('shared.%I', c.relname)), c.oid) and f.contype = 'f' and not f.condeferrable and p.relname <> c.relname) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'tenant_placements'
      and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
    order by 1`;
  return sorted(found);
};

const sorted = (found: readonly Found[]): TenantTable[] => {
  const left = new Map(found.map((table) => [table.name, table]));
  const done: TenantTable[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ needs }) => !needs.some((name) => left.has(name)));
    if (free.length === 0) throw new Error(`Tables point at each other: ${[...left.keys()].join(', ')}`);
    for (const { needs: _needs, ...table } of free) {
      done.push(table);
      left.delete(table.name);
    }
  }
  return done;
};
