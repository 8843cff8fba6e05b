import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { verifySession } from '#domain/identity/sessions.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { AuthPath } from './auth-paths.ts';
import { callerOfSession } from './authenticate.ts';
import { actingToken, sessionToken, withoutSession } from './session-cookie.ts';

export interface AuthCaller {
  /** Whose session better-auth is shown; null: nobody's. */
  caller: Caller | null;
  /** The `Cookie` header for better-auth: a session that does not hold is not in it. */
  cookie: string | undefined;
}

/**
 * Who calls better-auth. It knows sessions by their rows alone: what a tenant's policy ended, places of somebody else, and
 * what a tenant's own provider opened, which counts in that tenant alone, are kept from it here.
 * @throws `forbidden` for one of ours in somebody's place, by whichever cookie, and by single sign-on; `unauthorized` where a session is needed
 */
export async function authCaller(
  admin: AdminDb,
  { cookie }: IncomingHttpHeaders,
  ip: string,
  { signedIn, bySso }: Pick<AuthPath, 'signedIn' | 'bySso'>,
): Promise<AuthCaller> {
  const [token, acting] = [sessionToken(cookie), actingToken(cookie)];
  const session = token === null ? null : await verifySession(admin, token);
  const place = acting === null ? null : await verifySession(admin, acting);
  if (session?.impersonatedBy || place?.impersonatedBy)
    throw fail(
      'forbidden',
      'No lugar de outra pessoa isto não se muda.',
      'This cannot be changed in somebody else’s place.',
    );
  if (session?.sso && signedIn && !bySso)
    throw fail(
      'forbidden',
      'Você entrou pelo login único da empresa. Para mudar como entra, saia e entre com senha ou link.',
      'You came in by the company’s single sign-on. To change how you sign in, sign out, and in by password or link.',
    );
  if (session && (!session.sso || bySso)) return { caller: callerOfSession(session, ip), cookie };
  if (signedIn) throw fail('unauthorized', 'Entre na sua conta.', 'Sign in.');
  return { caller: null, cookie: withoutSession(cookie) };
}
