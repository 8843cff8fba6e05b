import { z } from 'zod';
import { created, noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id, instant } from '#api/schemas/common.ts';
import {
  listSavedViews as list,
  deleteSavedView as remove,
  saveView as save,
} from '#domain/saved-views/saved-views.ts';

const page = z.enum(['runs', 'flows']).describe('The list that it filters');
const given = z.object({
  page,
  name: z.string().trim().min(1).max(80),
  query: z.string().max(2_000).describe('What stands in the address behind the question mark'),
});
const savedView = given.extend({ id: id('viw'), createdAt: instant });

/** An API key has no lists to look at. @throws `forbidden` */
const personOf = ({ userId }: Caller): string => {
  if (userId === null)
    throw fail('forbidden', 'Filtros salvos são de pessoas: entre com uma sessão.', 'Views are for people: sign in.');
  return userId;
};

export const listSavedViews = route({
  method: 'get',
  path: '/saved-views',
  tag: 'Saved views',
  summary: 'The signed-in person’s filters of a list',
  query: z.object({ page }),
  output: { 200: z.object({ data: z.array(savedView) }) },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller, query }, { database }) => {
    const user = personOf(caller);
    return ok({ data: await database.withTenant(caller.tenant.id, (db) => list(db, user, query.page)) });
  },
});

export const saveView = route({
  method: 'post',
  path: '/saved-views',
  tag: 'Saved views',
  summary: 'Keep the filters of a list under a name; the same name again changes it',
  body: given,
  output: { 201: savedView },
  errors: ['forbidden', 'quota_exceeded'],
  scopes: [],
  idempotent: true,
  handle: async ({ caller, body }, { database }) => {
    const user = personOf(caller);
    const view = await database.withTenant(caller.tenant.id, (db) => save(db, user, body));
    return created(`/v1/saved-views/${view.id}`, view);
  },
});

export const deleteSavedView = route({
  method: 'delete',
  path: '/saved-views/{view}',
  tag: 'Saved views',
  summary: 'Forget it',
  params: z.object({ view: id('viw') }),
  output: { 204: z.null() },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller, params }, { database }) => {
    const user = personOf(caller);
    await database.withTenant(caller.tenant.id, (db) => remove(db, user, params.view));
    return noContent();
  },
});
