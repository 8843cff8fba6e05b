import type { BetterAuthPlugin } from 'better-auth';
import { APIError } from 'better-auth/api';
import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins';

type AuthContext = Parameters<NonNullable<BetterAuthPlugin['init']>>[0];
type Provider = AuthContext['socialProviders'][number];

/** A person waits in front of a button. */
const PATIENCE_MS = 5_000;

const away = (): APIError => new APIError('SERVICE_UNAVAILABLE', { code: 'PROVIDER_AWAY' });

/**
 * The library reads each provider's discovery document before it answers anybody at all, and does without one that it could
 * not read until the process ends. Here the document is read when somebody first goes there, and again until it was:
 * whoever comes by password waits for no provider.
 */
export function lateProviders(configs: readonly GenericOAuthConfig[]): BetterAuthPlugin {
  return {
    id: 'trama-late-providers',
    init: (ctx) => ({
      context: { socialProviders: [...configs.map((config) => lateProvider(config, ctx)), ...ctx.socialProviders] },
    }),
  };
}

function lateProvider(config: GenericOAuthConfig, ctx: AuthContext): Provider {
  let known: Provider | undefined;
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    const made = await genericOAuth({ config: [config] }).init({ ...ctx, socialProviders: [] });
    known = made.context.socialProviders.find(({ id }) => id === config.providerId);
  };
  const found = async (): Promise<Provider> => {
    if (known) return known;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => {
      timer = setTimeout(done, PATIENCE_MS);
    });
    await Promise.race([asking, late]).finally(() => clearTimeout(timer));
    if (!known) throw away();
    return known;
  };
  const { providerId, disableSignUp = false, disableImplicitSignUp = false, requireIdTokenVerification } = config;
  return {
    id: providerId,
    name: providerId,
    accountSubject: async (told) => (await found()).accountSubject(told),
    // Known before the document is: what is asked of a token that names who somebody is.
    requiresIdTokenNonce: requireIdTokenVerification ?? false,
    get issuer() {
      return known?.issuer;
    },
    createAuthorizationURL: async (data) => (await found()).createAuthorizationURL(data),
    validateAuthorizationCode: async (data) => (await found()).validateAuthorizationCode(data),
    getUserInfo: async (tokens) => (await found()).getUserInfo(tokens),
    disableImplicitSignUp,
    disableSignUp,
    options: { disableSignUp },
  } as Provider;
}
