import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { instant } from '#api/schemas/common.ts';
import { flowRef } from '#api/schemas/flow.ts';
import { listeningOf } from '#domain/flows/listening.ts';

export const getListening = route({
  method: 'get',
  path: '/flows/{flow}/listening',
  tag: 'Versions',
  summary: 'What the published version listens to, how that stands, and which runs are open',
  params: flowRef,
  output: {
    200: z.object({
      version: z.int().nullable(),
      type: z.string().nullable().describe('Of the trigger; null: nothing is published'),
      state: z.enum(['off', 'publishing', 'live', 'failed']),
      why: z.string().nullable().describe('Of `failed`: `no_account`, `receive_off`, or what the other side says'),
      webhook: z.string().nullable().describe('Where others call it'),
      connection: z.string().nullable().describe('By which messages come in'),
      nextAt: instant.nullable(),
      openRuns: z.array(z.object({ version: z.int(), runs: z.int() })).describe('Without tests, newest version first'),
    }),
  },
  scopes: ['flows:read'],
  handle: async ({ caller, params, request }, deps) => {
    const { path, ...rest } = await deps.database.withTenant(caller.tenant.id, (db) => listeningOf(db, params.flow));
    const base = deps.settings.hooksUrl ?? deps.settings.publicUrl ?? request.origin;
    const address = path?.split('/').map(encodeURIComponent).join('/');
    return ok({ ...rest, webhook: path === null ? null : `${base}/hooks/${caller.tenant.slug}/${address}` });
  },
});
