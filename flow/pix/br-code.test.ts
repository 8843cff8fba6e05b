import { describe, expect, test } from 'vitest';
import { brCode } from './br-code.ts';
import { drawPix, pixImage } from './draw-pix.ts';

/** The example of the Central Bank's manual of the BR Code. */
const OF_THE_MANUAL = {
  charge: {
    key: '123e4567-e12b-12d1-a456-426655440000',
    name: 'Fulano de Tal',
    city: 'BRASILIA',
    amount: null,
    txid: null,
  },
  code: '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D',
};

describe('the code of a Pix', () => {
  test('is the one of the Central Bank’s example', () => {
    expect(brCode(OF_THE_MANUAL.charge)).toBe(OF_THE_MANUAL.code);
  });

  test('says how much in reais with two digits, and what the statement names it by', () => {
    const code = brCode({ ...OF_THE_MANUAL.charge, amount: 19_705, txid: 'TRAMA1' });
    expect(code).toContain('5406197.05');
    expect(code).toContain('62100506TRAMA1');
    expect(brCode({ ...OF_THE_MANUAL.charge, amount: 7, txid: null })).toContain('54040.07');
  });

  test('shows names without accents, cut to what fits', () => {
    const code = brCode({
      ...OF_THE_MANUAL.charge,
      name: 'Oficina do João & Irmãos Motocicletas Ltda',
      city: 'São José dos Campos',
    });
    expect(code).toContain('5924Oficina do Joao & Irmaos6015');
    expect(code).toContain('6015Sao Jose dos Ca');
  });

  test.each([
    { amount: 0, txid: null },
    { amount: 1.5, txid: null },
    { amount: 100, txid: 'with space' },
    { amount: 100, txid: 'A'.repeat(26) },
  ])('is not made of %o', (wrong) => {
    expect(() => brCode({ ...OF_THE_MANUAL.charge, ...wrong })).toThrow(/Pix|txid/);
  });
});

test('the picture of a code is an SVG of shapes alone', () => {
  const svg = drawPix(`${OF_THE_MANUAL.code}<script>`);
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 (\d+) \1"/);
  expect(svg).not.toContain('script');
  expect(pixImage(OF_THE_MANUAL.code)).toMatch(/^data:image\/svg\+xml,%3Csvg/);
});
