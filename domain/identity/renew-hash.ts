import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import { hashPassword, isOutdated } from './password.ts';
import { keepPassword } from './users.ts';

/** Makes the hash of a password that was just found right anew, where it was made another way than now. */
export const renewHash = async (admin: AdminDb, email: string, password: string): Promise<void> => {
  const [row] = await admin.sql<{ user_id: string; password: string | null }>`
    select a.user_id, a.password from identity.accounts a join users u on u.id = a.user_id
    where u.email = ${email} and a.provider_id = 'credential'`;
  if (row?.password && isOutdated(row.password))
    await keepPassword(admin.sql, formatId('usr', row.user_id), await hashPassword(password));
};
