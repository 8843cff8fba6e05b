import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { vapidKeys } from './vapid-keys.ts';

test('one secret gives one pair, which belongs together; another gives another', () => {
  const [keys, again, other] = ['a', 'a', 'b'].map((letter) => vapidKeys(letter.repeat(40)));
  expect(keys).toEqual(again);
  expect(keys).not.toEqual(other);
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(keys?.privateKey ?? '', 'base64url'));
  expect(pair.getPublicKey('base64url')).toBe(keys?.publicKey);
  expect(Buffer.from(keys?.privateKey ?? '', 'base64url')).toHaveLength(32);
});

test('a key that begins with zeros is as long as any other, so that messages can be signed with it', () => {
  const { privateKey } = vapidKeys('27'.padEnd(40, 'a'));
  expect(Buffer.from(privateKey, 'base64url')[0]).toBe(0);
  expect(Buffer.from(privateKey, 'base64url')).toHaveLength(32);
});
