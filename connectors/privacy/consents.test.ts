import { expect, test } from 'vitest';
import type { ConsentEntry, Consents } from '#flow/contracts/consents.ts';
import { contextFor } from '../context-for.ts';
import { privacyConsent } from './consent.ts';
import { privacyRecord } from './record.ts';
import { refuseWithdrawn } from './refuse-withdrawn.ts';

/** A ledger in memory: the newest entry for the purpose, or for all, holds. */
const ledger = (): Consents => {
  const entries: ConsentEntry[] = [];
  return {
    record: async (_, entry) => void entries.push(entry),
    check: async (_, { channel, address }, purpose) => {
      const last = entries.findLast(
        (one) => one.channel === channel && one.address === address && [purpose, '*'].includes(one.purpose),
      );
      return last
        ? { status: last.given ? 'given' : 'withdrawn', since: '2026-01-01T00:00:00.000Z' }
        : { status: 'unknown', since: null };
    },
  };
};

const ana = { channel: 'email', contact: 'ana@example.com' } as const;

test('what a flow records, a flow finds', async () => {
  const context = contextFor({ consents: ledger() });
  const asked = { ...ana, purpose: 'marketing' };
  expect(await privacyConsent.run(asked, context)).toMatchObject({ status: 'unknown', given: false });
  await privacyRecord.run({ ...asked, given: true, source: 'site' }, context);
  expect(await privacyConsent.run(asked, context)).toMatchObject({ status: 'given', given: true });
});

test.each([
  ['marketing', 'marketing', false],
  ['marketing', 'transactional', true],
  ['marketing', undefined, true],
  ['*', 'marketing', false],
  ['*', undefined, false],
  ['*', 'transactional', true],
])('who withdrew %s gets a message for %s: %s', async (withdrawn, given, goes) => {
  const context = contextFor({ consents: ledger() });
  await privacyRecord.run({ ...ana, purpose: withdrawn, given: false, source: 'sair' }, context);
  const sending = refuseWithdrawn(context, 'email', ['bia@example.com', ana.contact], given);
  if (goes) await sending;
  else await expect(sending).rejects.toMatchObject({ code: 'consent_withdrawn' });
});
