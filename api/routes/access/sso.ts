import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { type RequestFacts, route } from '#api/frame/route.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { id, instant } from '#api/schemas/common.ts';
import { beginSso, browserCookie, nameBrowser } from '#api/sso/begin-sso.ts';
import { discoverOidc } from '#api/sso/oidc.ts';
import { certificateView, readIdpMetadata, samlConfig } from '#api/sso/saml-metadata.ts';
import { pathOfOurs, ssoAddresses } from '#api/sso/sso-addresses.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { ssoOfEmail, tenantOfSso } from '#domain/sso/find-sso.ts';
import {
  getSsoProvider,
  removeSso as remove,
  type SsoConfig,
  type SsoProvider,
  setSsoProvider,
  ssoIdOf,
  switchSso as turn,
} from '#domain/sso/sso-provider.ts';

const address = z.string().trim().min(8).max(2_000);

const given = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oidc'),
    issuer: address.describe('As the provider writes it; its discovery document is read below it'),
    clientId: z.string().trim().min(1).max(500),
    clientSecret: z.string().min(1).max(2_000).optional().describe('Kept, where it is left out and goes where it went'),
  }),
  z.strictObject({
    kind: z.literal('saml'),
    metadata: z.string().min(1).max(200_000).optional().describe('XML of the provider; in place of the other three'),
    entityId: z.string().trim().min(1).max(1_000).optional(),
    entryPoint: address.optional().describe('HTTP-Redirect'),
    certificates: z.array(z.string().max(20_000)).min(1).max(10).optional().describe('PEM, or bare base64'),
  }),
]);

const addresses = z
  .object({ callback: z.string(), acs: z.string(), entityId: z.string(), metadata: z.string() })
  .describe('What the provider is told: `callback` for OpenID Connect, the others for SAML');

const view = z.object({
  id: id('sso'),
  kind: z.enum(['oidc', 'saml']),
  issuer: z.string().describe('The provider’s own name'),
  clientId: z.string().nullable(),
  revision: z.int().describe('Of the set-up; whoever switches it on says which one they mean'),
  entryPoint: z.string().describe('Where people are sent to'),
  certificates: z.array(z.object({ fingerprint: z.string(), notAfter: instant })),
  addresses,
  test: z
    .object({ at: instant, ok: z.boolean(), email: z.string().nullable(), problem: z.string().nullable() })
    .nullable()
    .describe('How the last try went'),
  testedAt: instant.nullable().describe('When one last went well, as it is set up now'),
  enabledAt: instant.nullable(),
  required: z.boolean(),
});

const viewOf = (provider: SsoProvider, deps: ApiDeps, { origin }: RequestFacts): z.infer<typeof view> => {
  const { id: name, config, revision, test, testedAt, enabledAt, required } = provider;
  const oidc = config.kind === 'oidc';
  return {
    ...{ id: name, kind: config.kind, revision, test, testedAt, enabledAt, required },
    issuer: oidc ? config.issuer : config.entityId,
    clientId: oidc ? config.clientId : null,
    entryPoint: oidc ? config.authorizationEndpoint : config.entryPoint,
    certificates: oidc ? [] : config.certificates.map(certificateView),
    addresses: ssoAddresses(deps, name, origin),
  };
};

const missing = (pointer: string) =>
  fail('invalid', 'Falta um campo.', 'A field is missing.', {
    errors: [{ pointer, code: 'required', message: { pt: 'Falta este campo.', en: 'This field is missing.' } }],
  });

/** @throws `invalid` */
async function configIn(body: z.infer<typeof given>, deps: ApiDeps): Promise<SsoConfig> {
  if (body.kind === 'oidc') return discoverOidc(deps.actions.dial, body.issuer, body.clientId);
  const { metadata, entityId, entryPoint, certificates } = body;
  if (metadata !== undefined) return readIdpMetadata(metadata);
  if (!entityId) throw missing('/entityId');
  if (!entryPoint) throw missing('/entryPoint');
  if (!certificates) throw missing('/certificates');
  return samlConfig({ entityId, entryPoint, certificates });
}

/** Whoever chooses the provider could come in as anybody of the company: only those who may do everything say yes to it. */
function refuseButOwners({ role, impersonator }: Caller): void {
  if (role === 'owner' && impersonator === null) return;
  throw fail(
    'forbidden',
    'Só uma pessoa proprietária, na própria conta, liga o login único.',
    'Only an owner, in their own place, switches single sign-on on.',
  );
}

/**
 * What a provider sends people back to, and what an assertion is made for, follows from our address: it is never what a
 * request says of itself.
 */
function refuseUnnamed({ settings: { production, publicUrl } }: ApiDeps): void {
  if (!production || publicUrl !== null) return;
  throw fail(
    'forbidden',
    'Quem opera a Trama precisa definir PUBLIC_URL antes.',
    'Whoever runs Trama has to set PUBLIC_URL before.',
  );
}

export const getSso = route({
  method: 'get',
  path: '/sso',
  tag: 'People',
  summary: 'The tenant’s own way to sign in',
  output: { 200: z.object({ provider: view.nullable(), addresses }) },
  scopes: ['security:read'],
  handle: async ({ caller, request }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, async (db) => ({
      provider: await getSsoProvider(db),
      id: ssoIdOf(db),
    }));
    const provider = found.provider && viewOf(found.provider, deps, request);
    return ok({ provider, addresses: ssoAddresses(deps, found.id, request.origin) });
  },
});

