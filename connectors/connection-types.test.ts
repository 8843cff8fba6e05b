import { describe, expect, test } from 'vitest';
import { connectionSchema } from './connection.ts';
import { connectionFields, connectionTypes, parseConnectionInput } from './connection-types.ts';

const head = { name: 'Minha loja' };

test('a webhook connection is made from the flat body of the API, and goes nowhere', () => {
  const body = { ...head, connector: 'webhook', secret: 's3', preset: 'stripe', header: 'X-Sig' };
  expect(parseConnectionInput(body)).toEqual({
    ...head,
    connector: 'webhook',
    config: { preset: 'stripe', header: 'X-Sig' },
    secret: { secret: 's3' },
    hosts: [],
  });
});

test.each([
  [{ auth: 'basic', username: 'ana', password: 'p' }, { auth: 'basic', username: 'ana' }, { password: 'p' }],
  [{ auth: 'bearer', token: 't' }, { auth: 'bearer' }, { token: 't' }],
  [{ auth: 'header', header: 'X-Api-Key', value: 'v' }, { auth: 'header', header: 'X-Api-Key' }, { value: 'v' }],
])('http %o keeps what is secret apart', (fields, config, secret) => {
  const body = { ...head, connector: 'http', ...fields, hosts: ['api.example'] };
  expect(parseConnectionInput(body)).toEqual({ ...head, connector: 'http', config, secret, hosts: ['api.example'] });
});

test('hosts are read as hosts, ports kept, whole addresses cut down', () => {
  const hosts = ['API.Example', 'https://erp.example:8443/v1?x=1', 'a.example:443', 'http://[::1]:99/', 'ação.example'];
  const body = { ...head, connector: 'http', auth: 'bearer', token: 't', hosts };
  expect(parseConnectionInput(body).hosts).toEqual([
    'api.example',
    'erp.example:8443',
    'a.example:443',
    '[::1]:99',
    'xn--ao-siap.example',
  ]);
});

describe('what does not fit is invalid, at its pointer, without its value', () => {
  test.each([
    [{ ...head, connector: 'nada' }, '/connector'],
    [{ connector: 'webhook', secret: 'x' }, '/name'],
    [{ ...head, connector: 'webhook' }, '/secret'],
    [{ ...head, connector: 'webhook', secret: 'x', preset: 'outro' }, '/preset'],
    [{ ...head, connector: 'http', auth: 'bearer', token: 't' }, '/hosts'],
    [{ ...head, connector: 'http', auth: 'bearer', token: 't', hosts: [] }, '/hosts'],
    [{ ...head, connector: 'http', auth: 'bearer', token: 't', hosts: ['a b'] }, '/hosts/0'],
    [{ ...head, connector: 'http', auth: 'digest', hosts: ['a.b'] }, '/auth'],
    [null, ''],
  ])('%j', (body, pointer) => {
    expect(() => parseConnectionInput(body)).toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ pointer })] }),
    );
  });

  test('a secret of the wrong kind does not come back in the message', () => {
    const body = { ...head, connector: 'webhook', secret: { chave: 'sigilosa' } };
    const said = (() => {
      try {
        return parseConnectionInput(body);
      } catch (error) {
        return JSON.stringify(error);
      }
    })();
    expect(said).not.toContain('sigilosa');
  });
});

test('a mail connection goes to its own server and port, and to nothing else', () => {
  const body = { ...head, connector: 'smtp', host: 'SMTP.Example', user: 'u', password: 'p', from: 'a@b.example' };
  expect(parseConnectionInput(body)).toMatchObject({
    config: { host: 'SMTP.Example', port: 587, security: 'starttls', user: 'u' },
    secret: { password: 'p' },
    hosts: ['smtp.example:587'],
  });
  expect(() => parseConnectionInput({ ...body, hosts: ['evil.example'] })).toThrow();
});

test.each([
  { ...head, connector: 'http', auth: 'bearer', token: 't', hosts: ['a.example'] },
  { ...head, connector: 'webhook', secret: 's', preset: 'stripe' },
  { ...head, connector: 'smtp', host: 'm.example', port: 465, security: 'tls', from: 'a@b.example' },
])('the fields of a connection make it again: $connector', (body) => {
  const made = parseConnectionInput(body);
  expect(parseConnectionInput({ ...connectionFields(made), connector: made.connector, name: made.name })).toEqual(made);
});

test.each(connectionTypes.map((one) => [one.connector, one] as const))('%s has a schema for forms', (_, type) => {
  const text = JSON.stringify(connectionSchema(type));
  for (const name of type.secret) expect(text).toContain(`"${name}"`);
});

describe('OAuth 2', () => {
  const oauth = {
    ...{ ...head, connector: 'http', auth: 'oauth2', hosts: ['erp.example'] },
    ...{ tokenUrl: 'https://erp.example/token', clientId: 'loja', clientSecret: 's3' },
  };

  test('keeps client secret and refresh token apart from the rest', () => {
    const body = { ...oauth, grant: 'refresh_token', refreshToken: 'r' };
    expect(parseConnectionInput(body)).toMatchObject({
      config: { auth: 'oauth2', grant: 'refresh_token', clientId: 'loja', clientAuth: 'basic' },
      secret: { clientSecret: 's3', refreshToken: 'r' },
      hosts: ['erp.example'],
    });
  });

  test.each([
    [{ ...oauth, tokenUrl: 'https://outro.example/token' }, '/tokenUrl'],
    [{ ...oauth, grant: 'refresh_token' }, '/refreshToken'],
    [{ ...oauth, clientSecret: undefined }, '/clientSecret'],
  ])('wants what its grant needs, and its token server among the hosts: %#', (body, pointer) => {
    expect(() => parseConnectionInput(body)).toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ pointer })] }),
    );
  });
});
