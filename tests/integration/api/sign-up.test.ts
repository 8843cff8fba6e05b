import { afterAll, expect, test } from 'vitest';
import { openInviteTries } from '#api/routes/people/accept-invite.ts';
import { parseId } from '#domain/ids.ts';
import { type Answered, apiFixture } from './api-fixture.ts';

const fixture = await apiFixture({ signUp: true });
afterAll(() => fixture.close());
const { admin } = fixture.deps.database;
const PASSWORD = 'dez carros na rampa';

const post = (path: string, body: unknown, cookie = ''): Promise<Answered> =>
  fixture.fetch(`/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'pt-BR', ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
const cookieIn = ({ headers }: Answered): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const me = (cookie: string) => fixture.fetch('/v1/me', { headers: { cookie } });
/** What the last letter says, and the token of its link. */
const letter = () => {
  const { to, text, subject } = fixture.letters.at(-1) ?? { to: '', text: '', subject: '' };
  return { to, subject, text, token: /sign-up-link#([\w-]+)/.exec(text)?.[1] ?? '' };
};

let made = 0;
const ask = async (more: Record<string, unknown> = {}, cookie = '') => {
  const email = `ana${++made}@oficina.example`;
  const given = { email, name: 'Ana', company: 'Oficina da Ana', password: PASSWORD, ...more };
  // The limits of a place are for one test alone.
  fixture.deps.inviteTries = openInviteTries();
  await admin.sql`update identity.sign_ups set place = id::text`;
  return { email: String(given.email), answer: await post('/sign-up', given, cookie) };
};

test('a visitor proves the address and owns a tenant of their own, in which nothing of others is seen', async () => {
  const other = await fixture.account();
  await other.call('POST', '/v1/flows', { definition: { language: 'trama/1', name: 'Alheio' } });
  const { email, answer } = await ask({ plan: 'BUSINESS', interval: 'year' });
  expect(answer).toMatchObject({ status: 202, body: { hours: 24 } });
  expect(answer.headers.get('set-cookie')).toMatch(/^trama_sign_up=.*Path=\/v1\/sign-up; HttpOnly; SameSite=Lax/);
  const { to, token } = letter();
  expect(to).toBe(email);
  // Nothing is there before the link is followed.
  expect(await admin.sql`select 1 from users where email = ${email}`).toEqual([]);
  const browser = cookieIn(answer);
  expect((await post('/sign-up/look', { token }, browser)).body).toEqual({
    ...{ email, name: 'Ana', company: 'Oficina da Ana', plan: 'BUSINESS', interval: 'year' },
    ...{ passwordKept: true, used: false, known: false },
  });
  const confirmed = await post('/sign-up/confirm', { token }, browser);
  expect(confirmed).toMatchObject({ status: 200, body: { plan: 'BUSINESS', interval: 'year' } });
  const session = cookieIn(confirmed);
  const { body } = await me(session);
  expect(body).toMatchObject({
    user: { email, name: 'Ana' },
    role: 'owner',
    tenant: { id: confirmed.body.tenantId, name: 'Oficina da Ana', plan: 'FREE' },
  });
  const flows = await fixture.fetch('/v1/flows', { headers: { cookie: session } });
  expect(flows.body.data).toEqual([]);
  const audit = await fixture.fetch('/v1/audit', { headers: { cookie: session } });
  expect(audit.body.data.map((entry: { action: string }) => entry.action)).toEqual(['tenant.create']);
  expect(await post('/session', { email, password: PASSWORD })).toMatchObject({ status: 200 });
  // What was typed is kept once: where passwords are.
  expect(await admin.sql`select password from identity.sign_ups where email = ${email}`).toEqual([{ password: null }]);
});

test('a tenant speaks the language of whoever signed up for it: its letters and invoices do', async () => {
  const { answer } = await ask();
  const { body } = await fixture.fetch('/v1/sign-up/confirm', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en-GB,en;q=0.8', cookie: cookieIn(answer) },
    body: JSON.stringify({ token: letter().token }),
  });
  const localeOf = async (id: string) => {
    const [row] = await admin.sql<{ locale: string }>`select locale from tenants where id = ${parseId('ten', id)}`;
    return row?.locale;
  };
  expect(await localeOf(body.tenantId)).toBe('en');
  const { answer: second } = await ask();
  const brazilian = await post('/sign-up/confirm', { token: letter().token }, cookieIn(second));
  expect(await localeOf(brazilian.body.tenantId)).toBe('pt-BR');
});

test('the answer is the same for an address that has an account, whose letter says so and leads nowhere else', async () => {
  const known = await fixture.account();
  const first = await ask();
  const second = await ask({ email: known.email.toUpperCase() });
  expect(second.answer).toMatchObject({ status: first.answer.status, body: first.answer.body });
  expect(letter()).toMatchObject({ to: known.email, token: '', subject: 'Você já tem uma conta na Trama' });
  expect(await post('/session', { email: known.email, password: PASSWORD })).toMatchObject({ status: 401 });
});

test('whoever reads the mail elsewhere chooses the password there: who typed the address gets in by none', async () => {
  const { email } = await ask();
  const { token } = letter();
  expect((await post('/sign-up/look', { token })).body).toMatchObject({ passwordKept: false });
  const without = await post('/sign-up/confirm', { token });
  expect(without).toMatchObject({ status: 422, body: { errors: [{ pointer: '/password', code: 'required' }] } });
  expect(await post('/sign-up/confirm', { token, password: 'curta' })).toMatchObject({ status: 422 });
  const own = 'outra senha bem longa';
  expect(await post('/sign-up/confirm', { token, password: own })).toMatchObject({ status: 200 });
  expect(await post('/session', { email, password: PASSWORD })).toMatchObject({ status: 401 });
  expect(await post('/session', { email, password: own })).toMatchObject({ status: 200 });
});

test('a link is followed twice, at once and later: one account, the browser that asked is in, any other is not', async () => {
  const { email, answer } = await ask();
  const [browser, { token }] = [cookieIn(answer), letter()];
  const [one, two] = await Promise.all([1, 2].map(() => post('/sign-up/confirm', { token }, browser)));
  const again = await post('/sign-up/confirm', { token }, browser);
  expect([one?.status, two?.status, again.status]).toEqual([200, 200, 200]);
  expect(new Set([one?.body.tenantId, two?.body.tenantId, again.body.tenantId]).size).toBe(1);
  const owned = await admin.sql`
    select m.role from memberships m join users u on u.id = m.user_id where u.email = ${email}`;
  expect(owned).toEqual([{ role: 'owner' }]);
  const entries = await fixture.fetch('/v1/audit', { headers: { cookie: cookieIn(again) } });
  expect(entries.body.data).toHaveLength(1);
  expect(await post('/sign-up/confirm', { token, password: 'outra senha bem longa' })).toMatchObject({ status: 409 });
  expect((await post('/sign-up/look', { token }, browser)).body).toMatchObject({ used: true });
  await admin.sql`update identity.sign_ups set used_at = used_at - interval '11 minutes' where email = ${email}`;
  expect(await post('/sign-up/confirm', { token }, browser)).toMatchObject({ status: 409 });
});

test('of two letters to one address, followed at once, one account comes', async () => {
  const { email, answer } = await ask();
  const [browser, first] = [cookieIn(answer), letter().token];
  await ask({ email }, browser);
  const second = letter().token;
  const both = await Promise.all([first, second].map((token) => post('/sign-up/confirm', { token }, browser)));
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const owned = await admin.sql`select 1 from memberships m join users u on u.id = m.user_id where u.email = ${email}`;
  expect(owned).toHaveLength(1);
  const late = both[0]?.status === 200 ? second : first;
  expect((await post('/sign-up/look', { token: late }, browser)).body).toMatchObject({ known: true, used: false });
});

test('what stopped between the person and the tenant goes on by the same link', async () => {
  const { email, answer } = await ask();
  const { token } = letter();
  // As a process leaves it that ended there.
  const id = '0198f000-0000-7000-8000-000000000001';
  await admin.sql`insert into users (id, email, name, email_verified) values (${id}::uuid, ${email}, 'Ana', true)`;
  await admin.sql`update identity.sign_ups set user_id = ${id}::uuid where email = ${email}`;
  const confirmed = await post('/sign-up/confirm', { token }, cookieIn(answer));
  expect(confirmed.status).toBe(200);
  expect((await me(cookieIn(confirmed))).body).toMatchObject({ user: { email }, role: 'owner' });
});

test('a link that is over, and one that never was, say so', async () => {
  const { email, answer } = await ask();
  const { token } = letter();
  await admin.sql`update identity.sign_ups set expires_at = now() where email = ${email}`;
  for (const [path, given] of [
    ['/sign-up/look', token],
    ['/sign-up/confirm', token],
    ['/sign-up/confirm', 'x'.repeat(43)],
  ] as const)
    expect(await post(path, { token: given }, cookieIn(answer)), path).toMatchObject({ status: 404 });
});

test('letters of one address, and of one place, have an end within the hour, over processes', async () => {
  const { email } = await ask();
  for (let n = 0; n < 4; n++) expect((await ask({ email })).answer.status).toBe(202);
  const sent = fixture.letters.length;
  const full = (await ask({ email })).answer;
  expect(full).toMatchObject({ status: 429 });
  expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(3_000);
  expect(fixture.letters).toHaveLength(sent);
  // An hour later there are some more, and then no more on that day.
  const later = () => admin.sql`
    update identity.sign_ups set created_at = created_at - interval '61 minutes' where email = ${email}`;
  await later();
  for (let n = 0; n < 5; n++) expect((await ask({ email })).answer.status).toBe(202);
  await later();
  expect((await ask({ email })).answer.status).toBe(429);
  const fresh = await ask();
  expect(fresh.answer.status).toBe(202);
  await admin.sql`
    insert into identity.sign_ups (id, email, name, company, browser_hash, place, new_tenant, expires_at)
    select gen_random_uuid(), 'x' || n || '@x.example', 'X', 'X', 'x', s.place, gen_random_uuid(), now() + interval '1 hour'
    from generate_series(1, 29) n, identity.sign_ups s where s.email = ${fresh.email}`;
  const other = { email: 'novo@x.example', name: 'Ana', company: 'Oficina', password: PASSWORD };
  expect(await post('/sign-up', other)).toMatchObject({ status: 429 });
});

test('a weak password is refused before anything, and where sign-up is closed nobody asks', async () => {
  expect((await ask({ password: 'oficina2026' })).answer).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/password', code: 'weak_password' }] },
  });
  expect((await fixture.fetch('/v1/session/options')).body).toEqual({ providers: [], signUp: true, mailKept: false });
  Object.assign(fixture.deps.settings, { signUp: false, mailKept: true });
  expect((await ask()).answer).toMatchObject({ status: 403 });
  expect((await fixture.fetch('/v1/session/options')).body).toMatchObject({ signUp: false, mailKept: true });
  Object.assign(fixture.deps.settings, { signUp: true, mailKept: false });
});
