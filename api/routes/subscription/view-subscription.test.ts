import { expect, test } from 'vitest';
import { viewRequest } from './view-subscription.ts';

test('a Pix for use says what is to be paid by it', () => {
  const wish = {
    ...{ id: 'sreq_1', kind: 'usage' as const, status: 'waiting' as const, input: { month: '2027-01-01' } },
    ...{ askedBy: 'system', provider: 'manual' as const, ref: 'r', asked: null, expiresAt: null, reason: null },
    ...{ outcome: null, createdAt: '2027-02-01T00:00:00.000Z', closedAt: null },
    work: { usage: { lines: [{ name: 'Execuções', amount: 1_250 }], amount: 1_250 } },
  };
  expect(viewRequest(wish).amount).toEqual({ amount: 1_250, currency: 'BRL' });
  expect(viewRequest({ ...wish, work: null }).amount).toBeNull();
});
