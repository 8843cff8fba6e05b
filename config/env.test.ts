import path from 'node:path';
import { expect, test } from 'vitest';
import { listeningPorts, mailFolder, readEnv, SettingError } from './env.ts';

const settingOf = (source: NodeJS.ProcessEnv): string => {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof SettingError) return error.setting;
    throw error;
  }
  return 'none';
};

test('an empty environment gives the documented defaults', () => {
  const env = readEnv({});
  expect(env).toMatchObject({ PORT: 3000, TRAMA_TEMPORAL_PORT: 7233, TRAMA_TEMPORAL_UI_PORT: 8233, TRAMA_PG_PORT: 0 });
  expect(env.TRAMA_DATA).toBe(path.resolve('.trama'));
  expect(env.TRAMA_ALLOW_PRIVATE_HOSTS).toEqual([]);
  expect(env.TEMPORAL_NAMESPACE).toBe('default');
});

test('an empty value counts as not given', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', TRAMA_SECRET: '' }).PORT).toBe(3000);
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '0'],
  ['PORT', '70000'],
  ['TRAMA_PG_PORT', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['DATABASE_URL', 'mysql://x/y'],
  ['TEMPORAL_ADDRESS', 'http://temporal'],
  ['TEMPORAL_TLS', 'maybe'],
  ['TRAMA_SECRET', 'short'],
  ['HOOKS_URL', 'hooks.example'],
  ['OPENAI_BASE_URL', 'ftp://x'],
  // Of all directories, or of private accounts: whoever likes makes one with anybody's address in it.
  ['MICROSOFT_ISSUER', 'https://login.microsoftonline.com/common/v2.0'],
  ['MICROSOFT_ISSUER', 'https://login.microsoftonline.com/Organizations/v2.0/'],
  ['MICROSOFT_ISSUER', 'https://login.microsoftonline.com/consumers/v2.0'],
  ['MICROSOFT_ISSUER', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
  ['TRAMA_ALLOW_PRIVATE_HOSTS', '10.0.0.0/8'],
  ['TRAMA_TRUSTED_PROXIES', 'proxy.local'],
  ['TRAMA_TRUSTED_PROXIES', '10.0.0.0/33'],
])('a wrong %s (%s) is named', (name, value) => {
  expect(settingOf({ [name]: value })).toBe(name);
});

test('a directory of its own is one in any cloud, by its id or its name', () => {
  const own = [
    'https://login.microsoftonline.us/6f9a1c1e-33bb-4c1f-9b53-1de0ddf0a001/v2.0',
    'http://127.0.0.1:1/loja.example/v2.0',
  ];
  for (const address of own) expect(readEnv({ MICROSOFT_ISSUER: address }).MICROSOFT_ISSUER).toBe(address);
});

test('the line is one, speaks both languages and does not show the value', () => {
  const read = () => readEnv({ TRAMA_SECRET: 'hunter2' });
  expect(read).toThrow('TRAMA_SECRET: use pelo menos 32 caracteres · use at least 32 characters');
  expect(read).not.toThrow('hunter2');
});

test('production refuses to start without a master key', () => {
  expect(settingOf({ NODE_ENV: 'production' })).toBe('TRAMA_SECRET');
  expect(settingOf({ NODE_ENV: 'production', TRAMA_SECRET: 'x'.repeat(32) })).toBe('none');
});

test('private hosts are read as a lower-case list with and without ports', () => {
  const env = readEnv({ TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1:18999, ERP.local ,[::1]:80,' });
  expect(env.TRAMA_ALLOW_PRIVATE_HOSTS).toEqual(['127.0.0.1:18999', 'erp.local', '[::1]:80']);
});

test('trusted proxies are addresses, networks and names of kinds of them', () => {
  expect(readEnv({}).TRAMA_TRUSTED_PROXIES).toEqual(['loopback']);
  const env = readEnv({ TRAMA_TRUSTED_PROXIES: '10.0.3.7, fd00::/8 linklocal' });
  expect(env.TRAMA_TRUSTED_PROXIES).toEqual(['10.0.3.7', 'fd00::/8', 'linklocal']);
});

test('two servers on one port are refused, unless one of them is given elsewhere', () => {
  expect(settingOf({ PORT: '7233' })).toBe('TRAMA_TEMPORAL_PORT');
  expect(settingOf({ PORT: '7233', TEMPORAL_ADDRESS: 'temporal.example:7233' })).toBe('none');
});

test('a client certificate without its key is refused', () => {
  expect(settingOf({ TEMPORAL_TLS_CLIENT_CERT_PATH: '/c.pem' })).toBe('TEMPORAL_TLS_CLIENT_KEY_PATH');
});

test('only servers of our own listen', () => {
  const elsewhere = readEnv({
    DATABASE_URL: 'postgres://u:p@db/trama',
    TEMPORAL_ADDRESS: 't:7233',
    TRAMA_PG_PORT: '5432',
  });
  expect(listeningPorts(elsewhere)).toEqual(['PORT']);
  expect(listeningPorts(readEnv({ TRAMA_PG_PORT: '5432' }))).toContain('TRAMA_PG_PORT');
});

test.each([
  ['STRIPE_WEBHOOK_SECRET', { STRIPE_SECRET_KEY: 'sk_test_1' }],
  ['STRIPE_SECRET_KEY', { STRIPE_WEBHOOK_SECRET: 'whsec_1' }],
  ['BILLING_PIX_CITY', { BILLING_PIX_KEY: 'pix@oficina.example', BILLING_PIX_NAME: 'Oficina' }],
  ['BILLING_RECONCILE_EVERY', { BILLING_RECONCILE_EVERY: 'PT0S' }],
])('payments need %s as well', (name, source) => {
  expect(settingOf(source)).toBe(name);
});

test('letters lie in a folder of the data where nobody sends them, and nowhere in production', () => {
  expect(mailFolder(readEnv({ TRAMA_DATA: '/data' }))).toBe('/data/mail');
  expect(mailFolder(readEnv({ TRAMA_DATA: '/data', SMTP_URL: 'smtp://localhost' }))).toBe(null);
  expect(mailFolder(readEnv({ NODE_ENV: 'production', TRAMA_SECRET: 'x'.repeat(32) }))).toBe(null);
});
