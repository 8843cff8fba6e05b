import { TramaError } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { emailAddress } from '../../mail/email-address.ts';
import { createInvite, type InviteLetter } from '../../people/invites.ts';
import { isBuiltIn } from '../../people/role.ts';
import type { Manifest } from '../archive/format.ts';

/** Of one import; who is more is invited by hand. */
const MOST = 100;

/** Nobody owns an account by an archive's word, and a role of its own is given by hand. */
const roleOf = (role: string): string => (role === 'owner' ? 'admin' : isBuiltIn(role) ? role : 'viewer');

/** Invites the people of the archive, but for who is here already or has no address. Their letters are the caller's to send. */
export const invitePeople = async (db: TenantDb, people: Manifest['people'], by: string): Promise<InviteLetter[]> => {
  const letters: InviteLetter[] = [];
  for (const { email, role } of people.slice(0, MOST)) {
    if (!emailAddress.safeParse(email).success) continue;
    try {
      letters.push(await createInvite(db, { email, role: roleOf(role), by }));
    } catch (error) {
      const code = error instanceof TramaError ? error.code : null;
      // As many as may be, of the plan or of a day: the report says how many were not invited.
      if (code === 'limit_exceeded' || code === 'rate_limited') break;
      if (code !== 'conflict') throw error;
    }
  }
  return letters;
};
