import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { API_KEY_PREFIX } from '#domain/identity/api-keys.ts';
import { type SignedIn, verifySession } from '#domain/identity/sessions.ts';
import type { TokenSigner } from '#domain/identity/tokens/token-signer.ts';
import { type KnownKey, type SentKeys, verifyApiKey, verifyToken } from '#domain/identity/verify-api-key.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { barOf, barOfSession } from './bars.ts';
import { ROLE_SCOPES } from './role-scopes.ts';
import { actingToken, sessionToken } from './session-cookie.ts';

const refused = () =>
  fail('unauthorized', 'A credencial não vale, ou já venceu.', 'The credential is not valid, or is over.');

export const callerOfSession = (session: SignedIn, ip: string): Caller => {
  const { sessionId, user, tenant, role, rights, impersonatedBy } = session;
  return {
    kind: 'session',
    tenant,
    principal: `user:${user.id}`,
    name: user.name,
    userId: user.id,
    email: user.email,
    role,
    scopes: new Set('builtIn' in rights ? ROLE_SCOPES[rights.builtIn] : rights.scopes),
    sessionId,
    impersonator: impersonatedBy === null ? null : `user:${impersonatedBy}`,
    ip,
    twoStep: session.twoStep,
    sso: session.sso,
    barred: barOfSession(session, ip),
  };
};

/** The key that was sent, or the one behind the access token that was. */
async function knownBy(
  admin: AdminDb,
  credential: string,
  ip: string,
  { tokens, keys }: Authenticating,
): Promise<{ known: KnownKey | null; tokenId?: string }> {
  if (credential.startsWith(API_KEY_PREFIX)) return { known: await verifyApiKey(admin, credential, ip, keys) };
  const token = tokens && credential.startsWith('eyJ') ? await tokens.read(credential) : null;
  return token ? { known: await verifyToken(admin, token, ip), tokenId: token.id } : { known: null };
}

async function byKey(admin: AdminDb, authorization: string, ip: string, how: Authenticating): Promise<Caller> {
  const credential = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '';
  const { known, tokenId } = await knownBy(admin, credential, ip, how);
  if (!known) throw refused();
  if (known.elsewhere)
    throw fail(
      'forbidden',
      'Esta chave não vale a partir deste endereço.',
      'This key may not be used from this address.',
    );
  return {
    kind: tokenId === undefined ? 'key' : 'token',
    tenant: known.tenant,
    principal: `key:${known.keyId}`,
    name: known.name,
    userId: null,
    email: null,
    role: null,
    scopes: new Set(known.scopes),
    key: {
      id: known.keyId,
      perMinute: known.perMinute,
      keepBodiesUntil: known.keepBodiesUntil,
      ...(tokenId === undefined ? {} : { tokenId }),
    },
    sessionId: null,
    impersonator: null,
    ip,
    barred: barOf(known.access, ip),
  };
}

export interface Authenticating {
  /** Let in whoever the tenant keeps out just now (`Caller.barred`): for ways out, and pages that say why. */
  evenIfBarred?: boolean;
  /** Who they are themselves, also while they sit in somebody's place; whatever a tenant asks. */
  own?: boolean;
  /** A stream asks, by itself: that is no use of a session, which may be left for so long. */
  watching?: boolean;
  /** Missing: access tokens are not taken. */
  tokens?: TokenSigner;
  /** Keys that were read a moment ago. Missing: each call asks the database. */
  keys?: SentKeys | undefined;
}

/**
 * Who calls, and from where: the API key or access token of `Authorization`, else the session of the cookie; null where there is neither.
 * @throws `unauthorized` for a credential that is not valid: it is never taken for none. `tenant_suspended`,
 *   `address_barred`, `two_step_required` where the tenant keeps them out.
 */
export async function authenticate(
  admin: AdminDb,
  headers: IncomingHttpHeaders,
  ip: string,
  how: Authenticating = {},
): Promise<Caller | null> {
  const { evenIfBarred = false, own = false } = how;
  const caller = await callerOf(admin, headers, ip, how);
  if (caller?.barred && !evenIfBarred && !own) throw caller.barred;
  return caller;
}

async function callerOf(
  admin: AdminDb,
  headers: IncomingHttpHeaders,
  ip: string,
  how: Authenticating,
): Promise<Caller | null> {
  const { own = false, watching = false } = how;
  if (headers.authorization) return byKey(admin, headers.authorization, ip, how);
  // A place that is over is left, and what is none is no place: one's own session is there again.
  const acting = own ? null : actingToken(headers.cookie);
  const inPlace = acting === null ? null : await verifySession(admin, acting, { used: !watching });
  if (inPlace && inPlace.impersonatedBy !== null) return callerOfSession(inPlace, ip);
  const token = sessionToken(headers.cookie);
  if (token === null) return null;
  const session = await verifySession(admin, token, { used: !watching });
  if (!session) throw refused();
  return callerOfSession(session, ip);
}
