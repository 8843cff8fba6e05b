import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createDialer } from '#connectors/dialer.ts';
import { parseId } from '#domain/ids.ts';
import { admitPerson } from '#domain/sso/admit-person.ts';
import { type Account, apiFixture } from './api-fixture.ts';
import { type Browser, browserOn, endOf, proveDomain, signedIn, turnOn } from './sso-fixture.ts';

// A tenant's own OpenID provider (oauth2-mock-server): set up, tried out, switched on, and lied by.
const operators: string[] = [];
const fixture = await apiFixture({ operators: { token: null, emails: operators } });
const { admin, withTenant } = fixture.deps.database;
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
const issuer = server.issuer.url ?? '';
const dial = createDialer({ allowPrivateHosts: [new URL(issuer).host] });
fixture.deps.actions.dial = dial;
afterAll(async () => {
  await server.stop();
  await dial.close();
  await fixture.close();
});

/** Who says to be there, and how the token is not what it should be. */
let claims: Record<string, unknown> = {};
let lie: (payload: Record<string, unknown>) => void = () => {};
const shown: string[] = [];
server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
  Object.assign(token.payload, { aud: 'trama' }, claims);
  lie(token.payload);
});
server.service.on('beforeUserinfo', (answer: { body: unknown }) => {
  answer.body = claims;
});
server.service.on('beforeResponse', (_: unknown, req: { body?: unknown }) => {
  shown.push(String((req.body as { client_secret?: string } | undefined)?.client_secret));
});

const one = await fixture.account();
const other = await fixture.account();
const setup = { kind: 'oidc', issuer, clientId: 'trama', clientSecret: 'canary-client-secret' };
const owner = await signedIn(fixture, one);
await proveDomain(fixture, one, 'loja.example', 'viewer');
beforeEach(() => {
  claims = { sub: 's-ana', email: 'ana@loja.example', email_verified: true, name: 'Ana da Loja' };
  lie = () => {};
});

/** To the provider and back; gives the address that it sends back to. */
const thereAndBack = async (url: string): Promise<string> => {
  const back = await fetch(url, { redirect: 'manual' });
  const place = new URL(back.headers.get('location') ?? '');
  return `${place.pathname}${place.search}`;
};
const begin = async (here: Browser, email = 'ana@loja.example', returnTo?: string): Promise<string> =>
  (await here.call('POST', '/v1/session/sso', { email, returnTo })).body.url;
const come = async (email?: string, returnTo?: string, agent?: string) => {
  const here = browserOn(fixture, agent);
  const end = endOf(await here.call('GET', await thereAndBack(await begin(here, email, returnTo))));
  return { here, end };
};
const tryOut = async (here: Browser) => {
  const { url } = (await here.call('POST', '/v1/sso/test')).body;
  await here.call('GET', await thereAndBack(url));
  return (await here.call('GET', '/v1/sso')).body.provider.test;
};

test('a provider is set up, tried out and only then switched on, by an owner; its secret is never shown again', async () => {
  const made = await owner.call('PUT', '/v1/sso', setup);
  expect([made.status, made.body.kind, made.body.enabledAt]).toEqual([200, 'oidc', null]);
  expect(made.body.addresses.callback).toMatch(/\/sso\/sso_[0-9a-f]{32}\/callback$/);
  expect((await turnOn(owner)).body.errors[0].code).toBe('not_tested');
  expect(await begin(browserOn(fixture))).toBeNull();

  claims = { sub: 's', email: 'ana@gmail.example', email_verified: true };
  expect(await tryOut(owner)).toMatchObject({ ok: false, problem: 'domain', email: 'ana@gmail.example' });
  claims = { sub: 's', email: 'ana@loja.example', email_verified: true };
  expect(await tryOut(owner)).toMatchObject({ ok: true, problem: null });
  expect(shown).toContain('canary-client-secret');
  // A key may do all that its maker may, but it is nobody who answers for it.
  expect((await one.call('PATCH', '/v1/sso', { enabled: true, required: false, revision: 1 })).status).toBe(403);
  const on = await turnOn(owner);
  expect([on.status, on.body.enabledAt === null]).toEqual([200, false]);

  const all = await withTenant(one.tenantId, (db) => db.sql`select row_to_json(p)::text as all from sso_providers p`);
  const audit = await one.call('GET', '/v1/audit');
  for (const text of [on.text, JSON.stringify(all), audit.text]) expect(text).not.toContain('canary');
  expect(audit.body.data.map((row: { action: string }) => row.action)).toEqual(
    expect.arrayContaining(['sso.set', 'sso.switch']),
  );
});

