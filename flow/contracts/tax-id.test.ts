import { expect, test } from 'vitest';
import { formatTaxId, readTaxId } from './tax-id.ts';

test('CPF and CNPJ are read with punctuation or without, and written with it', () => {
  expect(readTaxId('529.982.247-25')).toEqual({ kind: 'cpf', id: '52998224725' });
  expect(readTaxId(' 11.222.333/0001-81 ')).toEqual({ kind: 'cnpj', id: '11222333000181' });
  expect([formatTaxId('52998224725'), formatTaxId('11222333000181'), formatTaxId('x')]).toEqual([
    '529.982.247-25',
    '11.222.333/0001-81',
    'x',
  ]);
});

test('a CNPJ may hold letters, in small ones too; the example of the revenue service checks out', () => {
  expect(readTaxId('12.abc.345/01de-35')).toEqual({ kind: 'cnpj', id: '12ABC34501DE35' });
  expect(formatTaxId('12ABC34501DE35')).toBe('12.ABC.345/01DE-35');
  expect(readTaxId('12ABC34501DE36')).toBeNull();
  expect(readTaxId('12ABC34501DEA5'), 'what checks is digits').toBeNull();
});

test.each(['', '111.111.111-11', '00000000000000', '5299822472', '529982247250', '52998224724', '1122233300018é'])(
  '%j is nobody’s',
  (text) => expect(readTaxId(text)).toBeNull(),
);

test.each(['52998224725', '11222333000181', '12345678000195'])(
  'one wrong digit of %s is noticed, wherever it stands',
  (id) => {
    for (const [at, digit] of Array.from(id).entries())
      for (let more = 1; more < 10; more++) {
        const other = id.slice(0, at) + ((Number(digit) + more) % 10) + id.slice(at + 1);
        expect(readTaxId(other), other).toBeNull();
      }
  },
);
