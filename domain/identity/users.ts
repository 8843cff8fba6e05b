import type { Query } from '#prisma/sql.ts';
import { newId, parseId } from '../ids.ts';
import { hashPassword } from './password.ts';

export interface NewUser {
  email: string;
  name: string;
  /** Missing: comes in by a link, a passkey or a provider. */
  password?: string;
  /** Did somebody prove that they read mail at this address (an invite by mail does)? */
  emailVerified: boolean;
}

/**
 * Makes a person, known by an e-mail; gives `usr_…`. On the admin's connection: people live across tenants.
 * @throws what the database says where the address is taken (unique `users_email_key`).
 */
export const createUser = async (sql: Query, { email, name, password, emailVerified }: NewUser): Promise<string> => {
  const hash = password === undefined ? null : await hashPassword(password);
  const id = newId('usr');
  const uuid = parseId('usr', id);
  await sql`
    insert into users (id, email, name, email_verified)
    values (${uuid}, ${email.trim().toLowerCase()}, ${name}, ${emailVerified})`;
  if (hash !== null) await keepPassword(sql, id, hash);
  return id;
};

/** Keeps the hash of a password as the person's only one. */
export const keepPassword = async (sql: Query, userId: string, hash: string): Promise<void> => {
  const uuid = parseId('usr', userId);
  await sql`
    insert into identity.accounts (id, user_id, provider_id, account_id, password)
    values (${parseId('usr', newId('usr'))}, ${uuid}, 'credential', ${uuid}, ${hash})
    on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`;
};
