import { afterAll, beforeEach, expect, test } from 'vitest';
import { cleanUp } from '#domain/clean-up.ts';
import { samlKeys } from '#tests/simulators/saml-keys.ts';
import { type SamlLie, startSamlProvider } from '#tests/simulators/saml-provider.ts';
import { apiFixture } from './api-fixture.ts';
import { type Browser, browserOn, endOf, proveDomain, signedIn, turnOn } from './sso-fixture.ts';

// A tenant's own SAML 2 provider: a simulator that can lie.
const fixture = await apiFixture();
const { admin, withTenant } = fixture.deps.database;
const idp = await startSamlProvider();
afterAll(async () => {
  await idp.close();
  await fixture.close();
});

const one = await fixture.account();
const other = await fixture.account();
const ANA = { nameId: 'n-1', email: 'ana@loja.example', name: 'Ana da Loja' };
await proveDomain(fixture, one, 'loja.example', 'editor');

beforeEach(() => {
  Object.assign(idp, { lie: null, signsResponse: false, person: ANA });
});

const setUp = async (account = one) => {
  const owner = await signedIn(fixture, account);
  const made = await owner.call('PUT', '/v1/sso', { kind: 'saml', metadata: idp.metadata });
  return { owner, made };
};
const begin = async (here: Browser, email = ANA.email): Promise<string> =>
  (await here.call('POST', '/v1/session/sso', { email })).body.url;

/** What the provider's page posts, and the browser coming back for it. */
const back = async (here: Browser, { acs, ...form }: ReturnType<typeof idp.answer>): Promise<string> => {
  const held = await here.posted(acs, { ...form });
  const place = held.headers.get('location') ?? '';
  return place.includes('/finish') ? endOf(await here.call('GET', place)) : endOf(held);
};
const come = async () => {
  const here = browserOn(fixture);
  return { here, end: await back(here, idp.answer(await begin(here))) };
};

test('a provider is set up by its metadata, tried out over its own page, and switched on; it is told where we are', async () => {
  const { owner, made } = await setUp();
  expect([made.status, made.body.issuer, made.body.entryPoint]).toEqual([200, idp.entityId, idp.url]);
  expect(made.body.certificates).toHaveLength(1);
  const { acs, entityId, metadata } = made.body.addresses;
  const ours = await fixture.fetch(new URL(metadata).pathname);
  expect(ours.text).toContain(`entityID="${entityId}"`);
  expect(ours.text).toContain(`Location="${acs}"`);
  // Over HTTP, as a browser does: the page of the provider holds the form.
  const { url } = (await owner.call('POST', '/v1/sso/test')).body;
  const page = await (await fetch(url)).text();
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
  expect(page).toContain(`action="${acs}"`);
  const answer = { acs, SAMLResponse: field('SAMLResponse'), RelayState: field('RelayState') };
  expect(await back(owner, answer)).toBe('/settings/access#sso');
  expect((await owner.call('GET', '/v1/sso')).body.provider.test).toMatchObject({ ok: true, email: ANA.email });
  expect((await turnOn(owner)).status).toBe(200);
});

test('whom the provider names is in, whether it signs the assertion or the whole answer', async () => {
  for (const signsResponse of [false, true]) {
    idp.signsResponse = signsResponse;
    const { here, end } = await come();
    expect(end).toBe('/home');
    const me = (await here.call('GET', '/v1/me')).body;
    expect([me.user.email, me.user.name, me.role, me.tenant.id]).toEqual([
      ...[ANA.email, ANA.name, 'editor', one.tenantId],
    ]);
  }
});

test('an answer that is unsigned, changed, or for somebody else lets nobody in, and says why', async () => {
  const lies: [SamlLie, string][] = [
    ['unsigned', 'unsigned'],
    ['changed-after', 'signature'],
    ['wrapped-response', 'malformed'],
    ['wrong-audience', 'audience'],
    ['expired', 'expired'],
  ];
  for (const [lie, reason] of lies) {
    idp.lie = lie;
    const { here, end } = await come();
    expect([lie, end, here.cookies.has('trama_session')]).toEqual([lie, reason, false]);
  }
});

test('what is signed by the document’s own certificate is signed by nobody', async () => {
  const bare = samlKeys.thief.cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  idp.lie = 'other-key';
  const here = browserOn(fixture);
  const answer = idp.answer(await begin(here));
  expect(Buffer.from(answer.SAMLResponse, 'base64').toString().replaceAll(/\s/g, '')).toContain(bare.slice(0, 60));
  expect(await back(here, answer)).toBe('signature');
});

test('an answer is good once, in the browser that began, for the request that it answers', async () => {
  const here = browserOn(fixture);
  const first = idp.answer(await begin(here));
  const held = await here.posted(first.acs, { ...first });
  const place = held.headers.get('location') ?? '';
  // Whoever has it posted in somebody else's browser, to have them work in their own account.
  expect(endOf(await browserOn(fixture).call('GET', place))).toBe('unknown_way');
  expect(endOf(await here.posted(first.acs, { ...first }))).toBe('unknown_way');
  expect(endOf(await here.call('GET', place))).toBe('/home');
  const kept = await withTenant(
    one.tenantId,
    (db) => db.sql`select 1 from sso_ways where used_at > answered_at and answer is not null`,
  );
  expect(kept).toEqual([]);
  expect(endOf(await here.call('GET', place))).toBe('unknown_way');
  // The same assertion under the state of another request.
  const second = new URL(await begin(here)).searchParams.get('RelayState') ?? '';
  expect(await back(here, { ...first, RelayState: second })).toBe('other_request');
  // RelayState leads nowhere but to a way of ours, or to the page that asks.
  expect(await back(here, { ...first, RelayState: 'https://evil.example' })).toMatch(/^\/sign-in-elsewhere\?sso=sso_/);
});

