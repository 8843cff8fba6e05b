import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { contextFor } from '../context-for.ts';
import { cryptoSign } from './sign.ts';
import { cryptoToken } from './token.ts';
import { cryptoVerify } from './verify.ts';

const connection: ConnectionValue = {
  id: 'con_1',
  connector: 'secret',
  name: 's',
  config: {},
  secret: { secret: 'key' },
  hosts: [],
};
const signed = contextFor({}, { connection });
const quick = 'The quick brown fox jumps over the lazy dog';

test.each([
  ['sha256', 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'],
  ['sha1', 'de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9'],
])('%s signs as published', async (algorithm, signature) => {
  expect(await cryptoSign.run({ payload: quick, algorithm }, signed)).toEqual({ signature });
});

test('what is signed verifies, in each encoding; what was changed does not', async () => {
  for (const encoding of ['hex', 'base64', 'base64url']) {
    const { signature } = (await cryptoSign.run({ payload: 'ação', encoding, algorithm: 'sha512' }, signed)) as {
      signature: string;
    };
    expect(await cryptoVerify.run({ payload: 'ação', signature, algorithm: 'sha512' }, signed)).toEqual({
      valid: true,
    });
    expect(await cryptoVerify.run({ payload: 'acao', signature, algorithm: 'sha512' }, signed)).toEqual({
      valid: false,
    });
  }
  const hex = createHmac('sha256', 'key').update('a').digest('hex');
  expect(await cryptoVerify.run({ payload: 'a', signature: `sha256=${hex}` }, signed)).toEqual({ valid: true });
  expect(await cryptoVerify.run({ payload: 'a', signature: '' }, signed)).toEqual({ valid: false });
});

test('without a connection there is nothing to sign with', async () => {
  await expect(cryptoSign.run({ payload: 'a' }, contextFor())).rejects.toMatchObject({ code: 'missing_connection' });
});

test('tokens are as long as asked for, and never the same', async () => {
  const token = async (config: Record<string, string | number>) =>
    ((await cryptoToken.run(config, contextFor())) as { token: string }).token;
  expect(await token({})).toMatch(/^[\w-]{43}$/);
  expect(await token({ bytes: 16, encoding: 'hex' })).toMatch(/^[0-9a-f]{32}$/);
  expect(await token({ encoding: 'digits', digits: 8 })).toMatch(/^\d{8}$/);
  expect(new Set(await Promise.all(Array.from({ length: 50 }, () => token({})))).size).toBe(50);
  await expect(token({ bytes: 4 })).rejects.toMatchObject({ code: 'bad_config' });
});
