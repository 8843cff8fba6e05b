import { type Env, SettingError } from '#config/env.ts';
import { deriveKey } from '#config/master-secret.ts';
import { ensureRoles } from '#prisma/roles.ts';
import { startGiven } from '#prisma/start-client.ts';

/** One address a role: see docs/data.md. */
export interface DatabaseUrls {
  owner: string;
  app: string;
  admin: string;
}

/**
 * The addresses of the three roles. All three may be given (a managed server, whose operator made the roles); with the
 * embedded server, or where DATABASE_URL names a superuser, the roles are made here, with passwords derived from `seed`.
 */
export async function databaseUrls(env: Env, superuserUrl: string, seed: string): Promise<DatabaseUrls> {
  const { DATABASE_APP_URL: app, DATABASE_ADMIN_URL: admin } = env;
  if (app && admin) return { owner: superuserUrl, app, admin };
  if (!(await isSuperuser(superuserUrl))) {
    const missing = app ? 'DATABASE_ADMIN_URL' : 'DATABASE_APP_URL';
    throw new SettingError(
      missing,
      'é obrigatório quando DATABASE_URL não é de um superusuário',
      'is required where DATABASE_URL is not a superuser',
    );
  }
  const passwords = {
    owner: deriveKey(seed, 'database/owner'),
    app: deriveKey(seed, 'database/app'),
    admin: deriveKey(seed, 'database/admin'),
  };
  await ensureRoles(superuserUrl, passwords);
  return {
    owner: as(superuserUrl, 'trama_owner', passwords.owner),
    app: app ?? as(superuserUrl, 'trama_app', passwords.app),
    admin: admin ?? as(superuserUrl, 'trama_admin', passwords.admin),
  };
}

function as(address: string, user: string, password: string): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}

async function isSuperuser(address: string): Promise<boolean> {
  const client = await startGiven(address);
  try {
    const { rows } = await client.query<{ rolsuper: boolean }>(
      'select rolsuper from pg_roles where rolname = current_user',
    );
    return rows[0]?.rolsuper ?? false;
  } finally {
    await client.end();
  }
}
