import { expect, test } from 'vitest';
import { verifyWebhook } from './verify-webhook.ts';

// Of the specification of Standard Webhooks.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'Webhook-Timestamp': '1614265330',
  'webhook-signature': 'v1,bm9uZQ== v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,bm9uZQ==',
};
const body = '{"test": 2432232314}';
const nowMs = 1_614_265_330_000;

test('the message of the specification is verified, by any of several secrets and signatures, from text or bytes', async () => {
  const other = `whsec_${btoa('x'.repeat(24))}`;
  expect(await verifyWebhook([other, secret], headers, body, { nowMs })).toEqual({ test: 2_432_232_314 });
  expect(await verifyWebhook(secret, new Headers(headers), new TextEncoder().encode(body), { nowMs })).toBeTruthy();
});

test.each([
  ['changed', secret, headers, `${body} `, nowMs],
  ['signed by somebody else', `whsec_${btoa('x'.repeat(24))}`, headers, body, nowMs],
  ['too old', secret, headers, body, nowMs + 301_000],
  ['from a clock ahead', secret, headers, body, nowMs - 301_000],
  ['unsigned', secret, {}, body, nowMs],
  ['without a time', secret, { ...headers, 'Webhook-Timestamp': 'NaN' }, body, nowMs],
  ['checked by no secret', 'whsec_*', headers, body, nowMs],
  ['checked by an empty secret', '', headers, body, nowMs],
  ['checked by a secret that is too short', `whsec_${btoa('x'.repeat(15))}`, headers, body, nowMs],
])('a message that is %s is refused', async (_, by, sent, text, at) => {
  await expect(verifyWebhook(by, sent, text, { nowMs: at })).rejects.toMatchObject({ code: 'webhook_refused' });
});

test('a signature of a key pair is checked by its public half', async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const base64 = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
  const content = new TextEncoder().encode(`msg_1.1614265330.${body}`);
  const signature = base64(await crypto.subtle.sign('Ed25519', pair.privateKey, content));
  const sent = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1614265330', 'webhook-signature': `v1a,${signature}` };
  const key = `whpk_${base64(await crypto.subtle.exportKey('raw', pair.publicKey))}`;
  expect(await verifyWebhook(key, sent, body, { nowMs })).toBeTruthy();
  await expect(verifyWebhook(key, { ...sent, 'webhook-id': 'msg_2' }, body, { nowMs })).rejects.toThrow(
    'No signature fits',
  );
});
