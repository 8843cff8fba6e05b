import { expect, test } from 'vitest';
import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { fakeServices, listen } from '#api/testing/fake-frame.ts';
import { ok } from './answer.ts';
import { route } from './route.ts';

const whence = route({
  method: 'get',
  path: '/whence',
  tag: 'Things',
  summary: 'Where the call came from',
  output: { 200: z.object({ ip: z.string() }) },
  scopes: 'public',
  handle: async ({ request }) => ok({ ip: request.ip }),
});

/** A caller at 10.1.2.3 claims an address; the proxy before us adds where it was called from. */
const HEADERS = { 'x-forwarded-for': '203.0.113.9, 10.1.2.3' };

test.each([
  [undefined, '10.1.2.3'],
  [['loopback', '10.0.0.0/8'], '203.0.113.9'],
  [['192.0.2.1'], '127.0.0.1'],
])('with %j as our proxies, a caller is at %s', async (trustedProxies, ip) => {
  const deps = { settings: { ...(trustedProxies && { trustedProxies }) } } as unknown as ApiDeps;
  const server = await listen([whence], fakeServices(), deps);
  const answer = await fetch(`${server.url}/v1/whence`, { headers: HEADERS });
  expect(await answer.json()).toEqual({ ip });
  await server.close();
});
