import { expect, test } from 'vitest';
import { masked, maskedSentence, sketch } from './sketch.ts';

test('a model sees names, types and forms of values, not whose they are', () => {
  const value = {
    id: 7,
    status: 'em_preparo',
    em: '2026-11-21T10:00:00Z',
    total: 129.9,
    obs: 'Entregar para Ana, apto 12',
    cliente: { nome: 'Ana Souza', vip: true, codigo: 'paid', idade: 41 },
    cpf: 12345678909,
    codigoLongo: 9988776655,
    itens: [{ sku: 'A1' }, { sku: 'B2' }, { sku: 'C3' }],
    'ana@loja.example': 1,
    apiKey: 'sk-123',
    nada: null,
  };
  expect(sketch(value)).toBe(
    '{ id: 7, status: "em_preparo", em: "2026-11-21T10:00:00Z", total: 129.9, obs: "Xxxxxxxx xxxx Xxx, xxxx 00", ' +
      'cliente: { nome: "Xxx Xxxxx", vip: true, codigo: "xxxx", idade: 0 }, cpf: 0, codigoLongo: 0, ' +
      'itens: [{ sku: "X0" }, { sku: "X0" }, … 1 more], "xxx@xxxx.xxxxxxx": 1, apiKey: "•••", nada: null }',
  );
});

test('however large a value is, its sketch is not', () => {
  const deep = Array.from({ length: 30 }).reduce<object>((inner) => ({ a: inner }), {});
  expect(sketch(deep as never)).toContain('{…}');
  expect(sketch({ texto: 'é'.repeat(1_000_000) })).toBe(`{ texto: "${'x'.repeat(60)}…" }`);
  expect(sketch(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, 'aaaa'])), 200)).toHaveLength(201);
});

test('the message of an error keeps its words, and loses addresses, numbers and keys', () => {
  expect(maskedSentence('401 de ana@loja.example: chave sk_live_1234567890abcdef, fone +55 11 98888-7777')).toBe(
    '401 de xxx@xxxx.xxxxxxx: chave xx_xxxx_0000000000xxxxxx, fone +00 00 00000-0000',
  );
  expect(masked('Ébano 9')).toBe('Xxxxx 0');
});
