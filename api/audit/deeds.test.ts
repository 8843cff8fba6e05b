import { expect, test } from 'vitest';
import { routes } from '#api/routes/routes.ts';
import { DEEDS } from './deeds.ts';
import { deedsFit, isDeed } from './deeds-fit.ts';

const changing = routes
  .filter(({ method }) => method !== 'get')
  .map(({ method, path }) => `${method.toUpperCase()} ${path}`);

test('every call that changes something says what it writes into the audit, or why nothing; and no row is of a call that is gone', () => {
  expect(Object.keys(DEEDS).toSorted()).toEqual([...new Set(changing)].toSorted());
});

test('a deed that was not written, or that nobody announced, is found', () => {
  const publish = { method: 'post', path: '/flows/{flow}/publish' } as const;
  expect(() => deedsFit(publish, ['flow.publish'])).not.toThrow();
  expect(() => deedsFit(publish, [])).toThrow('wrote nothing');
  expect(() => deedsFit(publish, ['flow.archive'])).toThrow('flow.archive');
  expect(() => deedsFit({ method: 'post', path: '/flows' }, [])).not.toThrow();
  expect(() => deedsFit({ method: 'post', path: '/flows/validate' }, ['x'])).toThrow('x');
});

test('what only asks, reads or moves data makes nobody forget what a key may; what changes rights does', () => {
  const deed = (method: 'get' | 'post' | 'delete', path: string) => isDeed({ method, path });
  expect([deed('get', '/flows'), deed('post', '/graphql'), deed('post', '/session')]).toEqual([false, false, false]);
  expect([deed('delete', '/api-keys/{key}'), deed('post', '/admin/tenants/{tenant}/suspend')]).toEqual([true, true]);
});
