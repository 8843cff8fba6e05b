import { z } from 'zod';
import { accepted, noContent, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import { askDeletion as ask, getDeletion as get, takeDeletionBack as takeBack } from '#domain/tenants/ask-deletion.ts';
import { getErasureReceipt as getReceipt } from '#domain/tenants/erasure-receipt.ts';
import { freshOwner, ownerOf } from './owner.ts';

const view = z.object({
  askedAt: instant,
  dueAt: instant.describe('From here on it cannot be taken back'),
  by: z.string(),
  onHold: z.boolean().describe('A legal hold was set since: nothing is deleted while it stands, also behind `dueAt`'),
  receiptId: id('era').describe('Of the receipt that there will be: keep it, for nobody can sign in then'),
});

const GRACE_DAYS = 14;

export const askDeletion = route({
  method: 'post',
  path: '/tenant/deletion',
  tag: 'Privacy',
  summary: 'Ask that the tenant be deleted, with all that it has',
  description:
    'For an owner in person, signed in within the last 30 minutes, who types the name of the account. At once nothing starts any more, keys are dead and everybody else is signed out. Until `dueAt` it can be taken back; then everything is deleted, for good, and a signed receipt says so.',
  body: z.strictObject({ name: z.string().max(200).describe('The name of the account, as it is') }),
  output: { 202: view },
  errors: ['sign_in_again', 'conflict'],
  idempotent: true,
  scopes: ['tenant:write'],
  handle: async ({ caller, body }, deps) => {
    const userId = await freshOwner(deps.database.admin, caller);
    const asked = {
      name: body.name,
      days: deps.settings.deletionDays ?? GRACE_DAYS,
      by: `user:${userId}`,
      sessionId: caller.sessionId,
      nowMs: deps.now(),
    };
    return accepted(await ask(deps.database, caller.tenant.id, asked));
  },
});

export const getDeletion = route({
  method: 'get',
  path: '/tenant/deletion',
  tag: 'Privacy',
  summary: 'Whether the tenant is to be deleted, and when',
  output: { 200: z.object({ deletion: view.nullable(), days: z.int().describe('That one has to take it back') }) },
  scopes: ['tenant:read'],
  handle: async ({ caller }, deps) =>
    ok({
      deletion: await deps.database.withTenant(caller.tenant.id, get),
      days: deps.settings.deletionDays ?? GRACE_DAYS,
    }),
});

export const takeDeletionBack = route({
  method: 'delete',
  path: '/tenant/deletion',
  tag: 'Privacy',
  summary: 'Take the deletion back: triggers and keys are as they were',
  output: { 204: z.null() },
  errors: ['conflict'],
  scopes: ['tenant:write'],
  handle: async ({ caller }, deps) => {
    const by = `user:${ownerOf(caller)}`;
    await deps.database.withTenant(caller.tenant.id, (db) => takeBack(db, by));
    return noContent();
  },
});

export const getErasureReceipt = route({
  method: 'get',
  path: '/erasure-receipts/{receipt}',
  tag: 'Privacy',
  summary: 'The signed proof that a tenant was deleted, for whoever has its id',
  description:
    'Holds nothing personal. `hash` is SHA-256 of the receipt as JSON without spaces, its names in order of the alphabet; `signature` is Ed25519 of those 32 bytes. 404 until all is gone.',
  params: z.object({ receipt: id('era') }),
  output: {
    200: z.object({
      receipt: z.object({
        id: z.string(),
        subject: z.string().describe('What the tenant was'),
        askedAt: instant,
        beganAt: instant,
        endedAt: instant,
        counts: z
          .record(z.string(), z.number().nullable())
          .describe('Rows by table, and objects; null: too many to count'),
        kept: z
          .object({ invoices: z.int(), until: z.string().describe('The day on which the last one goes') })
          .optional()
          .describe('Invoices that the law wants to be kept, apart and without e-mails'),
      }),
      hash: z.string(),
      signature: z.string(),
      publicKey: z.string(),
      valid: z.boolean(),
    }),
  },
  scopes: 'public',
  handle: async ({ params }, deps) =>
    ok(await getReceipt(deps.database.admin, deps.operations.receipts, params.receipt)),
});
