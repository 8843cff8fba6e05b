import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { bytes, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import { erasePerson as erase, listPersonRequests as list, noteRequest } from '#domain/privacy/erase-person.ts';
import { findPerson as find, exportPerson as take } from '#domain/privacy/find-person.ts';

const body = z.strictObject({
  person: z.string().trim().min(1).max(320).describe('An e-mail, a phone, a chat’s id'),
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
  tag: 'Privacy',
  summary: 'Where one person is found, in all that is kept',
  description: 'A POST, so that no address stands in logs. Values of runs are searched; contents of files are not.',
  body,
  output: { 200: z.object({ counts, openRuns: z.number().describe('That have not ended') }) },
  scopes: ['security:read'],
  handle: async ({ caller, body: { person } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => find(db, person))),
});

export const exportPerson = route({
  method: 'post',
  path: '/persons/export',
  tag: 'Privacy',
  summary: 'All that is kept of one person, as JSON: rows by table',
  body,
  media: 'application/json',
  scopes: ['security:write'],
  handle: async ({ caller, body: { person } }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const rows = await take(db, person);
      const sums = Object.fromEntries(Object.entries(rows).map(([table, some]) => [table, some.length]));
      await noteRequest(db, person, { kind: 'export', counts: sums, by: caller.principal });
      return rows;
    });
    const text = Buffer.from(JSON.stringify(found, null, 2));
    return bytes(text, fileHeaders({ name: 'person.json', type: 'application/json' }, false));
  },
});

export const erasePerson = route({
  method: 'post',
  path: '/persons/erase',
  tag: 'Privacy',
  summary: 'Erase one person, for good',
  description:
    'Conversations, events, rows of tables and values under their key are deleted; runs of theirs keep how they went, and lose what they carried. 409 while runs of theirs go on. The answer is the receipt. What they refused stays refused.',
  body,
  output: { 200: request },
  errors: ['conflict'],
  scopes: ['security:write'],
  handle: async ({ caller, body: { person } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => erase(db, person, caller.principal))),
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
