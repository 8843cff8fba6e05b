import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { apiFixture } from './api-fixture.ts';
import { type Browser, browserOn } from './sso-fixture.ts';

// GitHub by its documented shapes: an OAuth app with PKCE, errors of the token's address that are 200, `/user` without an
// address, and `/user/emails`.
let emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[] = [];
let denied = false;
/** Challenges by code; a code is good once. */
const codes = new Map<string, string>();
const github = createServer((req, res) => void answer(req, res)).listen(0, '127.0.0.1');
async function answer(req: IncomingMessage, res: ServerResponse): Promise<unknown> {
  const { pathname, searchParams } = new URL(req.url ?? '', 'http://here');
  const say = (body: unknown) => res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  let text = '';
  for await (const part of req) text += String(part);
  if (pathname === '/login/oauth/authorize') {
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    const code = `c${codes.size}`;
    if (!denied) codes.set(code, searchParams.get('code_challenge') ?? 'none');
    for (const [name, value] of Object.entries(denied ? { error: 'access_denied' } : { code }))
      back.searchParams.set(name, value);
    back.searchParams.set('state', searchParams.get('state') ?? '');
    return res.writeHead(302, { location: back.href }).end();
  }
  if (pathname === '/login/oauth/access_token') {
    const body = new URLSearchParams(text);
    const challenge = codes.get(body.get('code') ?? '');
    codes.set(body.get('code') ?? '', 'used');
    const shown = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== shown) return say({ error: 'bad_verification_code' });
    if (body.get('client_secret') !== 's') return say({ error: 'incorrect_client_credentials' });
    return say({ access_token: 'gho_x', scope: 'read:user,user:email', token_type: 'bearer' });
  }
  if (req.headers.authorization !== 'Bearer gho_x') return res.writeHead(401).end();
  // A private address: it stands in the list alone.
  if (pathname === '/user') return say({ id: 42, login: 'octocat', name: null, email: null });
  if (pathname === '/user/emails') return say(emails);
  return res.writeHead(404).end();
}
await once(github, 'listening');
const site = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
const fixture = await apiFixture({}, { github: { clientId: 'trama', clientSecret: 's', site, api: site } });
afterAll(async () => {
  github.close();
  await fixture.close();
});

const backFrom = async (here: Browser): Promise<URL> => {
  const begun = await here.call('POST', '/v1/auth/sign-in/social', {
    ...{ provider: 'github', callbackURL: '/home', errorCallbackURL: '/sign-in-elsewhere', disableRedirect: true },
  });
  return new URL((await fetch(begun.body.url, { redirect: 'manual' })).headers.get('location') ?? '');
};
/** Null where nobody came in; else who. */
const arrive = async (here: Browser, { pathname, search }: URL) => {
  here.cookies.delete('trama_session');
  const place = (await here.call('GET', `${pathname}${search}`)).headers.get('location') ?? '';
  if (!here.cookies.has('trama_session')) return { place, me: null };
  return { place, me: (await here.call('GET', '/v1/me')).body.user.email };
};
const come = async () => {
  const here = browserOn(fixture);
  return await arrive(here, await backFrom(here));
};

test('of GitHub the primary address counts, which it has proven; another one, or one that it has not, lets nobody in', async () => {
  const { email } = await fixture.account();
  const other = { email: 'x@example.com', primary: false, verified: true, visibility: null };
  for (const [primary, verified] of [
    [true, false],
    [false, true],
  ] as const) {
    emails = [other, { email, primary, verified, visibility: 'private' }];
    expect((await come()).me).toBeNull();
  }
  emails = [other, { email, primary: true, verified: true, visibility: 'private' }];
  expect((await come()).me).toBe(email);
});

test('a code of GitHub is good once, with the verifier of its own way; whoever does not allow it is told', async () => {
  const here = browserOn(fixture);
  const first = await backFrom(here);
  expect((await arrive(here, first)).me).not.toBeNull();
  expect((await arrive(here, first)).me).toBeNull();
  // A code that somebody else was given, brought by a way of one's own.
  const [mine, theirs] = [await backFrom(here), await backFrom(browserOn(fixture))];
  mine.searchParams.set('code', theirs.searchParams.get('code') ?? '');
  expect(await arrive(here, mine)).toEqual({ me: null, place: expect.stringContaining('/sign-in-elsewhere?error=') });
  denied = true;
  expect(await come()).toEqual({ me: null, place: expect.stringContaining('/sign-in-elsewhere?error=access_denied') });
});
