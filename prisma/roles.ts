import { startClient } from './start-client.ts';

export interface RolePasswords {
  owner: string;
  app: string;
  admin: string;
}

const ROLES = [
  { name: 'trama_owner', password: 'owner', rights: 'nosuperuser nobypassrls nocreaterole nocreatedb' },
  { name: 'trama_app', password: 'app', rights: 'nosuperuser nobypassrls nocreaterole nocreatedb' },
  { name: 'trama_admin', password: 'admin', rights: 'nosuperuser bypassrls nocreaterole nocreatedb' },
] as const;

/**
 * Makes the three roles of docs/data.md on a server of ours and gives the database in `superuserUrl` to `trama_owner`.
 * Idempotent: a second call sets the passwords and rights again. On a managed server an operator does the same by hand.
 */
export const ensureRoles = async (superuserUrl: string, passwords: RolePasswords): Promise<void> => {
  const client = await startClient(superuserUrl);
  try {
    // Of two processes that start at once one would fail: "tuple concurrently updated". The lock ends with the connection.
    await client.query("select pg_advisory_lock(hashtext('trama/roles'))");
    for (const role of ROLES) {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [role.name]);
      // A utility statement takes no bind parameters: the literal is quoted by the driver.
      const rights = `login ${role.rights} password ${client.escapeLiteral(passwords[role.password])}`;
      await client.query(`${known.rowCount ? 'alter' : 'create'} role ${role.name} with ${rights}`);
    }
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const database = client.escapeIdentifier(rows[0]?.name ?? '');
    await client.query(`alter database ${database} owner to trama_owner`);
    await client.query('alter schema public owner to trama_owner');
    await client.query(`revoke connect, temporary on database ${database} from public`);
    await client.query(`grant connect on database ${database} to trama_app, trama_admin`);
  } finally {
    await client.end();
  }
};
