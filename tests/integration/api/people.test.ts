import { afterAll, expect, test } from 'vitest';
import { createUser } from '#domain/identity/users.ts';
import { formatId, newId, parseId } from '#domain/ids.ts';
import { type Account, type Answered, apiFixture, type Call } from './api-fixture.ts';

const fixture = await apiFixture();
afterAll(() => fixture.close());
const [one, other] = [await fixture.account(), await fixture.account()];
const { admin } = fixture.deps.database;

const cookieIn = ({ headers }: Answered): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const withCookie =
  (cookie: string): Call =>
  (method, path, body, headers = {}) =>
    fixture.fetch(path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
const json = { 'content-type': 'application/json' };
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fixture.fetch(path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
const signIn = async ({ email, password }: Pick<Account, 'email' | 'password'>): Promise<Call> =>
  withCookie(cookieIn(await post('/v1/session', { email, password })));

/** The link of the letter that was sent last to somebody. */
const tokenFor = (email: string): string => {
  const letter = fixture.letters.findLast(({ to }) => to === email);
  return /\/invite#(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
};
const PASSWORD = 'gaveta azul 47 trovoada';
const join = async (owner: Call, email: string, role: string): Promise<{ call: Call; id: string }> => {
  expect((await owner('POST', '/v1/invites', { email, role })).status).toBe(201);
  const accepted = await post('/v1/invites/accept', { token: tokenFor(email), name: 'Bia', password: PASSWORD });
  expect(accepted.text).toContain('tenantId');
  const call = withCookie(cookieIn(accepted));
  return { call, id: (await call('GET', '/v1/me')).body.user.id };
};

/** An invite as it will be after some time. */
const later = (time: string, email: string) =>
  fixture.deps.database.withTenant(
    one.tenantId,
    (db) => db.sql`
      update invites set sent_at = sent_at - ${time}::interval, expires_at = expires_at - ${time}::interval
      where tenant_id = ${db.tenant} and email = ${email}`,
  );

const boss = await signIn(one);
const stranger = await signIn(other);

test('an invite is taken up once, by a new account or by its own address alone; the link is kept nowhere', async () => {
  const made = await boss('POST', '/v1/invites', { email: 'Ana.Nova@example.com', role: 'viewer' });
  expect([made.status, made.body.email, made.body.status]).toEqual([201, 'ana.nova@example.com', 'open']);
  expect((await boss('POST', '/v1/invites', { email: 'ana.nova@example.com', role: 'viewer' })).status).toBe(409);
  const token = tokenFor('ana.nova@example.com');
  expect(JSON.stringify([made.body, (await boss('GET', '/v1/invites')).body])).not.toContain(token);
  const looked = await post('/v1/invites/look', { token });
  expect(looked.body).toMatchObject({
    email: 'ana.nova@example.com',
    role: 'viewer',
    known: false,
    passwordLength: 10,
  });
  const wrong = await stranger('POST', '/v1/invites/accept', { token });
  expect([wrong.status, wrong.body.code]).toEqual([403, 'forbidden']);
  const weak = await post('/v1/invites/accept', { token, name: 'Ana', password: 'password123' });
  expect([weak.status, weak.body.errors[0].pointer]).toEqual([422, '/password']);
  const accepted = await post('/v1/invites/accept', { token, name: 'Ana Nova', password: PASSWORD });
  expect(accepted.status).toBe(200);
  const me = (await withCookie(cookieIn(accepted))('GET', '/v1/me')).body;
  expect([me.user.name, me.role, me.tenant.id]).toEqual(['Ana Nova', 'viewer', one.tenantId]);
  expect((await post('/v1/invites/accept', { token, name: 'x', password: PASSWORD })).status).toBe(404);
  const actions = (await boss('GET', '/v1/audit')).body.data.map((entry: { action: string }) => entry.action);
  expect(actions).toEqual(expect.arrayContaining(['invite.create', 'invite.accept']));
});

test('of two who take an invite up at once, the password of the one who got in stands', async () => {
  const email = 'dois.ao.mesmo.tempo@example.com';
  await createUser(admin.sql, { email, name: 'Bia', emailVerified: true });
  expect((await boss('POST', '/v1/invites', { email, role: 'viewer' })).status).toBe(201);
  const token = tokenFor(email);
  const passwords = ['gaveta azul 47 trovoada', 'janela verde 12 neblina'];
  const answers = await Promise.all(
    passwords.map((password) => post('/v1/invites/accept', { token, name: 'Bia', password })),
  );
  const tried = await Promise.all(passwords.map((password) => post('/v1/session', { email, password })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(tried.map(({ status }) => status === 200)).toEqual(answers.map(({ status }) => status === 200));
});

test('who had an account with a second step and belongs nowhere is let in, but signs in by themselves', async () => {
  const email = 'volta@example.com';
  await createUser(admin.sql, { email, name: 'Volta', password: 'outra senha de antes 12', emailVerified: true });
  await admin.sql`update users set two_factor_enabled = true where email = ${email}`;
  await boss('POST', '/v1/invites', { email, role: 'viewer' });
  const accepted = await post('/v1/invites/accept', { token: tokenFor(email), name: 'X', password: PASSWORD });
  expect([accepted.status, accepted.headers.get('set-cookie')]).toEqual([200, null]);
  const members = (await boss('GET', '/v1/members')).body.data;
  expect(members.find((one: { email: string }) => one.email === email)).toMatchObject({
    name: 'Volta',
    role: 'viewer',
  });
});

test('an invite that is sent again, taken back or over opens nothing by its old link', async () => {
  const email = 'caio@example.com';
  const { body } = await boss('POST', '/v1/invites', { email, role: 'viewer' });
  const first = tokenFor(email);
  expect((await boss('POST', `/v1/invites/${body.id}/resend`)).status).toBe(429);
  await later('1 minute', email);
  expect((await boss('POST', `/v1/invites/${body.id}/resend`)).status).toBe(200);
  const second = tokenFor(email);
  const look = async (token: string) => (await post('/v1/invites/look', { token })).status;
  expect([first === second, await look(first), await look(second)]).toEqual([false, 404, 200]);
  await later('8 days', email);
  expect(await look(second)).toBe(404);
  expect((await boss('DELETE', `/v1/invites/${body.id}`)).status).toBe(204);
  expect((await boss('DELETE', `/v1/invites/${body.id}`)).status).toBe(404);
});

test('a tenant invites so many a day, whether it takes them back or not, and its name carries no links to strangers', async () => {
  const { tenantId } = other;
  await admin.sql`update tenants set name = 'Ganhe em https://mal.example' where id = ${parseId('ten', tenantId)}`;
  await fixture.deps.database.withTenant(
    tenantId,
    (db) => db.sql`
    insert into invites (tenant_id, id, email, role, token_hash, invited_by, expires_at, revoked_at)
    select ${db.tenant}, gen_random_uuid(), n || '@x.example', 'viewer', sha256(n::text::bytea), 'user:1', now(), now()
    from generate_series(1, 199) n`,
  );
  const invite = (email: string) => stranger('POST', '/v1/invites', { email, role: 'viewer' });
  const last = await invite('ultima@x.example');
  expect(last.status).toBe(201);
  const { text } = fixture.letters.findLast(({ to }) => to === 'ultima@x.example') ?? { text: '' };
  expect([text.includes('mal.example'), text.includes('/invite#')]).toEqual([false, true]);
  expect((await stranger('DELETE', `/v1/invites/${last.body.id}`)).status).toBe(204);
  const refused = await invite('outra@x.example');
  expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
  // As they say: what makes room is the end of a day.
  const wait = Number(refused.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(86_000);
  expect(refused.headers.get('ratelimit-policy')).toBe('"invites";q=200;w=86400');
  expect(refused.headers.get('ratelimit')).toMatch(/^"invites";r=0;t=8\d{4}$/);
  await fixture.deps.database.withTenant(
    tenantId,
    (db) => db.sql`update invites set created_at = now() - interval '2 days' where tenant_id = ${db.tenant}`,
  );
  await admin.sql`update tenants set name = 'T' where id = ${parseId('ten', tenantId)}`;
});

test('a role of the tenant’s own is what its scopes say, at once; nobody gives what they lack', async () => {
  const scopes = ['members:read', 'members:write', 'runs:read'];
  const role = await boss('POST', '/v1/roles', { name: 'Portaria', scopes });
  expect([role.status, role.body.scopes]).toEqual([201, ['runs:read', 'members:read', 'members:write']]);
  expect((await boss('POST', '/v1/roles', { name: 'portaria', scopes })).status).toBe(409);
  const { call: porter, id } = await join(boss, 'porteiro@example.com', role.body.id);
  const me = (await porter('GET', '/v1/me')).body;
  expect([me.role, me.scopes.toSorted()]).toEqual([role.body.id, scopes.toSorted()]);
  const status = async (...call: Parameters<Call>) => (await porter(...call)).status;
  expect(await status('GET', '/v1/runs')).toBe(200);
  expect(await status('GET', '/v1/flows')).toBe(403);
  expect(await status('POST', '/v1/invites', { email: 'x@example.com', role: 'viewer' })).toBe(403);
  expect(await status('POST', '/v1/invites', { email: 'x@example.com', role: 'owner' })).toBe(403);
  expect(await status('POST', '/v1/roles', { name: 'Mais', scopes: ['flows:write'] })).toBe(403);
  expect(await status('PATCH', `/v1/members/${id}`, { role: 'admin' })).toBe(403);
  const owner = (await boss('GET', '/v1/me')).body.user.id;
  expect(await status('DELETE', `/v1/members/${owner}`)).toBe(403);
  expect(await status('POST', '/v1/invites', { email: 'y@example.com', role: role.body.id })).toBe(201);
  expect((await boss('DELETE', `/v1/roles/${role.body.id}`)).status).toBe(409);
  await boss('PATCH', `/v1/roles/${role.body.id}`, { scopes: ['flows:read'] });
  expect([await status('GET', '/v1/flows'), await status('GET', '/v1/runs')]).toEqual([200, 403]);
});

test('a tenant is never without an owner, and owners are made by owners', async () => {
  const { call: admin2, id } = await join(boss, 'adm@example.com', 'admin');
  const owner = (await boss('GET', '/v1/me')).body.user.id;
  expect((await boss('PATCH', `/v1/members/${owner}`, { role: 'viewer' })).body.code).toBe('conflict');
  expect((await boss('DELETE', '/v1/workspaces/current')).status).toBe(409);
  expect((await admin2('PATCH', `/v1/members/${id}`, { role: 'owner' })).status).toBe(403);
  expect((await admin2('DELETE', `/v1/members/${owner}`)).status).toBe(403);
  expect((await boss('PATCH', `/v1/members/${id}`, { role: 'owner' })).body.role).toBe('owner');
  expect((await boss('PATCH', `/v1/members/${id}`, { role: 'editor' })).body.role).toBe('editor');
  expect((await boss('DELETE', `/v1/members/${id}`)).status).toBe(204);
  expect((await admin2('GET', '/v1/me')).status).toBe(401);
});

test('a person of two tenants sees one at a time; one that is made is theirs, made once for a key', async () => {
  const again = { 'idempotency-key': newId('ten') };
  const made = await boss('POST', '/v1/workspaces', { name: 'Ótica São João' }, again);
  expect([made.status, made.body.slug, made.body.role]).toEqual([201, 'otica-sao-joao', 'owner']);
  expect((await boss('POST', '/v1/workspaces', { name: 'Ótica São João' }, again)).body.id).toBe(made.body.id);
  expect((await stranger('POST', '/v1/workspaces', { name: 'Ótica São João' })).body.slug).toMatch(/^otica-sao-joao-/);
  // What providers of payments deliver to is ours.
  expect((await stranger('POST', '/v1/workspaces', { name: 'Billing' })).body.slug).toMatch(/^billing-[0-9a-f]{4}$/);
  const names = (await boss('GET', '/v1/workspaces')).body.data.map(({ id }: { id: string }) => id);
  expect(new Set(names)).toEqual(new Set([one.tenantId, made.body.id]));
  expect((await boss('POST', '/v1/session/workspace', { tenant: other.tenantId })).status).toBe(404);
  expect((await boss('POST', '/v1/session/workspace', { tenant: made.body.id })).status).toBe(204);
  const me = (await boss('GET', '/v1/me')).body;
  expect([me.tenant.id, (await boss('GET', '/v1/members')).body.data.length]).toEqual([made.body.id, 1]);
  const site = { 'sec-fetch-site': 'cross-site' };
  expect((await boss('POST', '/v1/session/workspace', { tenant: one.tenantId }, site)).status).toBe(403);
  // Another owner first: then one may leave, and is where one still belongs.
  const id = await createUser(admin.sql, { email: 'socia@example.com', name: 'Sócia', emailVerified: true });
  await admin.sql`insert into memberships (tenant_id, user_id, role)
    values (${parseId('ten', made.body.id)}, ${parseId('usr', id)}, 'owner')`;
  expect((await boss('DELETE', '/v1/workspaces/current')).status).toBe(204);
  expect((await boss('GET', '/v1/me')).body.tenant.id).toBe(one.tenantId);
  const [kept] = await admin.sql<{ id: string }>`select id from tenants where slug = 'otica-sao-joao'`;
  expect(formatId('ten', kept?.id ?? '')).toBe(made.body.id);
});

test('what no plan changes is a conflict, what one’s own plan does is said with the plan that would', async () => {
  const { tenantId, call } = await fixture.account();
  const within = (work: Parameters<typeof fixture.deps.database.withTenant<unknown>>[1]) =>
    fixture.deps.database.withTenant(tenantId, work);
  await within(
    (db) => db.sql`insert into verified_domains (tenant_id, domain, token)
      select ${db.tenant}, 'd' || n || '.example', n from generate_series(1, 20) n`,
  );
  await within(
    (db) => db.sql`insert into roles (tenant_id, id, name, description, scopes, created_by)
      select ${db.tenant}, gen_random_uuid(), 'r' || n, '', '{flows:read}', 'user:1' from generate_series(1, 50) n`,
  );
  await within(
    (db) => db.sql`insert into invites (tenant_id, id, email, role, token_hash, invited_by, expires_at, created_at)
      select ${db.tenant}, gen_random_uuid(), 'c' || n || '@x.example', 'viewer', sha256(('c' || n)::bytea), 'user:1',
        now() + interval '1 day', now() - interval '2 days' from generate_series(1, 200) n`,
  );
  const full = [
    await call('POST', '/v1/domains', { domain: 'outro.example' }),
    await call('POST', '/v1/roles', { name: 'Outro', scopes: ['flows:read'] }),
    await call('POST', '/v1/invites', { email: 'mais@x.example', role: 'viewer' }),
  ];
  expect(full.map(({ status, body }) => [status, body.code])).toEqual(Array(3).fill([409, 'conflict']));
  expect(full.map(({ headers }) => headers.get('retry-after'))).toEqual([null, null, null]);
  // Those that nobody can take up any more are not open.
  await within((db) => db.sql`update invites set expires_at = now() where tenant_id = ${db.tenant}`);
  expect((await call('POST', '/v1/invites', { email: 'mais@x.example', role: 'viewer' })).status).toBe(201);
});

test('people, roles and invites of another tenant do not exist', async () => {
  const role = (await boss('POST', '/v1/roles', { name: 'Só meu', scopes: ['flows:read'] })).body.id;
  const invite = (await boss('POST', '/v1/invites', { email: 'z@example.com', role })).body.id;
  const user = (await boss('GET', '/v1/me')).body.user.id;
  const tries: Parameters<Call>[] = [
    ['PATCH', `/v1/members/${user}`, { role: 'viewer' }],
    ['DELETE', `/v1/members/${user}`],
    ['PATCH', `/v1/roles/${role}`, { name: 'x' }],
    ['DELETE', `/v1/roles/${role}`],
    ['POST', `/v1/invites/${invite}/resend`],
    ['DELETE', `/v1/invites/${invite}`],
    ['POST', '/v1/invites', { email: 'q@example.com', role }],
    ['POST', '/v1/session/workspace', { tenant: one.tenantId }],
  ];
  for (const call of tries)
    expect([call[0], call[1], (await stranger(...call)).status]).toEqual([call[0], call[1], 404]);
  const seen = [await stranger('GET', '/v1/roles'), await stranger('GET', '/v1/invites')];
  expect(JSON.stringify(seen.map(({ body }) => [body.custom, body.data]))).not.toMatch(/Só meu|z@example/);
});
