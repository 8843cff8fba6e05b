import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { WebhookCall } from './call.ts';
import { metaChallenge, verifyWebhook } from './verify.ts';

const NOW = 1_760_000_000_000;
const seconds = NOW / 1000;
const hmac = (key: string, text: string, as: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update(text).digest(as);

const call = (more: Partial<WebhookCall> & Pick<WebhookCall, 'auth'>, body = '{"a":1}') =>
  verifyWebhook({
    secret: 'segredo',
    rawBody: Buffer.from(body),
    headers: {},
    query: new URLSearchParams(),
    nowMs: NOW,
    ...more,
  });
const OK = { ok: true };
const bad = (reason: string) => ({ ok: false, reason });

describe('published vectors', () => {
  test('GitHub', () => {
    const headers = {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    };
    const secret = "It's a Secret to Everybody";
    expect(call({ auth: 'hmac', preset: 'github', secret, headers }, 'Hello, World!')).toEqual(OK);
    expect(call({ auth: 'hmac', preset: 'github', secret, headers }, 'Hello, World')).toEqual(bad('bad_signature'));
  });

  test('Standard Webhooks, under both names of its headers, among other signatures', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signature = 'v1,AAAA v1a,BBBB v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    const nowMs = 1_614_265_330_000;
    for (const prefix of ['webhook', 'svix']) {
      const headers = {
        [`${prefix}-id`]: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        [`${prefix}-timestamp`]: '1614265330',
        [`${prefix}-signature`]: signature,
      };
      const one = { auth: 'hmac', preset: 'standard', secret, headers } as const;
      expect(call({ ...one, nowMs }, '{"test": 2432232314}')).toEqual(OK);
      expect(call({ ...one, nowMs }, '{"test":2432232314}')).toEqual(bad('bad_signature'));
      expect(call({ ...one, nowMs: nowMs + 301_000 }, '{"test": 2432232314}')).toEqual(bad('too_old'));
    }
  });
});

describe('stripe', () => {
  const signed = (time: number, ...signatures: string[]) => ({
    'stripe-signature': [`t=${time}`, ...signatures.map((one) => `v1=${one}`), 'v0=velho'].join(','),
  });
  const one = (headers: Record<string, string>) => call({ auth: 'hmac', preset: 'stripe', headers });

  test('one of several signatures is enough, while a secret is rolled', () => {
    const good = hmac('segredo', `${seconds}.{"a":1}`);
    expect(one(signed(seconds, hmac('velho', `${seconds}.{"a":1}`), good))).toEqual(OK);
    expect(one(signed(seconds, hmac('velho', `${seconds}.{"a":1}`)))).toEqual(bad('bad_signature'));
  });

  test('five minutes to either side are tolerated, and no more', () => {
    for (const [offset, expected] of [
      [-300, OK],
      [300, OK],
      [-301, bad('too_old')],
      [301, bad('too_old')],
    ] as const) {
      const time = seconds + offset;
      expect(one(signed(time, hmac('segredo', `${time}.{"a":1}`)))).toEqual(expected);
    }
  });

  test('a time other than the signed one does not count', () => {
    expect(one(signed(seconds, hmac('segredo', `${seconds - 999}.{"a":1}`)))).toEqual(bad('bad_signature'));
  });

  test('without the header nothing is signed', () => {
    expect(one({})).toEqual(bad('missing_signature'));
    expect(one({ 'stripe-signature': 'lixo' })).toEqual(bad('missing_signature'));
  });
});

test('meta signs the raw bytes: escaped unicode stays escaped', () => {
  const body = '{"text":"a\\u00e7\\u00e3o"}';
  const headers = { 'x-hub-signature-256': `sha256=${hmac('segredo', body)}` };
  expect(call({ auth: 'hmac', preset: 'meta', headers }, body)).toEqual(OK);
  expect(call({ auth: 'hmac', preset: 'meta', headers }, '{"text":"ação"}')).toEqual(bad('bad_signature'));
});

