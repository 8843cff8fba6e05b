import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { parseId } from '#domain/ids.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

const FRESH = '30 minutes';

/** Their user's id. @throws `forbidden` for keys, for whoever sits in somebody's place, and for all but owners */
export const ownerOf = (caller: Caller): string => {
  if (caller.kind === 'session' && caller.role === 'owner' && !caller.impersonator && caller.userId)
    return caller.userId;
  throw fail('forbidden', 'Só quem é dono da conta, e em pessoa.', 'Only an owner of the account, in person.');
};

/**
 * An owner who showed a moment ago who they are: a browser that somebody left open is not enough.
 * @throws `forbidden`, `sign_in_again`
 */
export const freshOwner = async (admin: AdminDb, caller: Caller): Promise<string> => {
  const userId = ownerOf(caller);
  const [fresh] = await admin.sql`
    select 1 from identity.sessions where id = ${parseId('ses', caller.sessionId ?? '')}
      and greatest(created_at, second_factor_at) > now() - ${FRESH}::interval`;
  if (!fresh) throw fail('sign_in_again', 'Entre de novo para continuar.', 'Sign in again to go on.');
  return userId;
};
