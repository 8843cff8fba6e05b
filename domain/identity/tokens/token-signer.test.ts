import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';
import { createTokenSigner } from './token-signer.ts';

const rootKey = (root: string) => (purpose: string) => ({
  id: 'root',
  bytes: createHmac('sha256', root).update(purpose).digest(),
});
const claims = { id: 'j', tenantId: 'ten_1', family: 'f', keyId: 'key_1', scopes: ['flows:read', 'runs:read'] };
const WEEK_MS = 7 * 86_400_000;
const START = Date.UTC(2026, 0, 1);

test('a token is read by any process of the installation, until its ten minutes are over', async () => {
  const token = await createTokenSigner(rootKey('a'), () => START).sign(claims);
  const later = (ms: number) => createTokenSigner(rootKey('a'), () => START + ms).read(token);
  expect(await later(0)).toMatchObject(claims);
  expect(await later(9 * 60_000)).toMatchObject(claims);
  expect(await later(11 * 60_000)).toBeNull();
  expect(await createTokenSigner(rootKey('b'), () => START).read(token)).toBeNull();
});

test('the key of the week before still counts, the next one is published before it is used, older ones are gone', async () => {
  let now = START;
  const signer = createTokenSigner(rootKey('a'), () => now);
  const [old] = [await signer.sign(claims)];
  const { keys } = await signer.jwks();
  expect(keys).toHaveLength(3);
  expect(keys.every((key) => key.d === undefined && key.alg === 'EdDSA')).toBe(true);
  now = START + WEEK_MS;
  const next = await signer.sign(claims);
  // A token of just before the change is read after it, by who fetched the keys before it.
  await expect(jwtVerify(next, createLocalJWKSet({ keys }), { currentDate: new Date(now) })).resolves.toBeDefined();
  const fresh = (await signer.jwks()).keys.map(({ kid }) => kid);
  expect(fresh.slice(0, 2)).toEqual(keys.map(({ kid }) => kid).slice(1));
  expect(await createTokenSigner(rootKey('a'), () => START + 2 * WEEK_MS).read(old)).toBeNull();
});

test('nothing else passes: no signature, another algorithm, another key, another audience, another kind of token', async () => {
  const signer = createTokenSigner(rootKey('a'), () => START);
  const kid = (await signer.jwks()).keys[1]?.kid ?? '';
  const { privateKey } = generateKeyPairSync('ed25519');
  const base = (audience = 'trama-api', typ = 'at+jwt') =>
    new SignJWT({ tid: 'ten_1', fam: 'f', scope: '*' })
      .setProtectedHeader({ alg: 'EdDSA', typ, kid })
      .setIssuer('trama')
      .setAudience(audience)
      .setExpirationTime(Math.floor(START / 1000) + 60);
  const unsigned = new UnsecuredJWT({ tid: 'ten_1' }).setIssuer('trama').setAudience('trama-api').encode();
  const symmetric = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
    .sign(Buffer.from((await signer.jwks()).keys[1]?.x ?? '', 'base64url'));
  const good = await signer.sign(claims);
  const [head, body, signature] = good.split('.');
  const changed = Buffer.from(String(body), 'base64url').toString().replace('flows:read', 'keys:write');
  const forged = [head, Buffer.from(changed).toString('base64url'), signature].join('.');
  for (const token of [unsigned, symmetric, forged, await base().sign(privateKey), good.slice(0, -4), 'eyJ', ''])
    expect(await signer.read(token), token).toBeNull();
  // The right key, and the wrong audience or kind.
  const seed = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    rootKey('a')(`access-tokens/${kid.slice(1)}`).bytes,
  ]);
  const { createPrivateKey } = await import('node:crypto');
  const own = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  expect(await signer.read(await base().sign(own))).not.toBeNull();
  expect(await signer.read(await base('another-api').sign(own))).toBeNull();
  expect(await signer.read(await base('trama-api', 'JWT').sign(own))).toBeNull();
});
