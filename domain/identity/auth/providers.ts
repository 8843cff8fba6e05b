import type { GenericOAuthConfig } from 'better-auth/plugins';
import { outside } from '#config/outside-calls.ts';

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Providers that the operator has switched on, by settings. Addresses have no slash at the end. */
export interface Providers {
  /** `issuer`: where its discovery document is. */
  google?: Credentials & { issuer: string };
  /** The directory of one organisation. */
  microsoft?: Credentials & { issuer: string };
  github?: Credentials & { site: string; api: string };
}

/** Nobody is made by signing in elsewhere: an invite comes first, and the provider must have proven the address. */
const FOUND_ONLY = { disableSignUp: true, disableImplicitSignUp: true, pkce: true } as const;

/** Who somebody is stands in the token: one that cannot be checked is not read. */
const OPENID = { scopes: ['openid', 'email', 'profile'], requireIdTokenVerification: true, ...FOUND_ONLY };

const isTrue = (claim: unknown): boolean => [true, 'true', 1, '1'].includes(claim as never);

/**
 * Google answers for its own addresses and for those of companies that keep their accounts there. Any other was shown to
 * be somebody's when the account was made, and may be somebody else's by now.
 */
export const googleVouches = ({ email, email_verified, hd }: Record<string, unknown>): boolean =>
  isTrue(email_verified) && (/@(gmail|googlemail)\.com$/i.test(String(email)) || (typeof hd === 'string' && hd !== ''));

/**
 * `email` of Microsoft is what somebody wrote into the directory, which need not be theirs; `xms_edov` says that its domain
 * is, or that the person has shown it (learn.microsoft.com: migrate off email claims).
 */
export const microsoftVouches = ({ xms_edov }: Record<string, unknown>): boolean => isTrue(xms_edov);

const discoveryOf = (issuer: string): string => `${issuer}/.well-known/openid-configuration`;

interface GithubUser {
  id: number;
  login: string;
  name: string | null;
}
interface GithubAddress {
  email: string;
  primary: boolean;
  verified: boolean;
}

const PATIENCE_MS = 5_000;
const guarded = outside.breaker('sign_in_provider');

/** GitHub is no OpenID provider: who somebody is, and which address is proven, are two calls. */
async function githubUser(api: string, accessToken: string) {
  const ask = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/json', 'user-agent': 'trama' };
    const answer = await guarded(async () => {
      const got = await fetch(`${api}${path}`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (got.status >= 500) throw new Error(`GitHub answered ${got.status}`);
      return got;
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status}`);
    return (await answer.json()) as T;
  };
  const [user, addresses] = await Promise.all([ask<GithubUser>('/user'), ask<GithubAddress[]>('/user/emails')]);
  const primary = addresses.find((one) => one.primary && one.verified);
  if (!primary) return null;
  return { id: String(user.id), name: user.name ?? user.login, email: primary.email, emailVerified: true };
}

/** What each provider that is on is to better-auth. `onTrouble`: what people are not told. */
export function providerConfigs(
  { google, microsoft, github }: Providers,
  onTrouble: (message: string, error: unknown) => void,
): GenericOAuthConfig[] {
  const configs: GenericOAuthConfig[] = [];
  const openid = (
    providerId: string,
    { issuer, ...credentials }: Credentials & { issuer: string },
    vouches: (claims: Record<string, unknown>) => boolean,
  ): GenericOAuthConfig => ({
    ...{ providerId, discoveryUrl: discoveryOf(issuer), ...credentials, ...OPENID },
    mapProfileToUser: (claims) => ({ emailVerified: vouches(claims) }),
  });
  if (google) configs.push(openid('google', google, googleVouches));
  if (microsoft) configs.push(openid('microsoft', microsoft, microsoftVouches));
  if (github) {
    const { site, api, ...credentials } = github;
    configs.push({
      providerId: 'github',
      authorizationUrl: `${site}/login/oauth/authorize`,
      tokenUrl: `${site}/login/oauth/access_token`,
      scopes: ['read:user', 'user:email'],
      ...credentials,
      ...FOUND_ONLY,
      // A code that is good no more is an answer of 200, without a token. Null: back to the page of signing in.
      getUserInfo: async ({ accessToken }) => {
        if (!accessToken) return null;
        return await githubUser(api, accessToken).catch((error: unknown) => {
          onTrouble('who somebody is at GitHub', error);
          return null;
        });
      },
    });
  }
  return configs;
}

/** `google`, `microsoft`, `github`: those that are on. */
export const providerNames = (providers: Providers): string[] =>
  Object.entries(providers).flatMap(([name, one]) => (one ? [name] : []));
