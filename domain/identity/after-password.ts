import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import { accountSubject } from './lockout.ts';
import { hashPassword, isOutdated } from './password.ts';
import { keepPassword } from './users.ts';

/**
 * What follows a password that fits: its wrong tries are forgotten, and a hash that was made another way than now is made
 * anew, while the password is at hand.
 */
export const afterPassword = async (admin: AdminDb, email: string, password: string): Promise<void> => {
  const [row] = await admin.sql<{ user_id: string; password: string | null }>`
    with unlocked as (delete from identity.sign_in_failures where subject = ${accountSubject(email)})
    select a.user_id, a.password from identity.accounts a join users u on u.id = a.user_id
    where u.email = ${email} and a.provider_id = 'credential'`;
  if (row?.password && isOutdated(row.password))
    await keepPassword(admin.sql, formatId('usr', row.user_id), await hashPassword(password));
};
