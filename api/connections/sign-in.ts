import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { exchangeCode, grantHash } from '#connectors/http/fetch-token.ts';
import { accountOf, grantOf, revokeToken, signInOf } from '#connectors/http/oauth-account.ts';
import { holdConnection, openConnection } from '#domain/connections/read-connection.ts';
import { beginSignIn, keepSignIn, takeSignIn } from '#domain/connections/sign-in.ts';
import type { FetchedToken } from '#flow/contracts/token-keeper.ts';
import { TramaError } from '#flow/errors.ts';

/** Where providers send people back to. */
export const redirectUriOf = ({ settings }: Pick<ApiDeps, 'settings'>, origin: string): string =>
  `${settings.publicUrl ?? origin}/oauth/callback`;

/**
 * The address that a person is led to. It is bound to their session: an API key has none.
 * @throws `forbidden`, `not_found`, `invalid` for a connection that nobody signs in to
 */
export async function startSignIn(
  deps: ApiDeps,
  { tenant, sessionId }: Caller,
  connectionId: string,
  origin: string,
): Promise<{ url: string; expiresAt: string }> {
  if (sessionId === null)
    throw fail(
      'forbidden',
      'Só uma pessoa, pelo construtor, entra numa conta.',
      'Only a person signs in to an account.',
    );
  const redirectUri = redirectUriOf(deps, origin);
  return deps.database.withTenant(tenant.id, async (db) => {
    // As it is now, until the way is written down: a change after that finds it, and takes it away.
    await holdConnection(db, connectionId);
    const connection = await openConnection(db, connectionId);
    const signIn = signInOf(connection);
    if (!signIn)
      throw fail('invalid', 'Nesta conexão ninguém entra com uma conta.', 'Nobody signs in to this connection.');
    const { state, challenge, expiresAt } = await beginSignIn(db, {
      connectionId: connection.id,
      sessionId,
      redirectUri,
    });
    const url = new URL(signIn.authorizeUrl);
    const asked = {
      ...{ response_type: 'code', client_id: signIn.clientId, redirect_uri: redirectUri, state },
      ...{ code_challenge: challenge, code_challenge_method: 'S256' },
      ...(signIn.scope !== undefined && { scope: signIn.scope }),
      ...(signIn.audience !== undefined && { audience: signIn.audience }),
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return { url: url.href, expiresAt };
  });
}

/** How a way back ended. `refused`: the provider's own code. */
export type SignInEnd =
  | { kind: 'done'; name: string; account: string | null }
  | { kind: 'unknown' }
  | { kind: 'refused'; name: string; code: string };

/** What providers say no with, as it stands in an address: nothing else of it is repeated. */
const codeOf = (text: string): string => text.replaceAll(/[^\w.-]/g, '').slice(0, 80) || 'error';

const refusalOf = ({ code, details }: TramaError): string =>
  code === 'token_refused' ? codeOf(String((details as { error?: unknown } | null)?.error)) : code;

/**
 * Takes what a provider sent a person back with. A state of another session or tenant, one that was used and one that is over
 * are all the same: unknown.
 * @throws `internal` for a connection that does not open
 */
export async function finishSignIn(
  deps: ApiDeps,
  { tenant, sessionId, principal }: Caller,
  query: URLSearchParams,
): Promise<SignInEnd> {
  const state = query.get('state');
  if (sessionId === null || !state) return { kind: 'unknown' };
  const { withTenant } = deps.database;
  // In one transaction: the code goes where the connection led when the way was begun, or nowhere.
  const way = await withTenant(tenant.id, async (db) => {
    const taken = await takeSignIn(db, { state, sessionId });
    return taken && { ...taken, connection: await openConnection(db, taken.connectionId) };
  });
  if (!way) return { kind: 'unknown' };
  const { connection, verifier, redirectUri } = way;
  const signIn = signInOf(connection);
  if (!signIn) return { kind: 'unknown' };
  const { name, hosts, id } = connection;
  const [code, refused] = [query.get('code'), query.get('error')];
  if (!code) return { kind: 'refused', name, code: codeOf(refused ?? 'no_code') };
  const { dial } = deps.actions;
  const grant = grantOf(signIn);
  let tokens: FetchedToken;
  try {
    tokens = await exchangeCode(grant, { code, verifier, redirectUri }, { dial, hosts, name });
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    return { kind: 'refused', name, code: refusalOf(error) };
  }
  const account = await accountOf(signIn.accountUrl, tokens.accessToken, { dial, hosts });
  const hash = grantHash(grant, hosts);
  const kept = await withTenant(tenant.id, (db) =>
    keepSignIn(db, id, { state, name, tokens, grantHash: hash, account, by: principal }),
  );
  if (!kept) {
    await revokeToken(signIn, tokens.refreshToken ?? tokens.accessToken, { dial, hosts });
    return { kind: 'unknown' };
  }
  return { kind: 'done', name, account };
}
