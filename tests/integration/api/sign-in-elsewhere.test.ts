import { afterAll, beforeEach, expect, test } from 'vitest';
import { nthPlace } from '#tests/attacks/places.ts';
import { DIRECTORY, type OpenidProvider, startOpenidProvider } from '#tests/simulators/openid-provider.ts';
import { type Account, apiFixture } from './api-fixture.ts';
import { type Browser, browserOn } from './sso-fixture.ts';

// Google and Microsoft by their documented shapes: they refuse a client, an address to come back to, a code and a PKCE
// verifier that are not what was said before.
const kinds = ['google', 'microsoft'] as const;
type Kind = (typeof kinds)[number];
const [google, microsoft] = await Promise.all([startOpenidProvider('google'), startOpenidProvider('microsoft')]);
const at: Record<Kind, OpenidProvider> = { google, microsoft };
const settings = ({ issuer, rules }: OpenidProvider) => ({
  ...{ clientId: rules.clientId, clientSecret: rules.clientSecret, issuer },
});
const fixture = await apiFixture({}, { google: settings(google), microsoft: settings(microsoft) });
const { admin } = fixture.data.database;
// Each browser from a place of its own: of one place only so many are heard.
let places = 0;
const browser = (): Browser => {
  const from = { 'x-forwarded-for': nthPlace(++places) };
  const fetch: typeof fixture.fetch = (path, init) =>
    fixture.fetch(path, { ...init, headers: { ...(init?.headers as Record<string, string>), ...from } });
  return browserOn({ ...fixture, fetch });
};
afterAll(async () => {
  await fixture.close();
  await Promise.all([google.close(), microsoft.close()]);
});
beforeEach(() => {
  for (const { rules } of [google, microsoft]) Object.assign(rules, { claims: {}, denies: null, forges: false });
});

/** What makes each provider answer for an address. */
const PROVEN = {
  google: { email_verified: true, hd: 'example.com' },
  microsoft: { xms_edov: true, preferred_username: 'ana@example.com' },
};

const begin = async (here: Browser, provider: Kind): Promise<string> => {
  const begun = await here.call('POST', '/v1/auth/sign-in/social', {
    ...{ provider, callbackURL: '/home', errorCallbackURL: '/sign-in-elsewhere', disableRedirect: true },
  });
  return begun.body.url;
};
/** To the provider, where they are asked; gives the address that it sends back to. */
const backFrom = async (url: string): Promise<string> => {
  const back = await fetch(url, { redirect: 'manual' });
  const place = new URL(back.headers.get('location') ?? '');
  return `${place.pathname}${place.search}`;
};
/** Where somebody ended, and who they are there. */
const arrive = async (here: Browser, back: string) => {
  const answer = await here.call('GET', back);
  const me = here.cookies.has('trama_session') ? (await here.call('GET', '/v1/me')).body.user.email : null;
  return { place: answer.headers.get('location') ?? '', me };
};
const come = async (provider: Kind, claims: Record<string, unknown>) => {
  at[provider].rules.claims = claims;
  const here = browser();
  return { here, ...(await arrive(here, await backFrom(await begin(here, provider)))) };
};
const ways = async ({ email }: Account): Promise<string[]> => {
  const rows = await admin.sql<{ provider_id: string }>`
    select provider_id from identity.accounts a join users u on u.id = a.user_id where u.email = ${email} order by 1`;
  return rows.map((row) => row.provider_id);
};

test.each(kinds)(
  '%s: whose address it answers for is in, with PKCE, state and nonce; afterwards the subject counts',
  async (kind) => {
    const account = await fixture.account();
    expect((await fixture.fetch('/v1/session/options')).body).toEqual({
      providers: ['google', 'microsoft'],
      signUp: false,
      mailKept: false,
    });
    const sub = `${kind}-ana`;
    const { here, place, me } = await come(kind, { sub, email: account.email, ...PROVEN[kind], name: 'Ana' });
    expect([place.replace(/^http:\/\/[^/]+/, ''), me]).toEqual(['/home', account.email]);
    expect((await here.call('GET', '/v1/me/sessions')).body.data[0].method).toBe(kind);
    expect(await ways(account)).toContain(kind);
    const later = await come(kind, { sub, email: 'outra@example.com', name: 'Ana' });
    expect(later.me).toBe(account.email);
  },
);

