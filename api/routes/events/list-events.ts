import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { listEvents as list } from '#domain/events/list-events.ts';

const event = z.object({
  id: id('evt'),
  name: z.string(),
  key: z.string().nullable(),
  data: json,
  source: z.string().describe('`api`, a connector, `trama`'),
  externalId: z.string().nullable().describe("The sender's own id"),
  receivedAt: instant,
  started: z.array(id('run')).describe('Runs that it began'),
  reached: z.array(id('run')).describe('Runs that waited for it when it came'),
});

export const listEvents = route({
  method: 'get',
  path: '/events',
  tag: 'Events',
  summary: 'Events of the last 30 days, newest first',
  description: 'Events that were sent to one run alone are in its trace.',
  query: pageQuery.extend({
    name: z.string().max(200).optional().describe('What the name begins with'),
    key: z.string().max(500).optional(),
  }),
  output: { 200: page(event) },
  scopes: ['events:read'],
  handle: async ({ caller, query: { cursor, limit, ...filters } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, filters, { cursor, limit }))),
});
