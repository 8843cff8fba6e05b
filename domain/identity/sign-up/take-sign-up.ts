import { failure } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { formatId, formatNullable, parseId } from '../../ids.ts';
import { createWorkspace } from '../../people/workspaces.ts';
import { hashToken } from '../token.ts';
import { createUser, keepPassword } from '../users.ts';
import { hasAccount } from './ask-sign-up.ts';

/** Minutes in which the browser that used a link gets the same answer again: the first one may have been lost. */
const AGAIN_MINUTES = 10;

/** What the link of a letter leads to. */
export interface OpenSignUp {
  email: string;
  name: string;
  company: string;
  plan: string | null;
  interval: 'month' | 'year' | null;
  /** This browser asked, and its password is kept; any other one chooses a password now. */
  passwordKept: boolean;
  /** The account stands, by this link. */
  used: boolean;
  /** There is an account at this address by now, by another link or an invite. */
  known: boolean;
}

interface Row {
  id: string;
  email: string;
  name: string;
  company: string;
  password: string | null;
  plan: string | null;
  plan_interval: 'month' | 'year' | null;
  new_tenant: string;
  user_id: string | null;
  same_browser: boolean;
  used: boolean;
  just_used: boolean;
}

/** Locked until the end of the transaction. @throws `not_found` for one that is unknown or over */
async function findRow(sql: Query, token: string, browser: string | null): Promise<Row> {
  const [row] = await sql<Row>`
    select id, email, name, company, password, plan, plan_interval, new_tenant, user_id,
      browser_hash = ${hashToken(browser ?? '')} as same_browser, used_at is not null as used,
      coalesce(used_at > now() - ${AGAIN_MINUTES} * interval '1 minute', false) as just_used
    from identity.sign_ups where token_hash = ${hashToken(token)} and expires_at > now() for update`;
  if (row) return row;
  throw failure(
    'not_found',
    'Este link não vale mais. Crie a conta de novo.',
    'This link is good no more. Sign up again.',
  );
}

/** @param browser what the cookie holds, null without one. @throws `not_found` */
export const lookAtSignUp = (admin: AdminDb, token: string, browser: string | null): Promise<OpenSignUp> =>
  admin.transaction(async (sql) => {
    const row = await findRow(sql, token, browser);
    return {
      email: row.email,
      name: row.name,
      company: row.company,
      plan: row.plan,
      interval: row.plan_interval,
      passwordKept: row.same_browser && row.password !== null,
      used: row.used,
      known: !row.used && row.user_id === null && (await hasAccount(sql, row.email)),
    };
  });

export interface TakenSignUp {
  userId: string;
  tenantId: string;
  plan: string | null;
  interval: 'month' | 'year' | null;
  /** A second step is on: they sign in by themselves. */
  mustSignIn: boolean;
}

export interface TakeSignUp {
  token: string;
  /** What the cookie holds; null without one. */
  browser: string | null;
  /** Its hash, from a browser that is not the one which asked. */
  password: string | null;
  /** Whoever follows the link reads in it: their tenant's letters and invoices are in it, too. */
  locale: Locale;
}

/**
 * The address is proven by the link: the person is made, then the tenant that is theirs, each once, wherever this stops
 * and however often it is asked. `password`: a hash, of a browser that is not the one which asked; its person is whoever
 * reads the mail, and not who typed the address somewhere.
 * @throws `not_found`; `conflict` for a link that was used, or an address that has an account by now; `invalid` where
 *   a password is needed
 */
export async function takeSignUp(
  database: Database,
  { token, browser, password, locale }: TakeSignUp,
): Promise<TakenSignUp> {
  const { admin } = database;
  const { row, userId, mustSignIn } = await admin.transaction((sql) => personOf(sql, token, browser, password));
  const tenantId = formatId('ten', row.new_tenant);
  const { company: name, plan, plan_interval: interval } = row;
  if (!row.used) {
    const place = { timezone: 'America/Sao_Paulo', locale };
    await createWorkspace(database, { id: tenantId, name, ...place, userId });
    // Only now: whoever comes between goes on where this stopped.
    await admin.sql`
      update identity.sign_ups set used_at = coalesce(used_at, now()), password = null where id = ${row.id}::uuid`;
  }
  return { userId, tenantId, plan, interval, mustSignIn };
}

async function personOf(sql: Query, token: string, browser: string | null, password: string | null) {
  const row = await findRow(sql, token, browser);
  const made = formatNullable('usr', row.user_id);
  if (row.used && !(row.just_used && row.same_browser)) throw usedUp();
  if (made !== null) return { row, userId: made, mustSignIn: await hasSecondStep(sql, made) };
  const hash = password ?? (row.same_browser ? row.password : null);
  if (hash === null) throw passwordMissing();
  // Two letters may be followed at once: one account comes of them.
  await sql`select pg_advisory_xact_lock(hashtextextended(${row.email}, 0))`;
  if ((await hasAccount(sql, row.email)) || (await isBegun(sql, row))) throw taken();
  const [homeless] = await sql<{ id: string }>`select id from users where email = ${row.email} for update`;
  const userId = homeless
    ? formatId('usr', homeless.id)
    : await createUser(sql, { email: row.email, name: row.name, emailVerified: true });
  // Where a second step is on, what one signs in with stays as it is.
  const mustSignIn = await hasSecondStep(sql, userId);
  if (!mustSignIn) await keepPassword(sql, userId, hash);
  await sql`update identity.sign_ups set user_id = ${parseId('usr', userId)} where id = ${row.id}::uuid`;
  return { row, userId, mustSignIn };
}

/** Another letter to this address was followed before. */
async function isBegun(sql: Query, { id, email }: Row): Promise<boolean> {
  const [row] = await sql`
    select 1 from identity.sign_ups where email = ${email} and id <> ${id}::uuid and user_id is not null`;
  return row !== undefined;
}

async function hasSecondStep(sql: Query, userId: string): Promise<boolean> {
  const [row] = await sql<{ two_factor_enabled: boolean }>`
    select two_factor_enabled from users where id = ${parseId('usr', userId)}`;
  return row?.two_factor_enabled ?? false;
}

const usedUp = () =>
  failure('conflict', 'Este link já foi usado. Entre na sua conta.', 'This link was used. Sign in to your account.');

const taken = () =>
  failure('conflict', 'Já há uma conta com este e-mail. Entre nela.', 'There is an account with this e-mail. Sign in.');

const passwordMissing = () => {
  const message = { pt: 'Escolha uma senha.', en: 'Choose a password.' };
  const errors = [{ pointer: '/password', code: 'required', message }];
  return failure('invalid', message.pt, message.en, { errors });
};
