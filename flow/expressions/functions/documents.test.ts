import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '#tests/any-character.ts';
import type { Json } from '../../json.ts';
import { evaluate } from '../fixed-scope.ts';

const read = (name: string, x: Json): Json => evaluate(`${name}(x)`, { x });

describe.each<[string, [Json, Json][]]>([
  [
    'cpf',
    [
      ['529.982.247-25', '52998224725'],
      ['52998224725', '52998224725'],
      [' 529 982 247 25 ', '52998224725'],
      ['111.444.777-35', '11144477735'],
      ['012.345.678-90', '01234567890'],
      [1234567890, '01234567890'],
      ['529.982.247-24', null],
      ['529.982.247-15', null],
      ['111.111.111-11', null],
      ['000.000.000-00', null],
      ['5299822472', null],
      ['529982247255', null],
      ['5299822472a', null],
      ['', null],
      [null, null],
      [true, null],
      [[], null],
    ],
  ],
  [
    'cnpj',
    [
      ['11.222.333/0001-81', '11222333000181'],
      ['11222333000181', '11222333000181'],
      ['12.ABC.345/01DE-35', '12ABC34501DE35'],
      ['12.abc.345/01de-35', '12ABC34501DE35'],
      ['00.000.000/0001-91', '00000000000191'],
      [191, '00000000000191'],
      ['11.222.333/0001-80', null],
      ['12ABC34501DE36', null],
      ['00000000000000', null],
      ['12ABC34501DEA5', null],
      ['1122233300018', null],
      ['', null],
      [null, null],
    ],
  ],
  [
    'phone',
    [
      ['(11) 98765-4321', '+5511987654321'],
      ['11987654321', '+5511987654321'],
      ['011 98765-4321', '+5511987654321'],
      ['+55 11 98765-4321', '+5511987654321'],
      ['5511987654321', '+5511987654321'],
      ['55 11 3456-7890', '+551134567890'],
      ['(55) 99876-5432', '+5555998765432'],
      ['(21) 3456-7890', '+552134567890'],
      [11987654321, '+5511987654321'],
      ['+1 415 555 2671', '+14155552671'],
      ['0055 11 98765-4321', '+5511987654321'],
      ['+351 912 345 678', '+351912345678'],
      ['98765-4321', null],
      ['(10) 98765-4321', null],
      ['(11) 88765-4321', null],
      ['(11) 1345-7890', null],
      ['+55 10 98765-4321', null],
      ['+1', null],
      ['abc', null],
      ['11 98765-4321 ramal 2', null],
      ['', null],
      [null, null],
      ['+0 123456789', null],
    ],
  ],
  [
    'cep',
    [
      ['01310-100', '01310100'],
      ['01.310-100', '01310100'],
      ['01310100', '01310100'],
      [1310100, '01310100'],
      [69900000, '69900000'],
      ['0131010', null],
      ['013101000', null],
      ['00000-000', null],
      ['0131010a', null],
      [null, null],
    ],
  ],
  [
    'email',
    [
      [' Ana@Exemplo.COM.br ', 'ana@exemplo.com.br'],
      ["o'neil+x@a-b.co", "o'neil+x@a-b.co"],
      ['a.b@c.io', 'a.b@c.io'],
      ['ana', null],
      ['ana@', null],
      ['@a.b', null],
      ['ana@exemplo', null],
      ['a..b@c.io', null],
      ['.a@c.io', null],
      ['a b@c.io', null],
      ['a@b@c.io', null],
      ['a@-c.io', null],
      ['a@c..io', null],
      ['a@1.2.3.4', null],
      [`${'a'.repeat(65)}@c.io`, null],
      ['Ana <ana@c.io>', null],
      ['', null],
      [null, null],
      [7, null],
    ],
  ],
  [
    'plate',
    [
      ['ABC-1234', 'ABC1234'],
      ['abc1d23', 'ABC1D23'],
      [' ABC 1D23 ', 'ABC1D23'],
      ['AB1234', null],
      ['ABC12D3', null],
      ['ABCD123', null],
      ['ABC12345', null],
      ['', null],
      [null, null],
    ],
  ],
])('%s', (name, cases) => {
  test.each(cases)('%j gives %j', (x, expected) => {
    expect(read(name, x)).toBe(expected);
  });

  test('what it gives it takes again, unchanged', () => {
    for (const [, given] of cases) if (given !== null) expect(read(name, given)).toBe(given);
  });

  test('any text gives a text or null, at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 500 }), (x) => {
        const result = read(name, x);
        expect(result === null || typeof result === 'string').toBe(true);
      }),
    );
  });
});

test('a changed digit is never another valid cpf', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digits = '52998224725'.split('');
      digits[place] = String((Number(digits[place]) + by) % 10);
      expect(read('cpf', digits.join(''))).toBeNull();
    }),
  );
});
