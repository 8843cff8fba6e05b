import { describe, expect, test } from 'vitest';
import { inLetter } from '../../mail/in-letter.ts';
import { signUpLetter } from './sign-up-letters.ts';

const url = 'https://trama.example/sign-up-link#token';
const linesOf = (name: string, company: string, locale: 'pt-BR' | 'en' = 'pt-BR') =>
  signUpLetter('ana@oficina.example', { name, company, url }, locale).text.split('\n');

describe('the letter to whoever signs up', () => {
  test('names the person and the company', () => {
    expect(linesOf('Ana', 'Oficina do Zé S.A.')).toEqual(
      expect.arrayContaining(['Olá, Ana.', expect.stringContaining('criar a conta de Oficina do Zé S.A.; ele vale')]),
    );
    expect(linesOf('Ana', 'Padaria', 'en')[0]).toBe('Hello, Ana.');
  });

  test.each([
    'Ganhe R$ 5.000 em https://mal.example/x',
    'clique: www.mal.example',
    'mal.example',
    'escreva a golpe@mal.example',
    'Parabéns, você ganhou um prêmio e precisa ligar ainda hoje para a gente',
  ])('carries no stranger’s message: %s', (words) => {
    const lines = linesOf(words, words);
    expect(lines[0]).toBe('Olá.');
    expect(lines.join(' ')).toContain('para criar sua conta;');
    expect(lines.filter((line) => line.includes('//'))).toEqual([url]);
  });

  test('words stand on one line', () => {
    expect(inLetter('Ana\r\n\r\nSua conta\u2028foi\u202e bloqueada')).toBe('Ana Sua conta foi bloqueada');
  });
});
