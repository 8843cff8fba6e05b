import { createHmac, scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
const { admin } = fixture.data.database;

const AGENT = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';

/** A browser: it keeps its cookies. */
function browser(agent = AGENT) {
  const cookies = new Map<string, string>();
  const call = async (method: string, path: string, body?: unknown) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fixture.fetch(path, {
      method,
      headers: { cookie, 'user-agent': agent, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return { call, cookies };
}
type Person = { email: string; password: string };
const enter = async ({ email, password }: Person, agent?: string) => {
  const here = browser(agent);
  const answer = await here.call('POST', '/v1/session', { email, password });
  return { ...here, answer };
};

const base32 = (text: string): Buffer => {
  const bits = Array.from(text)
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
/** RFC 6238, as an authenticator computes it. */
function codeOf(uri: string, nowMs = Date.now()): string {
  const secret = base32(new URL(uri).searchParams.get('secret') ?? '');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
const tokenIn = (text: string | undefined): string => /#(\S+)/.exec(text ?? '')?.[1] ?? '';
const lettersTo = (email: string) => fixture.letters.filter(({ to }) => to === email);

test('a token opens nothing once it is read from the table: only its hash stands there', async () => {
  const { cookies, call } = await enter(one);
  const token = cookies.get('trama_session') ?? '';
  const [row] = await admin.sql<{ all: string; hash: string }>`
    select s::text as all, token_hash as hash from identity.sessions s order by created_at desc limit 1`;
  expect(row?.all).not.toContain(token);
  const thief = await fixture.fetch('/v1/me', { headers: { cookie: `trama_session=${row?.hash}` } });
  expect([thief.status, (await call('GET', '/v1/me')).status]).toEqual([401, 200]);
});

test('a session that is over opens nothing, neither here nor at better-auth', async () => {
  const { call } = await enter(one);
  expect((await call('GET', '/v1/auth/passkey/list-user-passkeys')).status).toBe(200);
  await admin.sql`update identity.sessions set expires_at = now() - interval '1 second' where revoked_at is null`;
  expect((await call('GET', '/v1/me')).status).toBe(401);
  expect((await call('GET', '/v1/auth/passkey/list-user-passkeys')).status).toBe(401);
});

test('a person sees where they are signed in, and ends one session, or all others', async () => {
  const [here, there, third] = [await enter(one), await enter(one, 'Firefox/130.0 (Linux)'), await enter(one)];
  const listed = (await here.call('GET', '/v1/me/sessions')).body.data;
  expect(listed.map((row: { device: string }) => row.device)).toContain('Firefox · Linux');
  expect(listed.filter((row: { current: boolean }) => row.current)).toHaveLength(1);
  const firefox = listed.find((row: { device: string }) => row.device === 'Firefox · Linux').id;
  const stranger = await enter(other);
  expect((await stranger.call('DELETE', `/v1/me/sessions/${firefox}`)).status).toBe(404);
  expect((await here.call('DELETE', `/v1/me/sessions/${firefox}`)).status).toBe(204);
  expect((await there.call('GET', '/v1/me')).status).toBe(401);
  expect((await there.call('GET', '/v1/auth/passkey/list-user-passkeys')).status).toBe(401);
  expect((await here.call('DELETE', '/v1/me/sessions')).body.ended).toBe(1);
  expect([(await third.call('GET', '/v1/me')).status, (await here.call('GET', '/v1/me')).status]).toEqual([401, 200]);
  expect((await stranger.call('GET', '/v1/me')).status).toBe(200);
});

test('a hash of the time before opens, and is argon2id afterwards', async () => {
  const account = await fixture.account();
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(account.password, salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `scrypt$1024$8$1$${salt.toString('base64')}$${key.toString('base64')}`;
  await admin.sql`update identity.accounts a set password = ${old} from users u
    where u.id = a.user_id and u.email = ${account.email}`;
  expect((await enter(account)).answer.status).toBe(200);
  const [row] = await admin.sql<{ password: string }>`
    select password from identity.accounts a join users u on u.id = a.user_id where u.email = ${account.email}`;
  expect(row?.password).toMatch(/^\$argon2id\$v=19\$m=12288,t=3,p=1\$/);
  expect((await enter(account)).answer.status).toBe(200);
});

test('a lock stands in the database, is the same for an address that nobody has, and a link opens it', async () => {
  const account = await fixture.account();
  const nobody = { email: 'ninguem@example.com', password: 'correct horse' };
  for (const person of [account, nobody]) {
    const codes: number[] = [];
    for (let i = 0; i < 11; i++) codes.push((await enter({ ...person, password: 'errada' })).answer.status);
    expect(codes).toEqual([...Array(10).fill(401), 429]);
  }
  const { answer } = await enter(account);
  expect([answer.status, Number(answer.headers.get('retry-after')) > 20]).toEqual([429, true]);
  const [row] = await admin.sql<{ n: number }>`
    select count(*)::int as n from identity.sign_in_failures where subject like ${`%${account.email}%`}`;
  expect(row?.n).toBe(0);

  const here = browser();
  const asked = { email: account.email };
  expect((await here.call('POST', '/v1/auth/sign-in/magic-link', asked)).status).toBe(200);
  expect((await here.call('POST', '/v1/auth/sign-in/magic-link', { email: nobody.email })).status).toBe(200);
  expect(lettersTo(nobody.email)).toEqual([]);
  const token = tokenIn(lettersTo(account.email).at(-1)?.text);
  expect((await here.call('POST', '/v1/session/link', { token })).body.user.email).toBe(account.email);
  expect((await browser().call('POST', '/v1/session/link', { token })).status).toBe(401);
  expect((await enter(account)).answer.status).toBe(200);
});

test('wrong tries are forgotten with the right password: the next ones are free again', async () => {
  const account = await fixture.account();
  const codes: number[] = [];
  for (const wrong of [true, true, true, true, true, true, true, true, true, false, true, true, false])
    codes.push((await enter(wrong ? { ...account, password: 'errada' } : account)).answer.status);
  expect(codes).toEqual([...Array(9).fill(401), 200, 401, 401, 200]);
});

test('two steps: a code is due after the password and after a link; a recovery code is good once', async () => {
  const account = await fixture.account();
  const here = await enter(account);
  expect((await here.call('POST', '/v1/auth/two-factor/enable', { password: 'errada' })).status).toBe(422);
  const made = await here.call('POST', '/v1/auth/two-factor/enable', { password: account.password });
  const { totpURI, backupCodes } = made.body;
  expect((await enter(account)).answer.status).toBe(200); // not on before the first code
  const wrong = await here.call('POST', '/v1/auth/two-factor/verify-totp', { code: '000000' });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/code']);
  const at = Date.now();
  const shown = codeOf(totpURI, at);
  expect((await here.call('POST', '/v1/auth/two-factor/verify-totp', { code: shown })).status).toBe(200);

  const again = await enter(account);
  expect([again.answer.status, again.answer.body.secondFactor]).toEqual([202, ['totp']]);
  expect((await again.call('GET', '/v1/me')).status).toBe(401);
  // A code that was shown is worth nothing any more, though its half minute is not over.
  expect((await again.call('POST', '/v1/auth/two-factor/verify-totp', { code: shown })).status).toBe(422);
  const fresh = await enter(account);
  const next = { code: codeOf(totpURI, at + 30_000) };
  expect((await fresh.call('POST', '/v1/auth/two-factor/verify-totp', next)).status).toBe(200);
  expect((await fresh.call('GET', '/v1/me')).body.user.email).toBe(account.email);

  const byLink = browser();
  await byLink.call('POST', '/v1/auth/sign-in/magic-link', { email: account.email });
  const token = tokenIn(lettersTo(account.email).at(-1)?.text);
  expect((await byLink.call('POST', '/v1/session/link', { token })).status).toBe(202);
  expect((await byLink.call('GET', '/v1/me')).status).toBe(401);
  const [code] = backupCodes;
  expect((await byLink.call('POST', '/v1/auth/two-factor/verify-backup-code', { code })).status).toBe(200);
  const third = await enter(account);
  expect((await third.call('POST', '/v1/auth/two-factor/verify-backup-code', { code })).status).toBe(422);
  const [row] = await admin.sql<{ kept: string }>`
    select string_agg(f::text, '') as kept from identity.two_factors f`;
  expect(row?.kept).not.toContain(backupCodes[1]);
});

test('a forgotten password is chosen anew by a link, once, and shuts everybody out', async () => {
  const account = await fixture.account();
  const signedIn = await enter(account);
  const here = browser();
  const email = account.email;
  expect((await here.call('POST', '/v1/auth/request-password-reset', { email })).status).toBe(200);
  const token = tokenIn(lettersTo(email).at(-1)?.text);
  const reset = (newPassword: string) => here.call('POST', '/v1/auth/reset-password', { token, newPassword });
  for (const weak of ['curta', 'password123', `${email.split('@')[0]}1`]) {
    const answer = await reset(weak);
    expect([weak, answer.status, answer.body.errors?.[0].code]).toEqual([weak, 422, 'weak_password']);
  }
  expect((await reset('cavalo certo de hoje')).status).toBe(200);
  expect((await reset('cavalo certo de ontem')).status).toBe(401);
  expect((await signedIn.call('GET', '/v1/me')).status).toBe(401);
  expect((await enter(account)).answer.status).toBe(401);
  expect((await enter({ email, password: 'cavalo certo de hoje' })).answer.status).toBe(200);
});

test('who changes the password stays in, and nobody else does', async () => {
  const account = await fixture.account();
  const [here, there] = [await enter(account), await enter(account)];
  const change = (currentPassword: string) =>
    here.call('POST', '/v1/auth/change-password', { currentPassword, newPassword: 'cavalo certo de hoje' });
  expect((await change('errada')).status).toBe(422);
  expect((await change(account.password)).status).toBe(200);
  expect([(await here.call('GET', '/v1/me')).status, (await there.call('GET', '/v1/me')).status]).toEqual([200, 401]);
  const deeds = await fixture.data.database.withTenant(
    account.tenantId,
    (db) => db.sql`select action from audit_entries where tenant_id = ${db.tenant} and action like 'account.%'`,
  );
  expect(deeds).toEqual([{ action: 'account.password' }]);
});

test('a device that was never seen is told of by mail, the first of all is not', async () => {
  const account = await fixture.account();
  await enter(account);
  await enter(account);
  expect(lettersTo(account.email)).toEqual([]);
  await enter(account, 'Mozilla/5.0 (iPhone) Version/18 Safari/604.1');
  // Nobody waits for the letter before they are in.
  await expect.poll(() => lettersTo(account.email).map(({ text }) => /Safari · iPhone/.test(text))).toEqual([true]);
});

test('what is not meant to be open is not there, and other sites reach nothing', async () => {
  const { call, cookies } = await enter(one);
  for (const path of [
    'sign-in/email',
    'sign-up/email',
    'delete-user',
    'list-sessions',
    'get-session',
    'ok',
    '../v1/me',
  ])
    expect([path, (await call('POST', `/v1/auth/${path}`, {})).status]).toEqual([path, 404]);
  const evil = await fixture.fetch('/v1/auth/update-user', {
    method: 'POST',
    headers: {
      cookie: `trama_session=${cookies.get('trama_session')}`,
      'content-type': 'application/json',
      origin: 'https://evil.example',
    },
    body: '{"name":"x"}',
  });
  expect(evil.status).toBe(403);
  const forged = await fixture.fetch('/v1/auth/passkey/list-user-passkeys', {
    headers: { cookie: `trama.session_token=${cookies.get('trama_session')}.x` },
  });
  expect(forged.status).toBe(401);
});
