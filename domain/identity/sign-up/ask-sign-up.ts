import { createHash, randomBytes } from 'node:crypto';
import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import { newId, parseId } from '../../ids.ts';
import type { Mailer } from '../../mail/mailer.ts';
import { placeOf } from '../ip-ranges.ts';
import { hashToken } from '../token.ts';
import { knownLetter, SIGN_UP_HOURS, signUpLetter } from './sign-up-letters.ts';

/** Letters of one address, in an hour and in a day, and of one place in an hour: counted over all processes. */
const MOST_OF_ADDRESS = 5;
const MOST_OF_ADDRESS_A_DAY = 10;
const MOST_OF_PLACE = 30;

export interface SignUpGiven {
  email: string;
  name: string;
  /** The name that the tenant begins with. */
  company: string;
  /** argon2id, made before: whoever is known already waits as long. */
  passwordHash: string;
  plan: string | null;
  interval: 'month' | 'year' | null;
  /** What the cookie of this browser holds. */
  browser: string;
  ip: string;
  locale: Locale;
}

export interface SignUpDeps {
  admin: AdminDb;
  mail: Mailer;
  /** Where people reach our pages, no slash at the end. */
  pagesUrl: string;
}

/** 256 bits, for a link or a cookie. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Of one place and one purpose: it tells nobody the address itself. */
const placeHash = (ip: string): string =>
  createHash('sha256')
    .update(`sign-up ${placeOf(ip)}`)
    .digest('hex');

/**
 * Somebody asks for an account: a letter goes to the address, and nothing is made. The answer is the same, and takes as
 * long, whether the address is known or not; the letter says which. `full`: so many were asked for within the hour.
 */
export async function askSignUp({ admin, mail, pagesUrl }: SignUpDeps, given: SignUpGiven): Promise<'asked' | 'full'> {
  const email = given.email.trim().toLowerCase();
  const token = newSecret();
  const place = placeHash(given.ip);
  const known = await admin.transaction(async (sql) => {
    // One at a time for an address and for a place, so that the counts are true.
    for (const name of [email, place].toSorted()) await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
    if (await isFull(sql, email, place)) return null;
    const known = await hasAccount(sql, email);
    await sql`
      insert into identity.sign_ups (id, email, name, company, password, token_hash, browser_hash, place, plan,
        plan_interval, new_tenant, expires_at)
      values (${parseId('usr', newId('usr'))}, ${email}, ${given.name}, ${given.company},
        ${known ? null : given.passwordHash}, ${known ? null : hashToken(token)}, ${hashToken(given.browser)}, ${place},
        ${given.plan}, ${given.interval}, ${parseId('ten', newId('ten'))}, now() + ${SIGN_UP_HOURS} * interval '1 hour')`;
    return { known };
  });
  if (known === null) return 'full';
  // The part behind # is never sent to a server: a scanner of links cannot use it up, and no log holds it.
  mail.sendLater(
    known.known
      ? knownLetter(email, `${pagesUrl}/home`, given.locale)
      : signUpLetter(
          email,
          { name: given.name, company: given.company, url: `${pagesUrl}/sign-up-link#${token}` },
          given.locale,
        ),
  );
  return 'asked';
}

async function isFull(sql: Query, email: string, place: string): Promise<boolean> {
  const [row] = await sql<{ of_address: number; of_day: number; of_place: number }>`
    select count(*) filter (where email = ${email} and recent)::int as of_address,
      count(*) filter (where email = ${email})::int as of_day, count(*) filter (where place = ${place} and recent)::int as of_place
    from (select email, place, created_at > now() - interval '1 hour' as recent from identity.sign_ups
      where (email = ${email} or place = ${place}) and created_at > now() - interval '1 day') asked`;
  const { of_address: ofAddress = 0, of_day: ofDay = 0, of_place: ofPlace = 0 } = row ?? {};
  return ofAddress >= MOST_OF_ADDRESS || ofDay >= MOST_OF_ADDRESS_A_DAY || ofPlace >= MOST_OF_PLACE;
}

/** Somebody who belongs somewhere, or who may not come in any more. Who was only invited once and belongs nowhere begins anew. */
export async function hasAccount(sql: Query, email: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from users u where u.email = ${email}
      and (u.disabled_at is not null or exists (select 1 from memberships m where m.user_id = u.id))`;
  return row !== undefined;
}
