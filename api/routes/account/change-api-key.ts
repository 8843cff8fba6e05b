import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { apiKey } from '#api/schemas/api-key.ts';
import { givenInstant } from '#api/schemas/common.ts';
import { getApiKey } from '#domain/identity/api-keys.ts';
import {
  changeApiKey as change,
  endPreviousSecret as end,
  rotateApiKey as rotate,
} from '#domain/identity/change-api-key.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { keyFields, keyParams, refuseMore } from './api-keys.ts';

const MOST_BODIES_MS = 72 * 3_600_000;
const MOST_OVERLAP_HOURS = 30 * 24;

/** Who changes a key, or takes a secret of it, has its rights from then on: so they need them before. */
const refuseStronger = async (db: TenantDb, caller: Caller, key: string): Promise<void> =>
  refuseMore(caller, (await getApiKey(db, key)).scopes);

export const changeApiKey = route({
  method: 'patch',
  path: '/api-keys/{key}',
  tag: 'Keys',
  summary: 'Change a key’s name, rights, expiry, addresses, limit, or whether bodies are logged',
  params: keyParams,
  body: z
    .object({
      ...keyFields,
      keepBodiesUntil: givenInstant.nullable().describe('At most 72 hours ahead; null: bodies are not kept'),
    })
    .partial(),
  output: { 200: apiKey },
  errors: ['conflict'],
  scopes: ['keys:write'],
  handle: async ({ caller, params, body }, deps) => {
    refuseMore(caller, body.scopes ?? []);
    const until = body.keepBodiesUntil;
    if (until && Date.parse(until) > deps.now() + MOST_BODIES_MS)
      throw fail('invalid', 'Corpos são guardados por até 72 horas.', 'Bodies are kept for 72 hours at most.');
    const view = await deps.database.withTenant(caller.tenant.id, async (db) => {
      await refuseStronger(db, caller, params.key);
      return change(db, params.key, body, caller.principal);
    });
    return ok(view);
  },
});

export const rotateApiKey = route({
  method: 'post',
  path: '/api-keys/{key}/rotate',
  tag: 'Keys',
  summary: 'Give a key a new secret, while the old one works on for a time',
  description: 'The new secret is in this answer alone. `overlapHours: 0` ends the old one at once.',
  params: keyParams,
  body: z.object({ overlapHours: z.number().int().min(0).max(MOST_OVERLAP_HOURS).default(24) }),
  output: { 200: apiKey.extend({ key: z.string() }) },
  errors: ['conflict'],
  scopes: ['keys:write'],
  idempotent: true,
  handle: async ({ caller, params, body }, deps) => {
    const { key, view } = await deps.database.withTenant(caller.tenant.id, async (db) => {
      await refuseStronger(db, caller, params.key);
      return rotate(db, params.key, body.overlapHours, caller.principal);
    });
    return ok({ ...view, key });
  },
});

export const endPreviousSecret = route({
  method: 'delete',
  path: '/api-keys/{key}/previous',
  tag: 'Keys',
  summary: 'End the secret of before the last rotation now',
  params: keyParams,
  output: { 200: apiKey },
  scopes: ['keys:write'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => end(db, params.key, caller.principal))),
});
