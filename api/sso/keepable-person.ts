import type { SsoPerson } from '#domain/sso/admit-person.ts';
import { SsoRefused } from './sso-refusal.ts';

const LONGEST = { subject: 1_000, email: 320, name: 100 };

/** Characters that no name has, and a database does not keep. */
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text);

/** A person whose names can be kept, and shown on a line. @throws `SsoRefused` */
export function keepable({ issuer, subject, email, name }: SsoPerson): SsoPerson {
  if (hasControls(subject) || subject.length > LONGEST.subject) throw new SsoRefused('no_subject', 'no usable subject');
  if (hasControls(email) || email.length > LONGEST.email) throw new SsoRefused('no_email', 'no usable address');
  const shown = name
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, LONGEST.name)
    .trim();
  return { issuer, subject, email, name: shown === '' ? email.slice(0, LONGEST.name) : shown };
}
