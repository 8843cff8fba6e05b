import { expect, test } from 'vitest';
import { TramaError } from '#flow/errors.ts';
import { contextFor } from './context-for.ts';
import { guardSecrets } from './hide-secrets.ts';

const SECRET = 'uma-chave/longa "e" única';
const connection = {
  ...{ id: 'con_1', connector: 'http', name: 'c', hosts: [], config: { auth: 'basic', username: 'ana' } },
  secret: { password: SECRET, nested: { pin: '1234' } },
};
const guard = guardSecrets({ ...contextFor({}), connection });

test('a secret that comes back is replaced: as it is, in addresses, in JSON, in base64, and with its name', () => {
  const basic = Buffer.from(`ana:${SECRET}`).toString('base64');
  const echo = {
    body: `key=${SECRET}`,
    [`x ${SECRET}`]: 1,
    list: [`https://a.example/?k=${encodeURIComponent(SECRET)}`, JSON.stringify({ k: SECRET })],
    authorization: `Basic ${basic}`,
    other: Buffer.from(SECRET).toString('base64'),
  };
  expect(guard.hide(echo)).toEqual({
    body: 'key=[redacted]',
    'x [redacted]': 1,
    list: ['https://a.example/?k=[redacted]', '{"k":"[redacted]"}'],
    authorization: 'Basic [redacted]',
    other: '[redacted]',
  });
});

test('names that hold a secret lose it and stay apart; the others stay as they are, in their order', () => {
  const encoded = encodeURIComponent(SECRET);
  const hidden = guard.hide({ [`k ${SECRET}`]: 1, '[redacted]': 2, [encoded]: 3, [`k ${encoded}`]: 4, pin: 5 });
  expect(Object.entries(hidden as object)).toEqual([
    ['k [redacted]', 1],
    ['[redacted]', 2],
    ['[redacted] (2)', 3],
    ['k [redacted] (2)', 4],
    ['pin', 5],
  ]);
});

test('a short secret is hidden where it is sent, and not where the same digits mean something else', () => {
  expect(guard.hide({ order: '1234', said: 'Bearer 1234' })).toEqual({ order: '1234', said: '[redacted]' });
});

test('an error keeps its code and how it is retried, and loses the secret; one without it is the same object', () => {
  const thrown = new TramaError('http_401', `refused ${SECRET}`, {
    text: { pt: `recusou ${SECRET}`, en: `refused ${SECRET}` },
    details: { body: SECRET },
    retry: 'never',
  });
  expect(guard.hidden(thrown)).toMatchObject({
    code: 'http_401',
    message: 'refused [redacted]',
    text: { pt: 'recusou [redacted]' },
    details: { body: '[redacted]' },
    retry: 'never',
  });
  const clean = new TramaError('http_401', 'refused');
  expect(guard.hidden(clean)).toBe(clean);
});

test('connections and tokens that are opened along the way are hidden, too', async () => {
  const services = {
    ...contextFor({}).services,
    tokens: { token: async () => 'an access token' },
    connections: { open: async () => connection },
  };
  const empty = guardSecrets({ ...contextFor({}), connection: null, services });
  expect(empty.hide([SECRET, 'an access token'])).toEqual([SECRET, 'an access token']);
  await empty.context.services.connections.open('ten_1', 'c');
  const grant = { tenantId: 'ten_1', connectionId: 'con_1', hash: 'h', refreshToken: null };
  await empty.context.services.tokens.token(grant, () => Promise.reject(new Error('not asked')));
  expect(empty.hide([SECRET, 'an access token'])).toEqual(['[redacted]', '[redacted]']);
});
