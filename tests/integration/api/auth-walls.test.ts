import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { newId, parseId } from '#domain/ids.ts';
import { apiFixture } from './api-fixture.ts';

const PAGES = 'http://localhost:3000';
const operators = { token: 'an-operator-token-of-32-characters', emails: [] as string[] };
const fixture = await apiFixture({ operators });
afterAll(() => fixture.close());
const { admin } = fixture.data.database;
const [one, ope] = [await fixture.account(), await fixture.account()];
operators.emails.push(ope.email);

const firstCookie = (headers: Headers): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const call = (method: string, path: string, cookie: string, body?: unknown, headers: Record<string, string> = {}) =>
  fixture.fetch(path, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const enter = async ({ email, password }: { email: string; password: string }): Promise<string> =>
  firstCookie((await call('POST', '/v1/session', '', { email, password })).headers);
const userOf = async (cookie: string): Promise<string> => (await call('GET', '/v1/me', cookie)).body.user.id;

test('one of ours in somebody’s place adds no passkey to that person, whichever cookie holds the place', async () => {
  const own = await enter(ope);
  const user = await userOf(await enter(one));
  const begun = await call('POST', '/v1/admin/impersonations', own, {
    ...{ tenant: one.tenantId, user, reason: 'chamado 42' },
  });
  const place = firstCookie(begun.headers).split('=')[1] ?? '';
  const ownToken = own.split('=')[1] ?? '';
  const cookies = [
    `trama_acting=${ownToken}; trama_session=${place}`,
    `trama_session=${place}`,
    `trama_session=${ownToken}; trama_acting=${place}`,
  ];
  for (const cookie of cookies) {
    expect((await call('GET', '/v1/auth/passkey/generate-register-options', cookie)).status).toBe(403);
    expect((await call('GET', '/v1/auth/passkey/list-user-passkeys', cookie)).status).toBe(403);
    const body = { name: 'x', response: {}, createSession: true };
    expect((await call('POST', '/v1/auth/passkey/verify-registration', cookie, body)).status).toBe(403);
    expect((await call('POST', '/v1/auth/update-user', cookie, { name: 'x' })).status).toBe(403);
  }
  const subscription = {
    endpoint: 'https://push.example.com/abc',
    keys: {
      p256dh: 'BI4yMfXaWwchBG6AXAJJYFfFGs0GaS7d_-czkeeWZuX5MZijVkTvvtY1CJJki-J4ZrWqmdMcK0G1incPnfryr4w',
      auth: 'AAAAAAAAAAAAAAAAAAAAAA',
    },
  };
  expect((await call('POST', '/v1/push/subscriptions', `trama_session=${place}`, subscription)).status).toBe(403);
  // A session of one's own under the name of a place is no place, and no way to be two people at once.
  const me = await call('GET', '/v1/me', `trama_acting=${ownToken}; trama_session=${place}`);
  expect([me.body.user.id, me.body.impersonated]).toEqual([user, true]);
});

test('a session that the tenant’s rules ended opens nothing of better-auth', async () => {
  const account = await fixture.account();
  const cookie = await enter(account);
  const list = () => call('GET', '/v1/auth/passkey/list-user-passkeys', cookie);
  expect((await list()).status).toBe(200);
  const rename = () => call('POST', '/v1/auth/update-user', cookie, { name: 'Novo Nome' });
  expect((await rename()).status).toBe(200);
  await admin.sql`delete from memberships where user_id = ${parseId('usr', await userOf(cookie))}`;
  expect([(await list()).status, (await rename()).status]).toEqual([401, 401]);
  // A way in does not ask for a session, and is not shown one that is over.
  expect((await call('GET', '/v1/auth/passkey/generate-authenticate-options', cookie)).status).toBe(200);
});

test('a browser that was left open adds no passkey: one has to have signed in just before', async () => {
  const account = await fixture.account();
  const cookie = await enter(account);
  const options = () => call('GET', '/v1/auth/passkey/generate-register-options', cookie);
  const fresh = await options();
  expect([fresh.status, fresh.body.authenticatorSelection.userVerification]).toEqual([200, 'required']);
  await admin.sql`
    update identity.sessions set created_at = now() - interval '11 minutes'
    where user_id = ${parseId('usr', await userOf(cookie))}`;
  expect((await options()).status).toBe(403);
});

test('a body is passed on by its known fields, and a query of a POST is not', async () => {
  const account = await fixture.account();
  const cookie = await enter(account);
  const rename = (name: unknown) =>
    call('POST', '/v1/auth/update-user', cookie, { name, image: 'https://x.example/a.png' });
  for (const name of ['', ' ', 'x'.repeat(101), 7, undefined]) expect((await rename(name)).status).toBe(422);
  expect((await rename('Ana')).status).toBe(200);
  expect((await call('GET', '/v1/me', cookie)).body.user.name).toBe('Ana');

  await call('POST', '/v1/auth/request-password-reset', '', { email: account.email });
  const letter = fixture.letters.filter(({ to }) => to === account.email).at(-1);
  const token = /#(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  const beside = `/v1/auth/reset-password?token=${token}`;
  expect((await call('POST', beside, '', { newPassword: 'cavalo certo de hoje' })).status).toBeGreaterThan(399);
  const weak = await call('POST', beside, '', { token, newPassword: 'curta' });
  expect([weak.status, weak.body.errors[0].code]).toEqual([422, 'weak_password']);
});

test('whoever is signed in guesses the password no more often than who is not', async () => {
  const account = await fixture.account();
  const cookie = await enter(account);
  const guess = (currentPassword: string) =>
    call('POST', '/v1/auth/change-password', cookie, { currentPassword, newPassword: 'cavalo certo de hoje' });
  const codes: number[] = [];
  for (let i = 0; i < 9; i++) codes.push((await guess('errada')).status);
  codes.push((await call('POST', '/v1/auth/two-factor/enable', cookie, { password: 'errada' })).status);
  expect(codes).toEqual(Array(10).fill(422));
  expect([(await guess(account.password)).status, (await enter(account)).length]).toEqual([429, 0]);

  const path = `/v1/admin/users/${await userOf(cookie)}/unlock`;
  expect((await call('POST', path, cookie, { reason: 'chamado 44' })).status).toBe(403);
  const operator = await enter(ope);
  const shown = async () =>
    (await call('GET', `/v1/admin/users?q=${account.email}`, operator)).body.data[0].lockedUntil;
  expect(await shown()).not.toBeNull();
  expect((await call('POST', path, operator, { reason: 'chamado 44' })).status).toBe(204);
  expect(await shown()).toBeNull();
  expect(await enter(account)).not.toBe('');
});

const deedsOf = ({ tenantId }: { tenantId: string }): Promise<{ action: string }[]> =>
  fixture.data.database.withTenant(
    tenantId,
    (db) => db.sql<{ action: string }>`
      select action from audit_entries where tenant_id = ${db.tenant} and action like 'account.%' order by seq`,
  );

test('a password that was chosen by a link, and another name, stand in the audit', async () => {
  const account = await fixture.account();
  await call('POST', '/v1/auth/update-user', await enter(account), { name: 'Ana' });
  await call('POST', '/v1/auth/request-password-reset', '', { email: account.email });
  const letter = fixture.letters.filter(({ to }) => to === account.email).at(-1);
  const token = /#(\S+)/.exec(letter?.text ?? '')?.[1] ?? '';
  const reset = () => call('POST', '/v1/auth/reset-password', '', { token, newPassword: 'cavalo certo de hoje' });
  expect([(await reset()).status, (await reset()).status]).toEqual([200, 401]);
  expect(await deedsOf(account)).toEqual([{ action: 'account.name' }, { action: 'account.password.reset' }]);
});

test('whoever ends all that they have open is out of others’ places, too; nobody looks at a tenant that is going', async () => {
  const own = await enter(ope);
  const user = await userOf(await enter(one));
  const reason = { tenant: one.tenantId, user, reason: 'chamado 43' };
  const begun = await call('POST', '/v1/admin/impersonations', own, reason);
  const cookie = `${own}; ${firstCookie(begun.headers)}`;
  const inPlace = async () => (await call('GET', '/v1/me', cookie)).body.impersonated;
  expect(await inPlace()).toBe(true);
  expect((await call('DELETE', '/v1/me/sessions', own)).status).toBe(200);
  expect(await inPlace()).toBe(false);

  const going = await fixture.account();
  await admin.sql`
    insert into memberships (tenant_id, user_id, role)
    values (${parseId('ten', going.tenantId)}, ${parseId('usr', await userOf(own))}, 'owner')`;
  await admin.sql`update tenants set status = 'deleting' where id = ${parseId('ten', going.tenantId)}`;
  expect((await call('POST', '/v1/session/workspace', own, { tenant: going.tenantId })).status).toBe(404);
});

/** An authenticator with one key of P-256. Gives what a browser makes of it. */
async function authenticator(userId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [bytesX, bytesY] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
  const head = Buffer.from('a5010203262001215820', 'hex');
  const cose = Buffer.concat([head, bytesX, Buffer.from('225820', 'hex'), bytesY]);
  const id = createHash('sha256').update(x).digest('base64url');
  await admin.sql`
    insert into identity.passkeys (id, user_id, name, public_key, credential_id, counter, device_type, backed_up)
    values (${parseId('ses', newId('ses'))}, ${parseId('usr', userId)}, 'chave', ${cose.toString('base64')}, ${id}, 0,
      'singleDevice', false)`;
  return (challenge: string, { verified, origin = PAGES }: { verified: boolean; origin?: string }) => {
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }));
    const flags = Buffer.from([verified ? 0x05 : 0x01]);
    const data = Buffer.concat([createHash('sha256').update('localhost').digest(), flags, Buffer.alloc(4)]);
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey);
    return {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: {
        authenticatorData: data.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  };
}

test('a passkey opens where its device made sure of the person, and at our own pages alone', async () => {
  const account = await fixture.account();
  const show = await authenticator(await userOf(await enter(account)));
  const tryIt = async (how: { verified: boolean; origin?: string }) => {
    const asked = await call('GET', '/v1/auth/passkey/generate-authenticate-options', '');
    const cookie = firstCookie(asked.headers);
    const response = show(asked.body.challenge, how);
    // The request says of itself whatever its sender likes.
    const said = { origin: fixture.url, 'sec-fetch-site': 'same-origin' };
    return (await call('POST', '/v1/auth/passkey/verify-authentication', cookie, { response }, said)).status;
  };
  expect(await tryIt({ verified: false })).toBe(401);
  expect(await tryIt({ verified: true, origin: fixture.url })).toBeGreaterThan(399);
  expect(await tryIt({ verified: true })).toBe(200);
});
