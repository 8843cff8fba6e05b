import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Account, type ApiFixture, apiFixture } from './api-fixture.ts';

const google = new OAuth2Server();
let fixture: ApiFixture;
let account: Account;
/** Who says to be there at the provider. */
let claims: Record<string, unknown> = {};

beforeAll(async () => {
  await google.issuer.keys.generate('RS256');
  await google.start(0, '127.0.0.1');
  const issuer = google.issuer.url ?? '';
  fixture = await apiFixture({}, { google: { clientId: 'trama', clientSecret: 's', issuer } });
  account = await fixture.account();
  google.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) =>
    Object.assign(token.payload, { aud: 'trama' }, claims),
  );
  google.service.on('beforeUserinfo', (answer: { body: unknown }) => {
    answer.body = claims;
  });
});
afterAll(async () => {
  await fixture.close();
  await google.stop();
});

/** Goes to the provider and comes back, as a browser does; gives the last address and the cookies of ours. */
async function goThere() {
  const begun = await fixture.fetch('/v1/auth/sign-in/social', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      provider: 'google',
      callbackURL: '/home',
      errorCallbackURL: '/sign-in-elsewhere',
      disableRedirect: true,
    }),
  });
  const asked = new URL(begun.body.url);
  const back = await fetch(asked, { redirect: 'manual' });
  const place = new URL(back.headers.get('location') ?? '');
  const cookie = begun.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const answer = await fixture.fetch(`${place.pathname}${place.search}`, { headers: { cookie } });
  const session = answer.headers.getSetCookie().find((one) => one.startsWith('trama_session='));
  return { asked, place: answer.headers.get('location') ?? '', session: session?.split(';')[0] ?? '' };
}

test('a person whose address the provider has proven is in, by an answer with PKCE that is bound to the request', async () => {
  expect((await fixture.fetch('/v1/session/options')).body).toEqual({ providers: ['google'] });
  claims = { sub: 'g-1', email: account.email, email_verified: true, name: 'Ana' };
  const { asked, place, session } = await goThere();
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
  expect(place).toMatch(/\/home$/);
  const me = await fixture.fetch('/v1/me', { headers: { cookie: session } });
  expect(me.body.user.email).toBe(account.email);
  const listed = await fixture.fetch('/v1/me/sessions', { headers: { cookie: session } });
  expect(listed.body.data[0].method).toBe('google');
});

test('afterwards the subject counts, not the address', async () => {
  claims = { sub: 'g-1', email: 'outra@example.com', email_verified: true, name: 'Ana' };
  const { session } = await goThere();
  expect((await fixture.fetch('/v1/me', { headers: { cookie: session } })).body.user.email).toBe(account.email);
});

test('whoever nobody invited, and whose address is not proven, stays outside', async () => {
  const other = await fixture.account();
  for (const email of ['ninguem@example.com', other.email]) {
    claims = { sub: `g-${email}`, email, email_verified: email === 'ninguem@example.com', name: 'X' };
    const { place, session } = await goThere();
    expect([place.includes('/sign-in-elsewhere'), session]).toEqual([true, '']);
  }
});
