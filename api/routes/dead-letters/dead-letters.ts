import { z } from 'zod';
import { replayLetter } from '#api/dead-letters/replay.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, json, page, pageQuery } from '#api/schemas/common.ts';
import { LETTER_KINDS, LETTER_STATES } from '#domain/dead-letters/dead-letter.ts';
import { listLetters, readLetter } from '#domain/dead-letters/read-letters.ts';
import { holdLetter, settleLetter } from '#domain/dead-letters/settle-letter.ts';

const letter = z.object({
  id: id('dlt'),
  kind: z.enum(LETTER_KINDS),
  ref: z.string(),
  title: z.string(),
  reason: z.string().describe('A code, or what was said when it failed'),
  tries: z.int(),
  state: z.enum(LETTER_STATES),
  firstAt: instant,
  lastAt: instant,
  settledAt: instant.nullable(),
  settledBy: z.string().nullable(),
});

const letterRef = z.object({ letter: id('dlt') });

export const listDeadLetters = route({
  method: 'get',
  path: '/dead-letters',
  tag: 'Dead letters',
  summary: 'What could not be taken in or delivered, newest first',
  query: pageQuery.extend({ state: z.enum(LETTER_STATES).optional(), kind: z.enum(LETTER_KINDS).optional() }),
  output: { 200: page(letter) },
  scopes: ['runs:read'],
  handle: async ({ caller, query: { cursor, limit, ...filter } }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => listLetters(db, filter, { cursor, limit }))),
});

export const getDeadLetter = route({
  method: 'get',
  path: '/dead-letters/{letter}',
  tag: 'Dead letters',
  summary: 'One of them, with what is in it',
  params: letterRef,
  output: { 200: letter.extend({ payload: json }) },
  scopes: ['runs:read'],
  handle: async ({ caller, params }, { database }) =>
    ok(await database.withTenant(caller.tenant.id, (db) => readLetter(db, params.letter))),
});

export const replayDeadLetter = route({
  method: 'post',
  path: '/dead-letters/{letter}/replay',
  tag: 'Dead letters',
  summary: 'Try it once more',
  description: 'What fails again leaves it open, and says why.',
  params: letterRef,
  body: z.object({}),
  output: { 200: letter },
  errors: ['conflict'],
  scopes: ['runs:write'],
  idempotent: true,
  handle: async ({ caller, params }, deps) => ok(await replayLetter(deps, caller, params.letter)),
});

export const discardDeadLetter = route({
  method: 'post',
  path: '/dead-letters/{letter}/discard',
  tag: 'Dead letters',
  summary: 'Give it up for good',
  params: letterRef,
  body: z.object({}),
  output: { 200: letter },
  errors: ['conflict'],
  scopes: ['runs:write'],
  idempotent: true,
  handle: async ({ caller, params }, { database }) =>
    ok(
      await database.withTenant(caller.tenant.id, async (db) => {
        const { row } = await holdLetter(db, params.letter);
        return settleLetter(db, row, 'discarded', caller.principal);
      }),
    ),
});