test('what comes unasked begins nothing, whoever had the browser post it: a page of ours asks, and begins', async () => {
  idp.lie = 'unasked';
  const here = browserOn(fixture);
  const unasked = idp.answer(await begin(browserOn(fixture)));
  const answer = await here.posted(unasked.acs, { SAMLResponse: unasked.SAMLResponse, RelayState: '' });
  const place = new URL(answer.headers.get('location') ?? '', 'http://here');
  expect([answer.status, place.pathname, here.cookies.size]).toEqual([303, '/sign-in-elsewhere', 0]);
  idp.lie = null;
  const provider = place.searchParams.get('sso');
  const own = await here.call('POST', '/v1/session/sso', { provider });
  expect(await back(here, idp.answer(own.body.url))).toBe('/home');
  expect((await here.call('POST', '/v1/session/sso', {})).body.errors[0].pointer).toBe('/email');
  // From another site the button cannot be pressed.
  const about = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', 'content-type': 'application/json' };
  const body = JSON.stringify({ provider });
  expect((await fixture.fetch('/v1/session/sso', { method: 'POST', headers: about, body })).status).toBe(403);
});

test('the same provider vouches for nobody of another tenant, nor under another tenant’s address', async () => {
  await proveDomain(fixture, other, 'outra.example', 'editor');
  const { owner } = await setUp(other);
  const { url } = (await owner.call('POST', '/v1/sso/test')).body;
  idp.person = { ...ANA, email: 'bia@outra.example' };
  await back(owner, idp.answer(url));
  await turnOn(owner);
  // The first tenant's way, answered with somebody of the other's domain.
  const { here, end } = await come();
  expect([end, here.cookies.has('trama_session')]).toEqual(['domain', false]);
  // An answer to the first tenant's request, posted to the second's address.
  idp.person = ANA;
  const mixed = browserOn(fixture);
  const answer = idp.answer(await begin(mixed));
  const acs = (await owner.call('GET', '/v1/sso')).body.provider.addresses.acs;
  expect(await back(mixed, { ...answer, acs })).toBe('unknown_way');
  const [counted] = await admin.sql<{ n: number }>`
    select count(*)::int as n from identity.sessions where sso_tenant_id = ${other.tenantId.slice(4)}::uuid`;
  expect(counted?.n).toBe(0);
});

test('a document that no way waits for is not read, and a place whose answers were wrong too often waits', async () => {
  const here = browserOn(fixture);
  const deep = Buffer.from('<a>'.repeat(60_000)).toString('base64');
  const { acs } = idp.answer(await begin(here));
  expect(endOf(await here.posted(acs, { SAMLResponse: deep, RelayState: 'x'.repeat(43) }))).toBe('unknown_way');
  let status = 303;
  for (let count = 0; count < 25 && status === 303; count += 1) {
    const RelayState = new URL(await begin(here)).searchParams.get('RelayState') ?? '';
    ({ status } = await here.posted(acs, { SAMLResponse: 'PGEvPg==', RelayState }));
  }
  expect(status).toBe(429);
});

test('ways that are over go, of tenants that nobody comes to any more, too', async () => {
  const rows = (tenantId: string) =>
    withTenant(tenantId, (db) => db.sql`select 1 from sso_ways where expires_at < now() - interval '1 hour'`);
  await withTenant(
    one.tenantId,
    (db) => db.sql`
      insert into sso_ways (tenant_id, state_hash, browser_hash, revision, return_to, expires_at)
      values (${db.tenant}, 's', 'b', 1, '/home', now() - interval '2 hours')`,
  );
  expect(await rows(one.tenantId)).toHaveLength(1);
  await cleanUp(fixture.deps.database, (_, error) => {
    throw error;
  });
  expect(await rows(one.tenantId)).toEqual([]);
});

test('another certificate switches it off; what is no provider’s metadata is refused in words', async () => {
  const { owner, made } = await setUp();
  expect(made.body.enabledAt).not.toBeNull();
  const given = { kind: 'saml', entityId: idp.entityId, entryPoint: idp.url, certificates: [samlKeys.thief.cert] };
  expect((await owner.call('PUT', '/v1/sso', given)).body.enabledAt).toBeNull();
  for (const metadata of ['x', '<a/>', idp.metadata.replace('X509Certificate>', 'Nothing>')])
    expect((await owner.call('PUT', '/v1/sso', { kind: 'saml', metadata })).body.errors[0].pointer).toBe('/metadata');
  const bad = { ...given, entryPoint: 'javascript:alert(1)' };
  expect((await owner.call('PUT', '/v1/sso', bad)).body.errors[0].pointer).toBe('/entryPoint');
  expect((await owner.call('DELETE', '/v1/sso')).status).toBe(204);
  const left = await withTenant(one.tenantId, (db) => db.sql`select 1 from sso_accounts`);
  expect(left).toEqual([]);
  // What is set anew is not what was known by its number.
  const again = (await owner.call('PUT', '/v1/sso', { kind: 'saml', metadata: idp.metadata })).body.revision;
  expect([1, made.body.revision, made.body.revision + 1]).not.toContain(again);
});
