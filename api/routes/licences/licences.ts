import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { may } from '#api/frame/caller.ts';
import { type Route, route } from '#api/frame/route.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { id, instant } from '#api/schemas/common.ts';
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
  errors: ['plan_required', 'limit_exceeded'],
  scopes: ['tenant:read'],
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
  errors: ['unauthorized', 'plan_required', 'limit_exceeded', 'rate_limited'],
  scopes: 'public',
  handle: async ({ body, request }, deps) => {
    const nowMs = deps.now();
    const allowance = deps.inviteTries.take(`licence ${placeOf(request.ip)}`, nowMs);
    if (!allowance.allowed)
      throw tooMany(deps.inviteTries.rule, allowance, nowMs, [
        'Pedidos demais. Espere um pouco.',
        'Too many requests. Wait a little.',
      ]);
    return ok(await refresh(partsOf(deps), { document: body.licence, machine: body.machine }));
  },
});

const listLicences = route({
  method: 'get',
  path: '/licences',
  tag,
  summary: 'Computers that may work without a connection, newest first',
  output: {
    200: z.object({
      data: z.array(
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
      ),
      machines: z.int().describe('How many may be active at once; -1: as many as one likes'),
    }),
  },
  scopes: ['tenant:read'],
  handle: async ({ caller }, { database, now }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => list(db, now()))),
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

/** Computers that work without a connection (docs/billing.md). */
export const licenceRoutes: readonly Route[] = [refreshLicence, activateLicence, listLicences, revokeLicence];
