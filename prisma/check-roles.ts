import type { AdminDb } from './admin-db.ts';
import type { TenantPool } from './tenant-pool.ts';
import { wallFaults } from './tenant-walls.ts';

interface RoleRights {
  name: string;
  superuser: boolean;
  bypass: boolean;
  createrole: boolean;
  replication: boolean;
  /** Tables that this role owns, or a role that it may become. */
  owns: string[];
  /** Roles that it may become, and that could do what it must not. */
  powers: string[];
}

// Asked as the role itself. `member` is what `set role` asks, whether rights are inherited or not.
const RIGHTS = `select current_user as name, r.rolsuper as superuser, r.rolbypassrls as bypass,
    r.rolcreaterole as createrole, r.rolreplication as replication,
    array(select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
            and pg_has_role(current_user, c.relowner, 'member') order by 1) as owns,
    array(select o.rolname::text from pg_roles o
          where o.rolname <> current_user and pg_has_role(current_user, o.oid, 'member')
            and (o.rolsuper or o.rolbypassrls or o.rolcreaterole or o.rolreplication or o.rolname like 'pg\\_%')
          order by 1) as powers
  from pg_roles r where r.rolname = current_user`;

/** Why a role is too powerful for either work; null where it is not. */
const excessOf = (role: RoleRights): string | null => {
  if (role.superuser) return `The role ${role.name} is a superuser: no policy would bind it`;
  if (role.createrole) return `The role ${role.name} has CREATEROLE: it could give itself any right`;
  if (role.replication) return `The role ${role.name} has REPLICATION: it could read every table's changes`;
  if (role.owns.length > 0) return `The role ${role.name} owns ${role.owns.join(', ')}: it could drop the policies`;
  if (role.powers.length > 0)
    return `The role ${role.name} is a member of ${role.powers.join(', ')}: it could read past the policies`;
  return null;
};

/**
 * Throws, naming the reason, where the application's role could see past the policies, where the admin's may more or
 * less than it needs, or where a table's wall is missing (docs/tenancy.md).
 */
export const checkRoles = async (pool: TenantPool, admin: AdminDb): Promise<void> => {
  const client = await pool.checkout();
  try {
    const [role] = (await client.query<RoleRights>(RIGHTS)).rows;
    if (!role) throw new Error('The database does not know its own role');
    if (role.bypass && !role.superuser) throw new Error(`The role ${role.name} has BYPASSRLS: no policy would bind it`);
    const excess = excessOf(role);
    if (excess) throw new Error(excess);
    const faults = await wallFaults(client);
    if (faults.length > 0) throw new Error(`The walls between tenants have holes: ${faults.join('; ')}`);
  } finally {
    client.release();
  }
  const [role] = await admin.transaction((sql) => sql<RoleRights>(asTemplate(RIGHTS)));
  if (!role) throw new Error('The database does not know the admin role');
  if (role.superuser) throw new Error(`The admin role ${role.name} is a superuser; trama_admin needs BYPASSRLS only`);
  if (!role.bypass) throw new Error('The admin role lacks BYPASSRLS: the outbox would look empty');
  const excess = excessOf(role);
  if (excess) throw new Error(excess);
};

const asTemplate = (text: string): TemplateStringsArray => Object.assign([text], { raw: [text] });
