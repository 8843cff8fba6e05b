import type { AdminDb } from './admin-db.ts';
import type { TenantPool } from './tenant-pool.ts';

interface RoleRights {
  name: string;
  superuser: boolean;
  bypass: boolean;
  owns: string[];
}

const RIGHTS = `select current_user as name, r.rolsuper as superuser, r.rolbypassrls as bypass,
    array(select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
            and pg_has_role(current_user, c.relowner, 'usage')) as owns
  from pg_roles r where r.rolname = current_user`;

/** Throws, naming the reason, where the application's role could see past the policies (docs/data.md, Roles). */
export const checkRoles = async (pool: TenantPool, admin: AdminDb): Promise<void> => {
  const client = await pool.checkout();
  try {
    const [role] = (await client.query<RoleRights>(RIGHTS)).rows;
    if (!role) throw new Error('The database does not know its own role');
    if (role.superuser) throw new Error(`The role ${role.name} is a superuser: no policy would bind it`);
    if (role.bypass) throw new Error(`The role ${role.name} has BYPASSRLS: no policy would bind it`);
    if (role.owns.length > 0)
      throw new Error(`The role ${role.name} owns ${role.owns.join(', ')}: it could drop the policies`);
  } finally {
    client.release();
  }
  const [role] = await admin.sql<{ name: string; superuser: boolean; bypass: boolean }>`
    select current_user as name, rolsuper as superuser, rolbypassrls as bypass from pg_roles where rolname = current_user`;
  if (role?.superuser) throw new Error(`The admin role ${role.name} is a superuser; trama_admin needs BYPASSRLS only`);
  if (!role?.bypass) throw new Error('The admin role lacks BYPASSRLS: the outbox would look empty');
};
