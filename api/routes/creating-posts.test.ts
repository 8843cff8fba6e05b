import { expect, test } from 'vitest';
import { openApi } from '../frame/openapi.ts';
import { routes } from './routes.ts';

/** POSTs that make something and take no `Idempotency-Key`, each with its reason. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  '/session': 'signs in: whoever asks has no keys yet, and its cookie is kept nowhere',
  '/session/link': 'signs in: whoever asks has no keys yet, and a link is good once',
  '/sign-up': 'of a stranger, who has no keys: asked again it is another letter',
};

test('each POST that makes something takes an Idempotency-Key, or says why not', () => {
  const making = routes.filter(
    ({ method, output = {} }) => method === 'post' && ['201', '202'].some((status) => status in output),
  );
  const bare = making.filter(({ idempotent }) => !idempotent).map(({ path }) => path);
  expect(bare.toSorted()).toEqual(Object.keys(WITHOUT_KEY).toSorted());
  expect(making.length).toBeGreaterThan(40);
});

test('of a key it is known whose it is', () => {
  const nobodys = routes.filter(({ idempotent, scopes, keyHolder }) => idempotent && scopes === 'public' && !keyHolder);
  expect(nobodys).toEqual([]);
});

test('what a key can be refused with is documented, also where there is no body: none, still running, of another call', () => {
  interface Operation {
    parameters?: { name: string }[];
    responses: object;
  }
  const { paths } = openApi(routes, '0') as { paths: Record<string, Record<string, Operation>> };
  const withKey = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods)
      .filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(({ responses }) => ({ path, responses })),
  );
  const silent = withKey.filter(({ responses }) => !['400', '409', '422'].every((status) => status in responses));
  expect(silent.map(({ path }) => path)).toEqual([]);
  expect(withKey.length).toBeGreaterThan(40);
});
