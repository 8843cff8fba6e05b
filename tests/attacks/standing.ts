import { createApiKey } from '#domain/identity/api-keys.ts';
import type { Account, ApiFixture } from '#tests/integration/api/api-fixture.ts';
import type { Credential, Side } from './crawl.ts';
import { nthPlace } from './places.ts';

/** Signs a tenant's person in, from a place of its own. Null where the product does not let them. */
export async function entering(
  fixture: ApiFixture,
  { email, password }: Account,
  tenantUuid: string,
): Promise<Credential | null> {
  const answer = await fixture.fetch('/v1/session', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': nthPlace(Number.parseInt(tenantUuid.slice(-5), 16)),
    },
    body: JSON.stringify({ email, password }),
  });
  if (answer.status !== 200) return null;
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
  return { name: 'session', headers: { cookie: cookie.join('; ') } };
}

/**
 * What a side may do by each of its credentials, as the product tells it: workspace, rights, role, limits. An attacker
 * that is suspended, demoted, shut out or held to a call a minute by its own doing is refused for that, which proves nothing.
 */
export const standingOf = (fixture: ApiFixture, { account, credentials }: Side): Promise<string[]> =>
  Promise.all(
    credentials.map(async ({ headers }) => {
      const { status, body, headers: told } = await fixture.fetch('/v1/me', { headers });
      if (status !== 200) return `${status}`;
      const { role, scopes, tenant, barred } = body;
      return JSON.stringify([
        role,
        [...scopes].toSorted((a, b) => (a < b ? -1 : 1)),
        told.get('ratelimit-policy'),
        tenant.id === account.tenantId,
        barred?.code,
      ]);
    }),
  );

/** The same tenant with a new key and a new session; null where it can have none any more. */
export async function withNewCredentials(fixture: ApiFixture, side: Side): Promise<Side | null> {
  const { account, tenantUuid } = side;
  const { database } = fixture.data;
  try {
    const by = { name: 'again', scopes: ['*'], by: 'test' };
    const { key } = await database.withTenant(account.tenantId, (db) => createApiKey(db, by));
    const session = await entering(fixture, account, tenantUuid);
    if (!session) return null;
    const credentials = [{ name: 'key', headers: { authorization: `Bearer ${key}` } }, session];
    return { ...side, account: { ...account, key }, credentials };
  } catch {
    // A tenant that is being deleted, or is no more.
    return null;
  }
}