test('a yes to it is a yes to the set-up that was looked at, and nothing else', async () => {
  const { revision } = (await owner.call('GET', '/v1/sso')).body.provider;
  const yes = { enabled: true, required: false };
  expect((await owner.call('PATCH', '/v1/sso', yes)).body.errors[0].pointer).toBe('/revision');
  expect((await owner.call('PATCH', '/v1/sso', { ...yes, revision: revision + 1 })).status).toBe(409);
  expect((await owner.call('PATCH', '/v1/sso', { ...yes, revision })).status).toBe(200);
});

test('in production nothing is set or switched on by whatever address a request names', async () => {
  Object.assign(fixture.deps.settings, { production: true });
  try {
    expect((await owner.call('PUT', '/v1/sso', setup)).status).toBe(403);
    expect((await turnOn(owner)).status).toBe(403);
  } finally {
    Object.assign(fixture.deps.settings, { production: false });
  }
});

test('who is new in several windows at once, or loses the membership meanwhile, comes in all the same', async () => {
  const { database } = fixture.deps;
  const told = { issuer, subject: 's-gil', email: 'gil@loja.example', name: 'Gil' };
  const all = await Promise.all([1, 2, 3, 4].map(() => admitPerson(database, one.tenantId, told)));
  expect(all.map((each) => 'userId' in each)).toEqual([true, true, true, true]);
  await admin.sql`
    delete from memberships where user_id = (select id from users where email = ${told.email})`;
  await admitPerson(database, one.tenantId, { ...told, subject: 's-gil' });
  await withTenant(one.tenantId, (db) => db.sql`delete from sso_accounts where subject = ${told.subject}`);
  let calls = 0;
  const taken: typeof database = {
    ...database,
    withTenant: async (tenantId, work) => {
      calls += 1;
      if (calls === 2)
        await admin.sql`delete from memberships where user_id = (select id from users where email = ${told.email})`;
      return database.withTenant(tenantId, work);
    },
  };
  expect(await admitPerson(taken, one.tenantId, told)).toMatchObject({ email: told.email });
});

test('an address of a proved domain leads there; whoever is new joins as the domain says, and stands in the audit', async () => {
  const { here, end } = await come('ana@loja.example', '/flows?q=1');
  expect(end).toBe('/flows?q=1');
  const me = (await here.call('GET', '/v1/me')).body;
  expect([me.user.email, me.user.name, me.role, me.tenant.id, me.sso]).toEqual([
    ...['ana@loja.example', 'Ana da Loja', 'viewer', one.tenantId, true],
  ]);
  const audit = (await one.call('GET', '/v1/audit')).body.data.map((row: { action: string }) => row.action);
  expect(audit).toEqual(expect.arrayContaining(['member.join', 'sso.bind']));
  // Nobody else's domain is let in by it, and none leads there.
  expect(await begin(browserOn(fixture), other.email)).toBeNull();
  expect(await begin(browserOn(fixture), 'ana@sub.loja.example')).toBeNull();
});

