import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { API_KEY_PREFIX } from '#domain/identity/api-keys.ts';
import { type SignedIn, verifySession } from '#domain/identity/sessions.ts';
import { verifyApiKey } from '#domain/identity/verify-api-key.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { ROLE_SCOPES } from './role-scopes.ts';
import { sessionToken } from './session-cookie.ts';

const refused = () =>
  fail('unauthorized', 'A credencial não vale, ou já venceu.', 'The credential is not valid, or is over.');

export const callerOfSession = ({ sessionId, user, tenant, role }: SignedIn, ip: string): Caller => ({
  kind: 'session',
  tenant,
  principal: `user:${user.id}`,
  name: user.name,
  userId: user.id,
  email: user.email,
  role,
  scopes: new Set(ROLE_SCOPES[role]),
  sessionId,
  impersonator: null,
  ip,
});

async function byKey(admin: AdminDb, authorization: string, ip: string): Promise<Caller> {
  const key = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? '';
  const known = key.startsWith(API_KEY_PREFIX) ? await verifyApiKey(admin, key, ip) : null;
  if (!known) throw refused();
  if (known.elsewhere)
    throw fail(
      'forbidden',
      'Esta chave não vale a partir deste endereço.',
      'This key may not be used from this address.',
    );
  return {
    kind: 'key',
    tenant: known.tenant,
    principal: `key:${known.keyId}`,
    name: known.name,
    userId: null,
    email: null,
    role: null,
    scopes: new Set(known.scopes),
    key: { id: known.keyId, perMinute: known.perMinute, keepBodiesUntil: known.keepBodiesUntil },
    sessionId: null,
    impersonator: null,
    ip,
  };
}

/**
 * Who calls, and from where: the API key of `Authorization`, else the session of the cookie; null where there is neither.
 * @throws `unauthorized` for a credential that is not valid: it is never taken for none.
 */
export async function authenticate(admin: AdminDb, headers: IncomingHttpHeaders, ip: string): Promise<Caller | null> {
  if (headers.authorization) return byKey(admin, headers.authorization, ip);
  const token = sessionToken(headers.cookie);
  if (token === null) return null;
  const session = await verifySession(admin, token);
  if (!session) throw refused();
  return callerOfSession(session, ip);
}
