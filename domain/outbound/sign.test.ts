import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newSigningKey, signatureOf, signedHeaders } from './sign.ts';

const message = { id: 'whm_1', at: new Date(), body: '{"type":"run.failed","ã":1}' };

test('the library of Standard Webhooks takes what we sign, under the new secret and the one before it', () => {
  const [now, before, other] = ['hmac', 'hmac', 'hmac'].map(() => newSigningKey('hmac').secret) as [
    string,
    string,
    string,
  ];
  const headers = signedHeaders([now, before], message);
  for (const secret of [now, before]) expect(new Webhook(secret).verify(message.body, headers)).toHaveProperty('type');
  expect(() => new Webhook(other).verify(message.body, headers)).toThrow('No matching signature');
});

test('what a key pair signs its public half checks, and only for these bytes', () => {
  const { secret, publicKey } = newSigningKey('ed25519');
  const { id, at, body } = message;
  const [version, signature = ''] = signatureOf(secret, id, at, body).split(',');
  const x = Buffer.from((publicKey ?? '').slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const content = (text: string) => Buffer.from(`${id}.${Math.floor(at.getTime() / 1000)}.${text}`);
  const good = (text: string) => verify(null, content(text), key, Buffer.from(signature, 'base64'));
  expect([version, good(body), good(`${body} `)]).toEqual(['v1a', true, false]);
});
