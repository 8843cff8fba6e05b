import { expect, test } from 'vitest';
import { routes } from '#api/routes/routes.ts';
import { namesOfNoCall, operationId } from './operation-id.ts';

test('each call has a name of its own, of a resource and a deed, and each chosen name stands for a call', () => {
  const names = routes.map(operationId);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(name))).toEqual([]);
  expect(namesOfNoCall(routes)).toEqual([]);
});

test('names follow from the path where nobody chose better', () => {
  const byCall = new Map(routes.map((route) => [`${route.method} ${route.path}`, operationId(route)]));
  expect(byCall.get('get /runs')).toBe('runs.list');
  expect(byCall.get('get /flows/{flow}/versions/{version}')).toBe('flows.getVersion');
  expect(byCall.get('post /flows/{flow}/schedule/pause')).toBe('flows.pauseSchedule');
  expect(byCall.get('post /flows/{flow}/runs')).toBe('runs.start');
});
