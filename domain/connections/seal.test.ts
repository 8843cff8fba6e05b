import { expect, test } from 'vitest';
import { createKeyring } from '#prisma/tenant-key.ts';
import { seal, unseal } from './seal.ts';

const ring = createKeyring('a master secret of some length');
const key = ring('5b3f', 'connection');
const owner = { tenant: '5b3f', id: 'con_1', connector: 'http', hosts: ['api.example.com', 'b.example.com'] };
const secret = { token: 's3cr3t-value' };

test('what is sealed opens for its owner alone', () => {
  const sealed = { bytes: seal(key, secret, owner), keyId: key.id };
  expect(unseal(key, sealed, { ...owner, hosts: owner.hosts.toReversed() })).toEqual(secret);
  for (const other of [{ tenant: 'x' }, { id: 'con_2' }, { connector: 'smtp' }, { hosts: ['evil.example'] }])
    expect(() => unseal(key, sealed, { ...owner, ...other })).toThrow('its row was changed');
});

test('the sealed bytes do not show the secret, and no two are alike', () => {
  const [a, b] = [seal(key, secret, owner), seal(key, secret, owner)];
  expect(a.toString('latin1')).not.toContain('s3cr3t');
  expect(a.equals(b)).toBe(false);
});

test('another tenant, and another master secret, have another key', () => {
  const sealed = { bytes: seal(key, secret, owner), keyId: key.id };
  expect(() => unseal(ring('9999', 'connection'), sealed, owner)).toThrow('its row was changed');
  const later = createKeyring('another master secret of length')('5b3f', 'connection');
  expect(() => unseal(later, sealed, owner)).toThrow('which is not here');
});
