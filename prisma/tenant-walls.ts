import { STRAY_PLACES, WRONG_PLACES } from './placement-walls.ts';

/** Whatever sends SQL: a client, a pool. */
export interface Asks {
  query(text: string): Promise<{ rows: unknown[] }>;
}

/** As PostgreSQL writes the policies' condition; `id` in place of `tenant_id` on the table of tenants itself. */
const conditionOn = (column: string): string =>
  `(${column} = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)`;

/** Tables of the product's own schema, and those of other schemas that the asking role can reach. */
const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
  and (n.nspname in ('public', 'shared') or n.nspname like 'ten\\_%' or has_schema_privilege('trama_app', n.oid, 'usage'))`;

const named = `case n.nspname when 'public' then c.relname::text else n.nspname || '.' || c.relname end`;

/** A table that went after the statement began, with a tenant's schema: it is still listed, but its policies cannot be read any more. */
const GONE = `p.qual is null and has_table_privilege('trama_app', c.oid, 'select') is null`;

/** A restrictive policy binds whatever permissive one somebody adds; forced, it binds the owner too. */
const UNWALLED = `select ${named} as at, 'has no forced row-level security with the policy of the tenant' as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and ${OURS}
    and (c.relname = 'tenants' or exists (
      select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
    and not (c.relrowsecurity and c.relforcerowsecurity and exists (
      select 1 from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname
        and p.permissive = 'RESTRICTIVE' and p.cmd = 'ALL' and p.roles = '{public}' and (${GONE} or p.qual = p.with_check
          and p.qual = case c.relname when 'tenants' then $c$${conditionOn('id')}$c$ else $c$${conditionOn('tenant_id')}$c$ end)))`;

/** A view reads with its owner's rights, a materialised one holds what its owner read; neither knows the policies. */
const VIEWS = `select ${named} as at, 'is a view that passes by the policies' as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and (c.relkind in ('m', 'f') or c.relkind = 'v'
    and not coalesce(c.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'])
    and has_table_privilege('trama_app', c.oid, 'select')`;

const DEFINERS = `select p.oid::regprocedure::text as at, 'runs with the rights of its owner' as fault
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prosecdef and ${OURS} and has_function_privilege('trama_app', p.oid, 'execute')`;

/** TRUNCATE asks no policy, REFERENCES and TRIGGER look at rows of others. */
const RIGHTS = `select ${named} as at, r.role || ' may ' || w.right as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join (values ('trama_app'), ('trama_admin')) r (role)
  cross join (values ('truncate'), ('references'), ('trigger')) w ("right")
  where c.relkind in ('r', 'p') and ${OURS} and has_table_privilege(r.role, c.oid, w."right")`;

/**
 * Holes in the walls between tenants that make the product refuse to start, each in one line. The catalogue can be read
 * by any role. What is untidy but no hole is in `scan-tenancy.ts`.
 */
export const wallFaults = async (client: Asks): Promise<string[]> => {
  const { rows } = await client.query(
    `${[UNWALLED, VIEWS, DEFINERS, RIGHTS, STRAY_PLACES, WRONG_PLACES].join(' union all ')} order by 1, 2`,
  );
  return (rows as { at: string; fault: string }[]).map(({ at, fault }) => `${at} ${fault}`);
};
