import { expect, test } from 'vitest';
import { oidcPerson } from './oidc-person.ts';

const GOOGLE = 'https://accounts.google.com';
const ENTRA = 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0';
const PRIVATE = 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0';

const read = (issuer: string, claims: Record<string, unknown>, told: Record<string, unknown> = claims) => {
  try {
    return oidcPerson(issuer, claims, told).email;
  } catch (error) {
    return error instanceof Error && 'reason' in error ? error.reason : error;
  }
};

test('of Google only accounts that the company keeps count: anybody can have one with a company’s address', () => {
  const ana = { sub: '1', email: 'ana@loja.example', email_verified: true };
  expect(read(GOOGLE, ana)).toBe('not_of_directory');
  expect(read(GOOGLE, { ...ana, hd: 'other.example' })).toBe('not_of_directory');
  expect(read(GOOGLE, { ...ana, hd: 'loja.example' })).toBe('ana@loja.example');
});

test('of Microsoft a directory counts, its people by their address or the name that the directory gave them', () => {
  expect(read(ENTRA, { sub: '1', preferred_username: 'Ana@Loja.example' })).toBe('ana@loja.example');
  expect(read(ENTRA, { sub: '1', email: 'ana@loja.example', preferred_username: 'x' })).toBe('ana@loja.example');
  expect(read(PRIVATE, { sub: '1', email: 'ana@loja.example' })).toBe('not_of_directory');
  expect(read('https://idp.example', { sub: '1', preferred_username: 'ana@loja.example' })).toBe('no_email');
});

test('an address that the provider says it has not proven is none, whichever way it says so', () => {
  for (const email_verified of [false, 'false'])
    expect(read('https://idp.example', { sub: '1', email: 'ana@loja.example', email_verified })).toBe(
      'email_unverified',
    );
  for (const email of ['', 'ana', 'a@b@c.example', 'ana @loja.example', 'ana@loja', ['ana@loja.example'], 7])
    expect(read('https://idp.example', { sub: '1', email })).toBe('no_email');
});
