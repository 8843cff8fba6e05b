import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { ok, pieces } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import { erasePerson as erase, listPersonRequests as list, noteRequest } from '#domain/privacy/erase-person.ts';
import { exportPerson } from '#domain/privacy/export-person.ts';
import { findPerson as find } from '#domain/privacy/find-person.ts';
import { freshOwner } from './owner.ts';

const body = z.strictObject({
  person: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .describe('A whole e-mail, a phone or the number of a chat (8 to 15 digits), or `cnv_…`'),
});
const counts = z.record(z.string(), z.number()).describe('Rows by table');
const request = z.object({
  id: id('prq'),
  kind: z.enum(['export', 'erase']),
  counts,
  by: z.string(),
  at: instant,
});

export const findPerson = route({
  method: 'post',
  path: '/persons/find',
  timeoutMs: 120_000,
  tag: 'Privacy',
  summary: 'Where one person is found, in all that is kept',
  description: 'A POST, so that no address stands in logs. Values of runs are searched; contents of files are not.',
  body,
  output: { 200: z.object({ counts, openRuns: z.number().describe('That have not ended') }) },
  scopes: ['security:read'],
  handle: async ({ caller, body: { person } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => find(db, person))),
});

export const takePerson = route({
  method: 'post',
  path: '/persons/export',
  timeoutMs: 120_000,
  tag: 'Privacy',
  summary: 'All that is kept of one person, as JSON: rows by table',
  description: 'Streamed. `truncated` at its end is true where there was more than 100 MB.',
  body,
  media: 'application/json',
  scopes: ['security:write'],
  handle: async ({ caller, body: { person } }, deps) => {
    await deps.database.withTenant(caller.tenant.id, async (db) => {
      const { counts: found } = await find(db, person);
      await noteRequest(db, person, { kind: 'export', counts: found, by: caller.principal });
    });
    const texts = exportPerson(deps.database, caller.tenant.id, person);
    return pieces(texts, fileHeaders({ name: 'person.json', type: 'application/json' }, false));
  },
});

export const erasePerson = route({
  method: 'post',
  path: '/persons/erase',
  timeoutMs: 120_000,
  tag: 'Privacy',
  summary: 'Erase one person, for good',
  description:
    'For an owner in person, signed in within the last 30 minutes. Conversations, events, rows of tables and values under their key are deleted; runs of theirs keep how they went, and lose what they carried. 409 under a legal hold, and while runs of theirs go on. The answer is the receipt. What they refused stays refused.',
  body,
  output: { 200: request },
  errors: ['sign_in_again', 'conflict'],
  scopes: ['security:write'],
  handle: async ({ caller, body: { person } }, deps) => {
    const by = `user:${await freshOwner(deps.database.admin, caller)}`;
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => erase(db, person, by)));
  },
});

export const listPersonRequests = route({
  method: 'get',
  path: '/persons/requests',
  tag: 'Privacy',
  summary: 'What was done for people who asked for their data; without the people',
  output: { 200: z.object({ data: z.array(request) }) },
  scopes: ['security:read'],
  handle: async ({ caller }, deps) => ok({ data: await deps.database.withTenant(caller.tenant.id, list) }),
});
