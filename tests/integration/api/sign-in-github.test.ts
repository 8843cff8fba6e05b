import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { apiFixture } from './api-fixture.ts';

// GitHub by its documented shapes: an OAuth app, `/user` without an address, and `/user/emails`.
let emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[] = [];
const github = createServer((req, res) => {
  const { pathname, searchParams } = new URL(req.url ?? '', 'http://here');
  const say = (body: unknown) => res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  if (pathname === '/login/oauth/authorize') {
    const back = `${searchParams.get('redirect_uri')}?code=c&state=${encodeURIComponent(searchParams.get('state') ?? '')}`;
    return res.writeHead(302, { location: back }).end();
  }
  if (pathname === '/login/oauth/access_token')
    return say({ access_token: 'gho_x', scope: 'read:user,user:email', token_type: 'bearer' });
  // A private address: it stands in the list alone.
  if (pathname === '/user') return say({ id: 42, login: 'octocat', name: null, email: null });
  if (pathname === '/user/emails') return say(emails);
  return res.writeHead(404).end();
}).listen(0, '127.0.0.1');
await once(github, 'listening');
const site = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
const fixture = await apiFixture({}, { github: { clientId: 'trama', clientSecret: 's', site, api: site } });
afterAll(async () => {
  github.close();
  await fixture.close();
});

const come = async () => {
  const begun = await fixture.fetch('/v1/auth/sign-in/social', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ provider: 'github', callbackURL: '/home', errorCallbackURL: '/sign-in-elsewhere', disableRedirect: true },
    }),
  });
  const place = new URL((await fetch(begun.body.url, { redirect: 'manual' })).headers.get('location') ?? '');
  const cookie = begun.headers.getSetCookie().map((one) => one.split(';')[0]);
  const answer = await fixture.fetch(`${place.pathname}${place.search}`, { headers: { cookie: cookie.join('; ') } });
  const session = answer.headers.getSetCookie().find((one) => one.startsWith('trama_session='));
  return session?.split(';')[0] ?? null;
};

test('of GitHub the primary address counts, which it has proven; another one, or one that it has not, lets nobody in', async () => {
  const { email } = await fixture.account();
  const other = { email: 'x@example.com', primary: false, verified: true, visibility: null };
  for (const [primary, verified] of [
    [true, false],
    [false, true],
  ] as const) {
    emails = [other, { email, primary, verified, visibility: 'private' }];
    expect(await come()).toBeNull();
  }
  emails = [other, { email, primary: true, verified: true, visibility: 'private' }];
  const cookie = (await come()) ?? '';
  expect((await fixture.fetch('/v1/me', { headers: { cookie } })).body.user.email).toBe(email);
});
