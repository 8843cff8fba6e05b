import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { databaseUrls } from '#scripts/databases.ts';
import { type FreshDatabase, freshDatabase } from '#tests/fresh-database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

test('many processes that start at once make the roles one after the other, and none fails', async () => {
  const superuser = new URL(inject('templateDatabase').superuser);
  superuser.pathname = new URL(fresh.urls.app).pathname;
  const seed = decodeURIComponent(superuser.password);
  const starts = Array.from({ length: 8 }, () => databaseUrls(readEnv({}), superuser.href, seed));
  expect(new Set((await Promise.all(starts)).map(({ app }) => app))).toEqual(new Set([fresh.urls.app]));
});
