import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { flowRef } from '#api/schemas/flow.ts';
import {
  pauseSchedule as pause,
  resumeSchedule as resume,
  viewSchedule as view,
} from '#domain/schedules/schedule-view.ts';

const instant = z.iso.datetime();

const scheduleView = z.object({
  flowId: z.string(),
  version: z.number().int(),
  next: z.array(instant).describe('The next firings, at most five; none while it is paused'),
  pausedAt: instant.nullable(),
  last: z
    .object({
      dueAt: instant,
      firedAt: instant,
      outcome: z.string().describe('What it became: started, queued, skipped, delivered, replacing or failed'),
      runId: z.string().nullable(),
    })
    .nullable(),
  missed: z
    .object({ count: z.number().int(), lastAt: instant.nullable() })
    .describe(
      'Due while nothing ran, and older than `catchup`: not made up for. Each time the event `trama.schedule.missed` tells',
    ),
});

const about = { tag: 'Flows', params: flowRef, output: { 200: scheduleView } } as const;

export const getSchedule = route({
  ...about,
  method: 'get',
  path: '/flows/{flow}/schedule',
  summary: 'How the published schedule stands: next five times, last firing, misses',
  scopes: ['flows:read'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => view(db, params.flow))),
});

export const pauseSchedule = route({
  ...about,
  method: 'post',
  path: '/flows/{flow}/schedule/pause',
  summary: 'Let the schedule rest; open runs go on',
  scopes: ['flows:write'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => pause(db, params.flow, caller.principal))),
});

export const resumeSchedule = route({
  ...about,
  method: 'post',
  path: '/flows/{flow}/schedule/resume',
  summary: 'Let the schedule fire again, from its next time on',
  scopes: ['flows:write'],
  handle: async ({ caller, params }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => resume(db, params.flow, caller.principal))),
});