test('meta’s check of an address is answered for the right token only', () => {
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': 'abc', 'hub.challenge': '123' });
  expect(metaChallenge(query, 'abc')).toBe('123');
  expect(metaChallenge(query, 'abd')).toBe(null);
  expect(metaChallenge(new URLSearchParams(), 'abc')).toBe(null);
});

describe('mercadopago', () => {
  const signed = (manifest: string, ts: string | number = seconds) => ({
    'x-signature': `ts=${ts},v1=${hmac('segredo', manifest)}`,
    'x-request-id': 'req-1',
  });
  const one = (headers: Record<string, string>, query = 'data.id=ABC123&type=payment') =>
    call({ auth: 'hmac', preset: 'mercadopago', headers, query: new URLSearchParams(query) });

  test('the id of the query counts, as it is or in lower case', () => {
    expect(one(signed(`id:ABC123;request-id:req-1;ts:${seconds};`))).toEqual(OK);
    expect(one(signed(`id:abc123;request-id:req-1;ts:${seconds};`))).toEqual(OK);
    expect(one(signed(`id:ABC124;request-id:req-1;ts:${seconds};`))).toEqual(bad('bad_signature'));
  });

  test('a part that is not there is left out', () => {
    expect(one(signed(`request-id:req-1;ts:${seconds};`), '')).toEqual(OK);
  });

  test('its time may be in seconds or milliseconds, and five minutes old', () => {
    expect(one(signed(`id:ABC123;request-id:req-1;ts:${NOW};`, NOW))).toEqual(OK);
    const old = seconds - 301;
    expect(one(signed(`id:ABC123;request-id:req-1;ts:${old};`, old))).toEqual(bad('too_old'));
  });
});

describe('without a preset', () => {
  test('hmac is taken in hex and base64, with and without sha256=, from the named header', () => {
    const body = '{"a":1}';
    for (const given of [hmac('segredo', body), `sha256=${hmac('segredo', body)}`, hmac('segredo', body, 'base64')])
      expect(call({ auth: 'hmac', header: 'X-Loja-Sig', headers: { 'x-loja-sig': given } })).toEqual(OK);
    expect(call({ auth: 'hmac', headers: { 'x-signature': hmac('segredo', body) } })).toEqual(OK);
    expect(call({ auth: 'hmac', headers: { 'x-signature': hmac('outro', body) } })).toEqual(bad('bad_signature'));
    expect(call({ auth: 'hmac', headers: { 'x-signature': '' } })).toEqual(bad('bad_signature'));
  });

  test('header: the secret in the named header, or in Authorization', () => {
    expect(call({ auth: 'header', header: 'X-Token', headers: { 'x-token': 'segredo' } })).toEqual(OK);
    expect(call({ auth: 'header', header: 'X-Token', headers: { 'x-token': 'segredo2' } })).toEqual(
      bad('bad_signature'),
    );
    expect(call({ auth: 'header', header: 'X-Token' })).toEqual(bad('missing_signature'));
    expect(call({ auth: 'header', headers: { authorization: 'Bearer segredo' } })).toEqual(OK);
  });

  test('basic: user and password; any user where none is named', () => {
    const authorization = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });
    expect(call({ auth: 'basic', username: 'ana', headers: authorization('ana:segredo') })).toEqual(OK);
    expect(call({ auth: 'basic', username: 'ana', headers: authorization('bia:segredo') })).toEqual(
      bad('bad_signature'),
    );
    expect(call({ auth: 'basic', headers: authorization('bia:segredo') })).toEqual(OK);
    expect(call({ auth: 'basic', secret: 'ana:x:y', headers: authorization('ana:x:y') })).toEqual(OK);
    expect(call({ auth: 'basic', headers: { authorization: 'Bearer segredo' } })).toEqual(bad('missing_signature'));
  });
});