test.each([
  ['google', 'it does not call it verified', { email_verified: false, hd: 'example.com' }],
  ['google', 'it was verified once, and is neither a company’s at Google nor Google’s own', { email_verified: true }],
  ['microsoft', 'whoever writes the directory put it there', {}],
  ['microsoft', 'the domain is not the directory’s', { xms_edov: false }],
  ['microsoft', 'it calls it verified by a claim that it does not have', { email_verified: true }],
] as const)('%s: an address leads to nobody where %s', async (kind, _why, claims) => {
  const account = await fixture.account();
  const said = { sub: `liar-${account.slug}`, email: account.email, preferred_username: account.email, ...claims };
  const { place, me } = await come(kind, said);
  expect([place, me]).toEqual([expect.stringContaining('/sign-in-elsewhere?error=account_not_linked'), null]);
  expect(await ways(account)).toEqual(['credential']);
});

test('an address of Google’s own is Google’s word, without a company', async () => {
  const account = await fixture.account();
  const email = `${account.slug}@gmail.com`;
  await admin.sql`update users set email = ${email} where email = ${account.email}`;
  expect((await come('google', { sub: 'g-mail', email, email_verified: true })).me).toBe(email);
});

test.each(kinds)('%s: nobody is made, and an address that we have not proven ourselves is nobody’s', async (kind) => {
  const unknown = await come(kind, { sub: `${kind}-0`, email: 'ninguem@example.com', ...PROVEN[kind], name: 'X' });
  expect([unknown.place, unknown.me]).toEqual([expect.stringContaining('error=signup_disabled'), null]);
  expect(await admin.sql`select 1 from users where email = 'ninguem@example.com'`).toEqual([]);
  // Somebody else may have typed it, and would sit in the account beside its owner.
  const account = await fixture.account();
  await admin.sql`update users set email_verified = false where email = ${account.email}`;
  const typed = await come(kind, { sub: `${kind}-1`, email: account.email, ...PROVEN[kind] });
  expect([typed.place, typed.me]).toEqual([expect.stringContaining('error=account_not_linked'), null]);
  const nameless = await come(kind, { sub: `${kind}-2`, name: 'X' });
  expect([nameless.me, nameless.place]).toEqual([null, expect.stringContaining('error=')]);
});

test.each(kinds)('%s: whoever does not allow it is back at the page of signing in, and told', async (kind) => {
  at[kind].rules.denies = 'access_denied';
  const { place, me } = await come(kind, {});
  expect([place, me]).toEqual([expect.stringContaining('/sign-in-elsewhere?error=access_denied'), null]);
});

test.each(kinds)('%s: a way back is good once, and in the browser that began it', async (kind) => {
  const account = await fixture.account();
  at[kind].rules.claims = { sub: `${kind}-once`, email: account.email, ...PROVEN[kind] };
  const [here, elsewhere] = [browser(), browser()];
  const back = await backFrom(await begin(here, kind));
  const { used } = at[kind];
  const before = used.length;
  expect((await arrive(elsewhere, back)).me).toBeNull();
  expect(used).toHaveLength(before);
  expect((await arrive(here, back)).me).toBe(account.email);
  expect(used).toHaveLength(before + 1);
  // The same browser, as it were before: with the cookie of the way, and no session.
  here.cookies.delete('trama_session');
  const again = await arrive(here, back);
  expect([again.me, again.place]).toEqual([null, expect.stringContaining('error=')]);
  // A code that is used up, brought by a way that is good.
  const fresh = new URL(await backFrom(await begin(here, kind)), fixture.url);
  fresh.searchParams.set('code', used.at(-1) ?? '');
  expect((await arrive(here, `${fresh.pathname}${fresh.search}`)).me).toBeNull();
  expect([at[kind].refused.at(-1), used.length]).toEqual(['invalid_grant', before + 1]);
});

const later = Math.floor(Date.now() / 1000);
test.each([
  [
    'another directory or issuer',
    { iss: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0' },
  ],
  ['another application', { aud: 'somebody-else' }],
  ['another request', { nonce: 'of-another-request' }],
  ['a time that is over', { exp: later - 600, iat: later - 4_200 }],
  ['no key of the provider', {}],
] as const)('a token of %s lets nobody in', async (what, lie) => {
  for (const kind of kinds) {
    const account = await fixture.account();
    at[kind].rules.forges = what.startsWith('no key');
    const said = { sub: `${kind}-lie`, email: account.email, ...PROVEN[kind], tid: DIRECTORY, ...lie };
    const { place, me } = await come(kind, said);
    expect([place, me]).toEqual([expect.stringContaining('error='), null]);
    expect(await ways(account)).toEqual(['credential']);
  }
});