export const setSso = route({
  method: 'put',
  path: '/sso',
  tag: 'People',
  summary: 'Set the provider that lets people in',
  description:
    'Whatever changes whose word is believed switches it off until it was tried out again. The client secret is never shown again. The provider’s addresses are reached under the same rules as those of flows.',
  body: given,
  output: { 200: view },
  scopes: ['security:write'],
  handle: async ({ caller, body, request }, deps) => {
    refuseUnnamed(deps);
    const secret = body.kind === 'oidc' ? (body.clientSecret ?? null) : null;
    const config = await configIn(body, deps);
    const provider = await deps.database.withTenant(caller.tenant.id, (db) =>
      setSsoProvider(db, { config, secret, by: caller.principal }),
    );
    return ok(viewOf(provider, deps, request));
  },
});

export const switchSso = route({
  method: 'patch',
  path: '/sso',
  tag: 'People',
  summary: 'Switch single sign-on on or off, and say whether it is the only way in',
  description:
    'On: by an owner, once a try went well. Off: the sessions that it opened are over. `required` keeps out whoever comes by another way, but for owners behind a second step; one of them has to have it.',
  body: z.strictObject({
    enabled: z.boolean(),
    required: z.boolean(),
    revision: z.int().min(1).optional().describe('To switch on: of the set-up that was looked at; of another, 409'),
  }),
  output: { 200: view },
  errors: ['not_found', 'conflict'],
  scopes: ['security:write'],
  handle: async ({ caller, body, request }, deps) => {
    if (body.enabled) {
      refuseButOwners(caller);
      refuseUnnamed(deps);
      if (body.revision === undefined) throw missing('/revision');
    }
    const provider = await deps.database.withTenant(caller.tenant.id, (db) =>
      turn(db, { ...body, by: caller.principal }),
    );
    return ok(viewOf(provider, deps, request));
  },
});

export const removeSso = route({
  method: 'delete',
  path: '/sso',
  tag: 'People',
  summary: 'Forget the provider, and whom it knew',
  output: { 204: z.null() },
  errors: ['not_found'],
  scopes: ['security:write'],
  handle: async ({ caller }, deps) => {
    await deps.database.withTenant(caller.tenant.id, (db) => remove(db, caller.principal));
    return noContent();
  },
});

const way = z.object({ url: z.string().nullable().describe('Where the browser goes to; null: by another way') });

const withBrowser = (request: RequestFacts, deps: ApiDeps) => {
  const browser = nameBrowser(request.header('cookie'));
  const secure = deps.settings.production || request.origin.startsWith('https:');
  return { browser, headers: { 'Set-Cookie': browserCookie(browser, secure) } };
};

export const testSso = route({
  method: 'post',
  path: '/sso/test',
  tag: 'People',
  summary: 'Try the set-up out, in this browser',
  description: 'It lets nobody in: how it went stands in the set-up afterwards.',
  output: { 200: way },
  errors: ['not_found'],
  scopes: ['security:write'],
  handle: async ({ caller, request }, deps) => {
    if (caller.sessionId === null)
      throw fail('forbidden', 'Isto se testa num navegador.', 'This is tried out in a browser.');
    const { browser, headers } = withBrowser(request, deps);
    const url = await beginSso(deps, {
      ...{ tenantId: caller.tenant.id, origin: request.origin, browser, returnTo: '/settings/access' },
      ...{ sessionId: caller.sessionId, email: null },
    });
    if (url === null) throw fail('not_found', 'Não há login único nesta conta.', 'There is no single sign-on here.');
    return ok({ url }, headers);
  },
});

/** Each way is a row for more than an hour: so many of one place at once, an office, then one in two seconds. */
const begun = new TokenBuckets({ burst: 60, perSecond: 1 / 2 });

function refuseFlood(ip: string, nowMs: number): void {
  const allowance = begun.take(placeOf(ip), nowMs);
  if (!allowance.allowed)
    throw tooMany(begun.rule, allowance, nowMs, [
      'Entradas demais. Espere um pouco.',
      'Too many ways in. Wait a little.',
    ]);
}

/** @throws `invalid` where neither is said */
const companyOf = ({ database: { admin } }: ApiDeps, email: string | null, provider: string | undefined) => {
  if (email !== null) return ssoOfEmail(admin, email);
  if (provider === undefined) throw missing('/email');
  return tenantOfSso(admin, provider);
};

export const signInBySso = route({
  method: 'post',
  path: '/session/sso',
  tag: 'Account',
  summary: 'Where the company of an address lets its people in',
  body: z.object({
    email: z.string().min(3).max(320).optional(),
    provider: id('sso').optional().describe('In place of an address: the provider that somebody says to come from'),
    returnTo: z.string().max(2_000).optional().describe('A path of ours to go to afterwards'),
  }),
  output: { 200: way },
  errors: ['rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    const email = body.email?.trim().toLowerCase() ?? null;
    const found = await companyOf(deps, email, body.provider);
    if (!found) return ok({ url: null });
    refuseFlood(request.ip, deps.now());
    const { browser, headers } = withBrowser(request, deps);
    const url = await beginSso(deps, {
      ...{ tenantId: found.tenantId, origin: request.origin, browser, returnTo: pathOfOurs(body.returnTo) },
      ...{ sessionId: null, email },
    });
    return ok({ url }, headers);
  },
});
