import { createHash } from 'node:crypto';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import { placeOf } from './ip-ranges.ts';
import { CURRENT_HASH } from './password.ts';

/** Wrong tries in a row that cost nothing; each further one locks for twice as long as the one before, up to `longest`. */
interface Rule {
  free: number;
  firstSeconds: number;
  longestSeconds: number;
}

/** Of one address. A person who has forgotten is through sooner by a link in a mail. */
export const ACCOUNT_RULE: Rule = { free: 10, firstSeconds: 30, longestSeconds: 900 };
/** Of one place (`placeOf`), over all addresses: an office shares one. */
export const PLACE_RULE: Rule = { free: 100, firstSeconds: 30, longestSeconds: 3_600 };

/** Wrong tries are forgotten after a day without one. */
const MEMORY_HOURS = 24;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Unknown addresses are counted like known ones: the table does not tell which are which. */
export const accountSubject = (email: string): string => hash(`account ${email.trim().toLowerCase()}`);
const placeSubject = (ip: string): string => hash(`place ${placeOf(ip)}`);

/** How an address stands before a password of it is looked at. */
export interface Standing {
  /** Until when (epoch ms) nobody may try it, or from this place; null: anybody may. */
  lockedUntil: number | null;
  /** Wrong tries of it are counted. */
  failed: boolean;
  /** Its password's hash is not of the way in which hashes are made now. */
  outdated: boolean;
}

/** One query: it stands before every try. */
export const standingOf = async (admin: AdminDb, email: string, ip: string): Promise<Standing> => {
  const account = accountSubject(email);
  const [row] = await admin.sql<{ until: Date | null; failed: boolean | null; outdated: boolean }>`
    select max(f.locked_until) filter (where f.locked_until > now()) as until, bool_or(f.subject = ${account}) as failed,
      exists (
        select 1 from users u join identity.accounts a on a.user_id = u.id and a.provider_id = 'credential'
        where u.email = ${email} and not starts_with(a.password, ${CURRENT_HASH})) as outdated
    from identity.sign_in_failures f where f.subject in (${account}, ${placeSubject(ip)})`;
  const { until = null, failed, outdated = false } = row ?? {};
  return { lockedUntil: until?.getTime() ?? null, failed: failed ?? false, outdated };
};

const count = (admin: AdminDb, subject: string, { free, firstSeconds, longestSeconds }: Rule): Promise<unknown> =>
  admin.sql`
    insert into identity.sign_in_failures as f (subject, failures) values (${subject}, 1)
    on conflict (subject) do update set
      failures = case when f.last_failed_at < now() - ${MEMORY_HOURS} * interval '1 hour' then 1 else f.failures + 1 end,
      last_failed_at = now(),
      locked_until = case
        when f.last_failed_at < now() - ${MEMORY_HOURS} * interval '1 hour' or f.failures + 1 < ${free} then null
        else now() + least(${longestSeconds}, ${firstSeconds} * power(2, least(f.failures + 1 - ${free}, 20)))
          * interval '1 second' end`;

/** A password did not fit. */
export const noteFailure = async (admin: AdminDb, email: string, ip: string): Promise<void> => {
  await count(admin, accountSubject(email), ACCOUNT_RULE);
  if (ip !== '') await count(admin, placeSubject(ip), PLACE_RULE);
};

/** Takes the lock off an address: its person came in, by whatever way, or an administrator says so. */
export const unlockAccount = async (sql: Query, email: string): Promise<void> => {
  await sql`delete from identity.sign_in_failures where subject = ${accountSubject(email)}`;
};

/** Forgets sessions that ended 90 days ago, and what was to be proven once and never was: sign-ups, too. Gives how many rows went. */
export const pruneIdentity = async (admin: AdminDb): Promise<number> => {
  const counted = await admin.sql<{ gone: number }>`
    with failures as (
      delete from identity.sign_in_failures
      where last_failed_at < now() - ${MEMORY_HOURS} * interval '1 hour' and coalesce(locked_until, now()) <= now()
      returning 1),
    proofs as (delete from identity.verifications where expires_at < now() returning 1),
    sign_ups as (delete from identity.sign_ups where expires_at < now() returning 1),
    sessions as (
      delete from identity.sessions where least(revoked_at, expires_at) < now() - interval '90 days' returning 1)
    select (select count(*) from failures)::int + (select count(*) from proofs)::int
      + (select count(*) from sign_ups)::int + (select count(*) from sessions)::int as gone`;
  return counted[0]?.gone ?? 0;
};
