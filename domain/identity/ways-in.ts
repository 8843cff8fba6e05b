import type { AdminDb } from '#prisma/admin-db.ts';
import { parseId } from '../ids.ts';

export interface WaysIn {
  /** There is one, and it can be changed. */
  password: boolean;
  /** A code is asked for after it. */
  twoStep: boolean;
  passkeys: number;
}

/** How a person can sign in, beside a link by mail. */
export const waysIn = async (admin: AdminDb, userId: string): Promise<WaysIn> => {
  const [row] = await admin.sql<{ password: boolean; two_step: boolean; passkeys: number }>`
    select u.two_factor_enabled as two_step,
      exists (select 1 from identity.accounts a where a.user_id = u.id and a.provider_id = 'credential'
        and a.password is not null) as password,
      (select count(*) from identity.passkeys p where p.user_id = u.id)::int as passkeys
    from users u where u.id = ${parseId('usr', userId)}`;
  return { password: row?.password ?? false, twoStep: row?.two_step ?? false, passkeys: row?.passkeys ?? 0 };
};
