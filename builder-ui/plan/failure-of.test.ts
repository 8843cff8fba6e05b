import { expect, test } from 'vitest';
import { failureOf } from './failure-of.ts';
import { payTexts } from './pay-texts.ts';

const t = payTexts('pt-BR');
const said = (status: 'refused' | 'expired' | 'waiting', reason: string | null = null, kind = 'change') =>
  failureOf({ kind, status, reason }, t);

test('of a price that was outlived nobody says that nothing was charged: the money may have come, and is credit', () => {
  const { title, text, isPayment } = said('refused', 'preview_over');
  expect({ title, isPayment }).toEqual({ title: t.notTaken.title, isPayment: false });
  expect(text).not.toContain('nada foi cobrado');
  expect(text).toContain('crédito da conta');
});

test('a payment that did not come is told as one, and a wish that was not taken is not', () => {
  expect(said('refused', 'change_pending')).toEqual({ ...t.notTaken, isPayment: false });
  expect(said('refused', 'payment_refused')).toEqual({ ...t.refused, text: t.errorText, isPayment: true });
  expect(said('waiting')).toEqual({ title: t.errorTitle, text: t.errorText, isPayment: true });
  expect(said('expired')).toEqual({ ...t.expired, isPayment: true });
  expect(said('expired', null, 'usage').text).toBe(t.expiredUse);
  expect(said('expired', 'withdrawn')).toEqual({ ...t.withdrawn, isPayment: false });
});
