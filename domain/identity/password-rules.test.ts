import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkNewPassword } from './password-rules.ts';

const ana = { email: 'ana.souza@oficinasilva.com.br', name: 'Ana Souza', tenants: ['Oficina Silva'] };
const codeOf = (password: string, ask: Parameters<typeof checkNewPassword>[2] = null, context = ana) =>
  checkNewPassword(password, context, ask).then(
    () => 'good',
    (error: { errors: { code: string }[] }) => error.errors[0]?.code,
  );

test('what is short, common, or little more than one’s own words is refused; a sentence is not', async () => {
  for (const weak of [
    'curta',
    'password123',
    'qwertyuiop',
    '1234567890',
    'aaaaaaaaaaaa',
    'AnaSouza2026!',
    'oficinasilva1',
  ])
    expect([weak, await codeOf(weak)]).toEqual([weak, 'weak_password']);
  for (const good of ['cavalo certo de hoje', 'Souza conserta motores azuis', 'x9#kfLw02m'])
    expect([good, await codeOf(good)]).toEqual([good, 'good']);
  expect(await codeOf('doze letras!', null, { ...ana, minLength: 14 } as typeof ana)).toBe('weak_password');
});

test('of a password that is looked up five characters of its hash leave; without an answer it goes on', async () => {
  const password = 'cavalo certo de hoje';
  const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase();
  const asked: string[] = [];
  const ask = (count: number) => async (prefix: string) => {
    asked.push(prefix);
    return `0018A45C4D1DEF81644B54AB7F969B88D65:0\r\n${sha1.slice(5)}:${count}`;
  };
  expect([await codeOf(password, ask(3)), await codeOf(password, ask(0))]).toEqual(['weak_password', 'good']);
  expect(asked).toEqual([sha1.slice(0, 5), sha1.slice(0, 5)]);
  expect(await codeOf(password, async () => null)).toBe('good');
});
