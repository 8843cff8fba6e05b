import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { accepted, created, noContent, ok } from '#api/frame/answer.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { type Route, route } from '#api/frame/route.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { createLicenceSigner } from '#domain/licences/licence-signer.ts';
import {
  APPS,
  activateMachine,
  type LicenceDeps,
  listLicences as list,
  refreshLicence as refresh,
  revokeLicence as revoke,
} from '#domain/licences/licences.ts';
import { claimLifetime, provenEmail } from '#domain/licences/lifetime/claim-lifetime.ts';

const tag = 'Licences';
const machine = z
  .string()
  .trim()
  .min(8)
  .max(200)
  .describe('What names the computer, the same each time; only its hash is kept');

const givenLicence = z.object({
  id: id('lic'),
  document: z.string().describe('The signed licence, a compact JWS: to be kept, and verified without a connection'),
  expiresAt: instant,
  graceUntil: instant.describe('Until then it counts, with a warning'),
});

const partsOf = ({ database, now }: ApiDeps): LicenceDeps => ({
  withTenant: database.withTenant,
  signer: createLicenceSigner(database.key),
  nowMs: now(),
});

/** Whoever guesses licences or keys has few tries. @throws `rate_limited` */
function refuseFlood({ inviteTries, now }: ApiDeps, who: string): void {
  const nowMs = now();
  const allowance = inviteTries.take(who, nowMs);
  if (allowance.allowed) return;
  throw tooMany(inviteTries.rule, allowance, nowMs, [
    'Pedidos demais. Espere um pouco.',
    'Too many requests. Wait a little.',
  ]);
}

const activateLicence = route({
  method: 'post',
  path: '/licences',
  tag,
  summary: 'Let a computer work without a connection',
  description:
    'Gives a signed document, which programs verify by the public keys at `/.well-known/trama-licences.json`. As many computers as the plan allows are active at once; asked again, an active one gets a fresh document.',
  body: z.strictObject({
    machine,
    name: z.string().trim().min(1).max(100).describe('As people call the computer'),
    app: z.enum(APPS).default('desktop'),
  }),
  output: { 201: givenLicence },
  errors: ['plan_required', 'payment_due', 'limit_exceeded'],
  scopes: ['tenant:read'],
  idempotent: true,
  handle: async ({ caller, body }, deps) => {
    const given = await activateMachine(partsOf(deps), caller.tenant.id, { ...body, by: caller.principal });
    return created('/v1/licences', given);
  },
});

const refreshLicence = route({
  method: 'post',
  path: '/licences/refresh',
  tag,
  summary: 'Get a fresh document for a computer that is active',
  description:
    'The document that the computer has, expired or not, is the credential. What the plan says now counts; one that was revoked gets nothing.',
  body: z.strictObject({ licence: z.string().min(20).max(4_000), machine }),
  output: { 200: givenLicence },
  errors: ['unauthorized', 'plan_required', 'payment_due', 'limit_exceeded', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    refuseFlood(deps, `licence ${placeOf(request.ip)}`);
    return ok(await refresh(partsOf(deps), { document: body.licence, machine: body.machine }));
  },
});

const listLicences = route({
  method: 'get',
  path: '/licences',
  tag,
  summary: 'Computers that may work without a connection, newest first',
  query: pageQuery,
  output: {
    200: page(
      z.object({
        id: id('lic'),
        name: z.string(),
        app: z.enum(APPS),
        by: z.string().describe('Who activated it'),
        status: z.enum(['active', 'expired', 'revoked']),
        activatedAt: instant,
        refreshedAt: instant,
        expiresAt: instant,
        graceUntil: instant,
        revokedAt: instant.nullable(),
      }),
    ).extend({ machines: z.int().describe('How many may be active at once; -1: as many as one likes') }),
  },
  scopes: ['tenant:read'],
  handle: async ({ caller, query }, { database, now }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => list(db, now(), query))),
});

const revokeLicence = route({
  method: 'delete',
  path: '/licences/{licence}',
  tag,
  summary: 'Take a computer off: its next refresh is refused',
  description:
    'Whoever may change the tenant takes off any; others what they activated themselves. Without a connection its document counts until its end.',
  params: z.object({ licence: id('lic') }),
  output: { 204: z.null() },
  errors: ['not_found'],
  scopes: ['tenant:read'],
  handle: async ({ caller, params }, { database }) => {
    const by = caller.principal;
    const only = may(caller, 'tenant:write') ? null : by;
    await database.withTenant(caller.tenant.id, (db) => revoke(db, params.licence, { by, only }));
    return noContent();
  },
});

const claimLicence = route({
  method: 'post',
  path: '/licences/lifetime/claim',
  tag,
  summary: 'Turn a licence that was bought for life into a year of BUSINESS',
  description:
    'Proved by its key, or by having signed in with the address that bought it. Once: a second claim is 409. The plan comes within seconds, by `request`.',
  body: z.strictObject({ key: z.string().trim().min(8).max(200).optional() }),
  output: {
    202: z.object({ id: id('lif'), product: z.string(), request: id('sreq'), until: instant }),
  },
  errors: ['not_found', 'conflict', 'forbidden', 'rate_limited'],
  scopes: ['billing:write'],
  idempotent: true,
  handle: async ({ caller, body, resourceId }, deps) => {
    refuseFlood(deps, `claim ${caller.tenant.id}`);
    const proof = body.key === undefined ? { email: await emailOf(caller, deps) } : { key: body.key };
    const claim = { proof, by: caller.principal, nowMs: deps.now(), call: resourceId };
    return accepted(await claimLifetime(deps.database, caller.tenant.id, claim));
  },
});

/** An address proves something where its own person sits there, and has shown that it is theirs. @throws `forbidden` */
async function emailOf(caller: Caller, { database }: ApiDeps): Promise<string> {
  const { userId, impersonator, sso } = caller;
  const email = userId === null || impersonator !== null || sso ? null : await provenEmail(database.admin, userId);
  if (email !== null) return email;
  throw fail(
    'forbidden',
    'Mande a chave da licença, ou entre com o e-mail que a comprou, por senha ou link.',
    'Send the key of the licence, or sign in with the address that bought it, by password or link.',
  );
}

/** Computers that work without a connection, and licences for life (docs/billing.md). */
export const licenceRoutes: readonly Route[] = [
  ...[refreshLicence, claimLicence],
  ...[activateLicence, listLicences, revokeLicence],
];
