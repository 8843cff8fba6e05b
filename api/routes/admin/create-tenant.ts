import { z } from 'zod';
import { created } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { PLANS } from '#config/plans.ts';
import { findTenants } from '#domain/access/operator-lists.ts';
import { formatId } from '#domain/ids.ts';
import { emailAddress } from '#domain/mail/email-address.ts';
import { createTenant as create } from '#domain/tenants/create-tenant.ts';
import { operatorTenant } from './operator-tenant.ts';

/** The operator themself, where nobody is named. @throws `invalid`: the token is nobody who could own something */
const ownerOf = (email: string | undefined, by: string) => {
  if (email !== undefined) return { email };
  const userId = by.slice('operator:'.length);
  if (userId.startsWith('usr_')) return { userId };
  throw fail(
    'invalid',
    'Diga em owner o e-mail de quem será dono da conta.',
    'Say in owner the e-mail of whoever shall own the tenant.',
  );
};

export const createTenant = operatorRoute({
  method: 'post',
  path: '/admin/tenants',
  tag: 'Operators',
  summary: 'Make a tenant for somebody, among all others or in a schema of its own',
  description:
    'The owner comes into this installation already; left out, it is the operator. `place` left out: as the settings say for the plan. A tenant with a schema of its own is let in when that stands, in seconds; until then its calls get 503 `unavailable`, and `move` says how far it is.',
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    owner: emailAddress.optional(),
    plan: z.enum(PLANS).default('FREE'),
    place: z.enum(['shared', 'own']).optional(),
    reason: z.string().trim().min(3).max(300),
  }),
  output: { 201: operatorTenant },
  errors: ['not_found', 'conflict', 'invalid'],
  idempotent: true,
  handle: async ({ body: { owner, place, ...body }, by, resourceId }, { database, settings }) => {
    const usual = settings.ownSchemaPlans?.includes(body.plan) ? 'own' : 'shared';
    const own = resourceId === undefined ? undefined : formatId('ten', resourceId);
    const given = { ...body, id: own, owner: ownerOf(owner, by), place: place ?? usual, by } as const;
    const id = await create(database, given);
    const [made] = await findTenants(database.admin, { q: id });
    return created('/v1/admin/tenants', made);
  },
});
