import { createHash } from 'node:crypto';
import type { AdminDb } from '#prisma/admin-db.ts';

/** Longer than a code of an app is taken: its own half minute, and the ones beside it. */
const SECONDS = 150;

/**
 * Takes the code of an app for this person (uuid), which fits; false where somebody has shown it before. Whoever looks over
 * a shoulder, or sits on the line, gets nowhere by what they have seen.
 */
export const takeCode = async (admin: AdminDb, userId: string, code: unknown): Promise<boolean> => {
  const digits = String(code).replaceAll(/\D/g, '');
  const name = `totp:${createHash('sha256').update(`${userId} ${digits}`).digest('base64url')}`;
  const rows = await admin.sql`
    insert into identity.verifications as v (id, identifier, value, expires_at)
    values (${name}, ${name}, '', now() + ${SECONDS} * interval '1 second')
    on conflict (id) do update set expires_at = excluded.expires_at where v.expires_at <= now()
    returning id`;
  return rows.length > 0;
};
