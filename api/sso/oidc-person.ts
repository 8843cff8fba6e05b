import type { JWTPayload } from 'jose';
import { type SsoPerson } from '#domain/sso/admit-person.ts';
import { domainOfEmail } from '#domain/sso/find-sso.ts';
import { keepable } from './keepable-person.ts';
import { SsoRefused } from './sso-refusal.ts';

const GOOGLE = 'https://accounts.google.com';
const MICROSOFT = /^https:\/\/login\.microsoftonline\.com\/([0-9a-f-]{36})\/v2\.0$/;
/** The directory of everybody's private Microsoft accounts. */
const PRIVATE_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/**
 * Whom the claims name. A provider that everybody has an account at vouches for an address only where it says that the
 * company itself keeps the account; a directory of one company is the company's own word.
 * @param told where the address stands: the token itself, or what the provider tells of its subject
 * @throws `SsoRefused`
 */
export function oidcPerson(issuer: string, claims: JWTPayload, told: JWTPayload): SsoPerson {
  const microsoft = MICROSOFT.exec(issuer);
  if (microsoft?.[1] === PRIVATE_ACCOUNTS) throw new SsoRefused('not_of_directory', 'a private account');
  // The names of a directory's people end in domains that the directory has proven.
  const email = (text(told.email) ?? (microsoft ? text(claims.preferred_username) : null))?.toLowerCase();
  const domain = domainOfEmail(email ?? '');
  if (!email || domain === null) throw new SsoRefused('no_email', 'no address');
  if (told.email_verified === false || told.email_verified === 'false')
    throw new SsoRefused('email_unverified', 'the provider has not proven the address');
  if (issuer === GOOGLE && text(claims.hd)?.toLowerCase() !== domain)
    throw new SsoRefused('not_of_directory', 'an account that the company does not keep');
  const subject = text(claims.sub);
  if (subject === null) throw new SsoRefused('no_subject', 'no subject');
  return keepable({ issuer, subject, email, name: text(told.name) ?? text(claims.name) ?? email });
}
