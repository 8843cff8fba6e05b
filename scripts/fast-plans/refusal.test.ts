import { expect, test } from 'vitest';
import { refusalOf } from './refusal.ts';

const STRIPE = 'http://127.0.0.1:4242';

test('a demo whose money stand-ins take is sold plans that live fast', () => {
  const payments = { stripe: STRIPE, mercado_pago: 'http://localhost:4010' };
  expect(refusalOf({ production: false, payments })).toBe(null);
});

test.each([
  ['production', { production: true, payments: { stripe: STRIPE } }],
  ['no way of paying', { production: false, payments: {} }],
  ['mercado_pago', { production: false, payments: { stripe: STRIPE, mercado_pago: 'https://api.mercadopago.com' } }],
  ['stripe', { production: false, payments: { stripe: 'http://localhost.example:4242' } }],
  ['BILLING_PIX_KEY', { production: false, payments: { stripe: STRIPE, manual: null } }],
])('where real money could come, nobody is: %s', (said, demo) => {
  expect(refusalOf(demo)).toContain(said);
});