test('the provider vouches for its tenant’s domains alone: nobody of another domain or tenant is let in by its word', async () => {
  const victim = other.email;
  for (const email of [
    victim,
    'x@sub.loja.example',
    'x@loja.example.evil.example',
    'x@evil.example,@loja.example',
    'x',
  ])
    for (const sub of [`s-${email}`, 's-ana']) {
      claims = { sub, email, email_verified: true, name: 'X' };
      expect(['domain', 'no_email']).toContain((await come()).end);
    }
  claims = { sub: 's-mail', email: 'bia@loja.example', email_verified: false };
  expect((await come()).end).toBe('email_unverified');
});

test('a person of two tenants who comes by one’s provider is in that one alone, and changes nothing of their own', async () => {
  // Somebody of the other tenant, an operator even, has an address of this tenant's domain.
  const both = await fixture.account();
  await admin.sql`update users set email = 'dona@loja.example' where email = ${both.email}`;
  operators.push('dona@loja.example');
  claims = { sub: 's-dona', email: 'dona@loja.example', email_verified: true };
  const { here, end } = await come();
  expect(end).toBe('/home');
  const me = (await here.call('GET', '/v1/me')).body;
  expect([me.tenant.id, me.role, me.operator]).toEqual([one.tenantId, 'viewer', false]);
  expect((await here.call('GET', '/v1/admin/tenants')).status).toBe(403);
  expect((await here.call('POST', '/v1/session/workspace', { tenant: both.tenantId })).status).toBe(403);
  expect((await here.call('POST', '/v1/workspaces', { name: 'Outra' })).status).toBe(403);
  expect((await here.call('GET', '/v1/workspaces')).body.data).toHaveLength(1);
  expect((await here.call('GET', '/v1/auth/passkey/generate-register-options')).status).toBe(403);
  expect((await here.call('POST', '/v1/auth/two-factor/enable', { password: both.password })).status).toBe(403);
  expect((await here.call('GET', '/v1/me/sessions')).body.data).toHaveLength(1);
  // Nor does it take up what another tenant sent to the same address.
  expect((await other.call('POST', '/v1/invites', { email: 'dona@loja.example', role: 'viewer' })).status).toBe(201);
  const letter = fixture.letters.findLast(({ to }) => to === 'dona@loja.example');
  const token = /\/invite#(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  const taken = await here.call('POST', '/v1/invites/accept', { token });
  expect([taken.status, taken.body.detail]).toEqual([403, expect.stringMatching(/single sign-on|login único/)]);
  // Even where a row says so.
  await admin.sql`
    update identity.sessions set active_tenant_id = ${parseId('ten', both.tenantId)} where sso_tenant_id is not null
    and user_id = (select id from users where email = 'dona@loja.example')`;
  expect((await here.call('GET', '/v1/me')).status).toBe(401);
  operators.pop();
});

test('a token that is of another issuer, client, request or time, or signed by nobody, lets nobody in', async () => {
  const lies: [string, (payload: Record<string, unknown>) => void][] = [
    ['issuer', (token) => Object.assign(token, { iss: 'https://other.example' })],
    ['audience', (token) => Object.assign(token, { aud: 'somebody-else' })],
    ['audience', (token) => Object.assign(token, { aud: ['trama', 'x'], azp: 'x' })],
    ['expired', (token) => Object.assign(token, { iat: 1, exp: 100 })],
    ['other_request', (token) => Object.assign(token, { nonce: 'another' })],
    ['other_request', (token) => delete token.nonce],
  ];
  for (const [reason, next] of lies) {
    lie = next;
    expect((await come()).end).toBe(reason);
  }
  lie = () => {};
  claims = { ...claims, sub: 's-\u0000' };
  expect((await come()).end).toBe('no_subject');
});

