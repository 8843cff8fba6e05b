import { expect, test } from 'vitest';
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
