import type { ApiDeps } from '#api/deps.ts';
import { revokeToken, type SignInGrant, signInOf } from '#connectors/http/oauth-account.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import { keptTokens } from '#domain/connections/sign-in.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** Somebody's account at a provider, as a connection holds it. */
interface SignedInAccount {
  signIn: SignInGrant;
  hosts: string[];
  tokens: { accessToken: string; refreshToken: string | null };
}

/** What there is to revoke; null: nothing, or what is there does not open, which is no reason to keep it. */
export const signedInAccount = async (db: TenantDb, id: string): Promise<SignedInAccount | null> => {
  const connection = await openConnection(db, id).catch(() => null);
  const signIn = connection && signInOf(connection);
  if (!signIn) return null;
  const tokens = await keptTokens(db, id).catch(() => null);
  return tokens && { signIn, hosts: connection.hosts, tokens };
};

/** Tells the provider. The refresh token takes the access tokens with it. */
export const revokeAccount = (
  { actions: { dial } }: Pick<ApiDeps, 'actions'>,
  { signIn, hosts, tokens }: SignedInAccount,
): Promise<void> => revokeToken(signIn, tokens.refreshToken ?? tokens.accessToken, { dial, hosts });