test('a provider whose keys are broken, or that is changed while somebody is there, lets nobody in', async () => {
  const answered = (body: (text: string) => string | Promise<string>): typeof dial => ({
    ...dial,
    request: async (request) => {
      const answer = await dial.request(request);
      if (request.method !== 'GET') return answer;
      return { ...answer, body: new TextEncoder().encode(await body(new TextDecoder().decode(answer.body))) };
    },
  });
  try {
    fixture.deps.actions.dial = answered((keys) => keys.replace(/"n":"[^"]+"/, '"n":"AQ"'));
    expect((await come()).end).toBe('signature');
    fixture.deps.actions.dial = answered(async (keys) => {
      await withTenant(one.tenantId, (db) => db.sql`update sso_providers set revision = revision + 1 where true`);
      return keys;
    });
    expect((await come()).end).toBe('unknown_way');
  } finally {
    fixture.deps.actions.dial = dial;
  }
});

test('the way back is good once, in the browser that began, from the provider that was asked', async () => {
  const here = browserOn(fixture);
  const back = await thereAndBack(await begin(here));
  expect(endOf(await browserOn(fixture).call('GET', back))).toBe('unknown_way');
  const mixed = browserOn(fixture);
  const again = await thereAndBack(await begin(mixed));
  expect(endOf(await mixed.call('GET', `${again}&iss=https%3A%2F%2Fother.example`))).toBe('issuer');
  expect(endOf(await here.call('GET', back))).toBe('/home');
  expect(endOf(await here.call('GET', back))).toBe('unknown_way');
  expect(endOf(await here.call('GET', back.replace(/state=[^&]+/, 'state=x')))).toBe('unknown_way');
  for (const place of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/%0d%0aSet-Cookie',
    'javascript:1',
  ])
    expect((await come(undefined, place)).end).toMatch(/^\/(?!\/|\\)/);
});

