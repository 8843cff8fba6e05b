/** Schemas with places in them: of all who have none of their own, and of each who has. */
const PLACES = `(n.nspname = 'shared' or n.nspname like 'ten\\_%')`;

/** A copy that is not in use is nobody's: it has no parent whose policies a statement would meet, and no bounds. */
export const STRAY_PLACES = `select n.nspname || '.' || c.relname as at, 'is in no use, and may be reached' as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join (values ('trama_app'), ('trama_admin')) r (role)
  where c.relkind in ('r', 'p') and ${PLACES} and not c.relispartition
    and has_any_column_privilege(r.role, c.oid, 'select, insert, update')`;

/** The bounds of a place say the tenant that its schema's name says, and nothing else. */
export const WRONG_PLACES = `select n.nspname || '.' || c.relname as at, 'holds others than its schema says' as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relispartition and c.relkind in ('r', 'p')
    and case when n.nspname = 'shared' then pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
      else n.nspname not like 'ten\\_%'
        or replace(pg_get_expr(c.relpartbound, c.oid), '-', '') <> 'FOR VALUES IN (''' || substr(n.nspname, 5) || ''')' end`;

/** Foreign keys and triggers that the shared table has and a place has not; columns, checks and indexes come with the parent. */
export const UNLIKE_PLACES = `select n.nspname || '.' || c.relname as at, 'lacks ' || w.name as fault
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_class s on s.relname = c.relname and s.relnamespace = 'shared'::regnamespace
  cross join lateral (
    select k.conname::text as name from pg_constraint k where k.conrelid = s.oid and k.contype = 'f'
      and not exists (select from pg_constraint o where o.conrelid = c.oid and o.conname = k.conname and o.convalidated)
    union all
    select g.tgname::text from pg_trigger g where g.tgrelid = s.oid and not g.tgisinternal
      and not exists (select from pg_trigger o where o.tgrelid = c.oid and o.tgname = g.tgname and o.tgenabled = g.tgenabled)
  ) w
  where n.nspname like 'ten\\_%' and c.relispartition`;

/** Rights on a place that its parent does not give, or gives and it lacks. */
export const UNEVEN_RIGHTS = `select n.nspname || '.' || c.relname as at, 'has other rights than its parent' as fault
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class p on p.oid = i.inhparent
  where p.relkind = 'p' and (
    array(select e.grantee::text || e.privilege_type from aclexplode(c.relacl) e order by 1)
      <> array(select e.grantee::text || e.privilege_type from aclexplode(p.relacl) e order by 1)
    or array(select a.attname::text || e.grantee || e.privilege_type from pg_attribute a, aclexplode(a.attacl) e
         where a.attrelid = c.oid order by 1)
      <> array(select a.attname::text || e.grantee || e.privilege_type from pg_attribute a, aclexplode(a.attacl) e
         where a.attrelid = p.oid order by 1))`;
