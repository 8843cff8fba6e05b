import { createHmac } from 'node:crypto';
import type { Database } from '#prisma/with-tenant.ts';
import { createApiKey } from '../identity/api-keys.ts';
import { hashToken } from '../identity/token.ts';
import { createUser } from '../identity/users.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { lock } from '../locks.ts';

export const DEMO_SLUG = 'demo';
const EMAIL = 'demo@trama.example';

export interface DemoTenant {
  tenantId: string;
  slug: string;
  email: string;
  password: string;
  apiKey: string;
}

/** The demo's credentials follow from the master secret: they are the same at each start, and none is kept in clear. */
const derive = (secret: string, use: string): string =>
  createHmac('sha256', secret).update(`trama/demo/${use}`).digest('base64url');

const ensureTenant = async ({ admin }: Database): Promise<string> => {
  await admin.sql`
    insert into tenants (id, slug, name, plan, onboarded_at)
    values (${parseId('ten', newId('ten'))}, ${DEMO_SLUG}, 'Oficina Demo', 'ENTERPRISE', now())
    on conflict (slug) do nothing`;
  const [row] = await admin.sql<{ id: string }>`select id from tenants where slug = ${DEMO_SLUG}`;
  if (!row) throw new Error('The demo tenant is not there');
  return formatId('ten', row.id);
};

const ensureOwner = async ({ admin }: Database, tenantId: string, password: string): Promise<string> => {
  await admin.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext('trama/demo'))`; // two processes may start at once
    const [known] = await sql`select id from users where email = ${EMAIL}`;
    if (!known) await createUser(sql, { email: EMAIL, name: 'Demo', password, emailVerified: true });
  });
  const [user] = await admin.sql<{ id: string }>`select id from users where email = ${EMAIL}`;
  if (!user) throw new Error('The demo user is not there');
  await admin.sql`
    insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${user.id}, 'owner')
    on conflict do nothing`;
  return formatId('usr', user.id);
};

/**
 * The demo tenant, its owner and an API key with every scope. Idempotent, and quick when all is there. A key that
 * somebody revoked stays revoked.
 */
export const seedDemo = async ({ database, secret }: { database: Database; secret: string }): Promise<DemoTenant> => {
  const password = derive(secret, 'password').slice(0, 16);
  const apiKey = `trm_${derive(secret, 'api-key')}`;
  const tenantId = await ensureTenant(database);
  const owner = await ensureOwner(database, tenantId, password);
  await database.withTenant(tenantId, async (db) => {
    await lock(db, ['seed-demo']); // two processes may start at once
    const [known] = await db.sql`
      select id from api_keys where tenant_id = ${db.tenant} and key_hash = ${hashToken(apiKey)}`;
    if (!known) await createApiKey(db, { name: 'demo', scopes: ['*'], by: `user:${owner}`, key: apiKey });
  });
  return { tenantId, slug: DEMO_SLUG, email: EMAIL, password, apiKey };
};
