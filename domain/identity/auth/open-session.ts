import type { AdminDb } from '#prisma/admin-db.ts';
import { deviceName } from '../device-name.ts';

/** By which way somebody came in, from the address of better-auth that let them; null: no way in of ours. */
export function methodOf(path: string, provider?: unknown): { method: string; second: boolean } | null {
  if (path.startsWith('/callback/')) return { method: String(provider ?? 'provider'), second: false };
  if (path.startsWith('/two-factor/verify')) return { method: 'password+code', second: true };
  const ways: Record<string, { method: string; second: boolean }> = {
    '/sign-in/email': { method: 'password', second: false },
    '/magic-link/verify': { method: 'magic-link', second: false },
    // A passkey is something that one has, behind something that one knows or is.
    '/passkey/verify-authentication': { method: 'passkey', second: true },
  };
  return ways[path] ?? null;
}

/**
 * The tenant (uuid) that a new session looks at: the one named by its slug, else the one that the person looked at last,
 * else the first that they were let into; null where there is none, or the person may not come in.
 */
export async function tenantFor(
  admin: AdminDb,
  userId: string,
  { slug, kept }: { slug: string | null; kept: string | null },
): Promise<string | null> {
  const [row] = await admin.sql<{ tenant_id: string }>`
    select m.tenant_id from memberships m
    join users u on u.id = m.user_id and u.disabled_at is null
    join tenants t on t.id = m.tenant_id
    where m.user_id = ${userId}::uuid and (${slug}::text is null or t.slug = ${slug})
    order by (m.tenant_id = ${kept}::uuid) desc nulls last,
      (m.tenant_id = (select s.active_tenant_id from identity.sessions s
        where s.user_id = m.user_id and s.impersonated_by is null order by s.last_used_at desc limit 1)) desc nulls last,
      m.created_at
    limit 1`;
  return row?.tenant_id ?? null;
}

/**
 * Did this person come in before, and never with such a device? The first time of all is no news. Ids of sessions grow with
 * time: whoever comes in again while this is asked makes no known device of the first time's.
 */
export async function isNewDevice(admin: AdminDb, userId: string, sessionId: string, agent: string): Promise<boolean> {
  // Whoever comes with what they came with before, as most do, is looked for no further.
  const [same] = await admin.sql`
    select 1 from identity.sessions
    where user_id = ${userId}::uuid and id < ${sessionId}::uuid and impersonated_by is null and user_agent = ${agent}
    order by last_used_at desc limit 1`;
  if (same) return false;
  const before = await admin.sql<{ user_agent: string | null }>`
    select distinct user_agent from identity.sessions
    where user_id = ${userId}::uuid and id < ${sessionId}::uuid and impersonated_by is null limit 200`;
  const name = deviceName(agent);
  return before.length > 0 && before.every(({ user_agent }) => deviceName(user_agent) !== name);
}
