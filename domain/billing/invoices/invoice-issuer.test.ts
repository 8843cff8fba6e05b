import { expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { invoiceIssuer } from './invoice-issuer.ts';

test('who issues is as the settings say, in lines; a tax id that is none stops the start, by its name', () => {
  const given = {
    BILLING_ISSUER_NAME: 'Trama Ltda.',
    BILLING_ISSUER_TAX_ID: '12.ABC.345/01DE-35',
    BILLING_ISSUER_ADDRESS: 'Rua A, 1 | São Paulo/SP',
    BILLING_ISSUER_EMAIL: 'faturas@trama.example',
  };
  expect(invoiceIssuer(readEnv(given))).toEqual({
    ...{ name: 'Trama Ltda.', taxId: '12ABC34501DE35', email: 'faturas@trama.example' },
    address: 'Rua A, 1\nSão Paulo/SP',
  });
  expect(invoiceIssuer(readEnv({}))).toEqual({ name: 'Trama', taxId: null, address: null, email: null });
  const wrong = readEnv({ BILLING_ISSUER_TAX_ID: '11.222.333/0001-82' });
  expect(() => invoiceIssuer(wrong)).toThrow(expect.objectContaining({ setting: 'BILLING_ISSUER_TAX_ID' }));
});