test('afterwards the provider’s own name counts; an address that is given to somebody else opens nothing', async () => {
  claims = { sub: 's-ana', email: 'ana.silva@loja.example', email_verified: true };
  const { here } = await come(undefined, undefined, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0');
  expect((await here.call('GET', '/v1/me')).body.user.email).toBe('ana@loja.example');
  // The letter of the new device goes to the person's own address, which need not be what the provider says.
  await vi.waitFor(() => expect(fixture.letters.some(({ to }) => to === 'ana@loja.example')).toBe(true));
  expect(fixture.letters.map(({ to }) => to)).not.toContain('ana.silva@loja.example');
  claims = { sub: 's-new', email: 'ana@loja.example', email_verified: true };
  expect((await come()).end).toBe('other_person');
});

test('whoever is blocked, or neither invited nor of a domain that lets people join, stays outside', async () => {
  await proveDomain(fixture, one, 'loja.example', null);
  claims = { sub: 's-zoe', email: 'zoe@loja.example', email_verified: true };
  expect((await come()).end).toBe('no_invite');
  await proveDomain(fixture, one, 'loja.example', 'viewer');
  const { here } = await come();
  await admin.sql`update users set disabled_at = now() where email = 'zoe@loja.example'`;
  expect((await here.call('GET', '/v1/me')).status).toBe(401);
  expect((await come()).end).toBe('blocked');
});

test('required: other ways stop at the door at once, but for an owner behind a second step', async () => {
  await turnOn(owner, true).then((answer) => {
    expect(answer.body.errors[0].code).toBe('locks_out');
  });
  await admin.sql`update users set two_factor_enabled = true where email = ${one.email}`;
  expect((await turnOn(owner, true)).status).toBe(200);
  expect((await owner.call('GET', '/v1/flows')).status).toBe(200);
  await admin.sql`update memberships set role = 'admin' where user_id = (select id from users where email = ${one.email})`;
  expect((await owner.call('GET', '/v1/flows')).body.code).toBe('sso_required');
  expect((await owner.call('GET', '/v1/me')).body.barred.code).toBe('sso_required');
  await admin.sql`update memberships set role = 'owner' where user_id = (select id from users where email = ${one.email})`;
  await admin.sql`update users set two_factor_enabled = false where email = ${one.email}`;
  expect((await owner.call('GET', '/v1/flows')).body.code).toBe('sso_required');
  await admin.sql`update users set two_factor_enabled = true where email = ${one.email}`;
  expect((await (await come()).here.call('GET', '/v1/flows')).status).toBe(200);
  expect((await one.call('GET', '/v1/flows')).status).toBe(200);
  await turnOn(owner);
});

test('rules of the tenant hold for who comes by it: addresses, and how long a session lasts', async () => {
  const { here } = await come();
  const policy = { passwordLength: 10, idleMinutes: null, sessionHours: 1, requireTwoStep: false };
  await one.call('PUT', '/v1/access-policy', { ...policy, ipAllow: ['127.0.0.1', '::1'] });
  expect((await here.call('GET', '/v1/flows')).status).toBe(200);
  await withTenant(one.tenantId, (db) => db.sql`update access_policies set ip_allow = '{203.0.113.7}' where true`);
  expect((await here.call('GET', '/v1/flows')).body.code).toBe('address_barred');
  await withTenant(one.tenantId, (db) => db.sql`update access_policies set ip_allow = '{}' where true`);
  await admin.sql`update identity.sessions set created_at = now() - interval '2 hours' where sso_tenant_id is not null`;
  expect((await here.call('GET', '/v1/flows')).status).toBe(401);
});

test('a change of whose word counts switches it off and ends what it opened; the secret goes nowhere else', async () => {
  const { here } = await come();
  const moved = { ...setup, clientId: 'another', clientSecret: undefined };
  expect((await owner.call('PUT', '/v1/sso', { ...setup, clientSecret: 'rotated' })).body.enabledAt).not.toBeNull();
  expect((await here.call('GET', '/v1/me')).status).toBe(200);
  expect((await owner.call('PUT', '/v1/sso', moved)).body.enabledAt).toBeNull();
  expect((await here.call('GET', '/v1/me')).status).toBe(401);
  const elsewhere = { ...setup, issuer: `${issuer}/`, clientSecret: undefined };
  expect((await owner.call('PUT', '/v1/sso', elsewhere)).status).toBe(422);
});

test('addresses of the provider pass the guard of all that goes out, and are by https', async () => {
  for (const address of ['http://169.254.169.254', 'http://10.0.0.1', 'https://10.0.0.1', 'file:///etc/passwd'])
    expect((await owner.call('PUT', '/v1/sso', { ...setup, issuer: address })).status).toBe(422);
});

test('another tenant sees and changes nothing of it, nor does whoever may not', async () => {
  const theirs = (await other.call('GET', '/v1/sso')).body;
  const ours = (await owner.call('GET', '/v1/sso')).body;
  expect([theirs.provider, theirs.addresses.callback === ours.addresses.callback]).toEqual([null, false]);
  expect((await other.call('PATCH', '/v1/sso', { enabled: false, required: false })).status).toBe(404);
  expect((await other.call('DELETE', '/v1/sso')).status).toBe(404);
  expect((await fixture.fetch(`/sso/sso_${'0'.repeat(32)}/callback?state=x`)).status).toBe(404);
  const viewer: Account = one;
  await admin.sql`update memberships set role = 'viewer' where user_id = (select id from users where email = ${viewer.email})`;
  expect((await owner.call('PUT', '/v1/sso', setup)).status).toBe(403);
});

test('a place begins so many ways at once, and then waits', async () => {
  await admin.sql`update memberships set role = 'owner' where user_id = (select id from users where email = ${one.email})`;
  await owner.call('PUT', '/v1/sso', setup);
  await tryOut(owner);
  expect((await turnOn(owner)).status).toBe(200);
  let status = 200;
  for (let count = 0; count < 90 && status === 200; count += 1)
    ({ status } = await browserOn(fixture).call('POST', '/v1/session/sso', { email: 'ana@loja.example' }));
  expect(status).toBe(429);
});
