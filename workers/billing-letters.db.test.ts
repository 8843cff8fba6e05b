import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import type { FiscalIssuer } from '#domain/billing/invoices/fiscal-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { getInvoice } from '#domain/billing/invoices/read-invoices.ts';
import { saveBillingProfile } from '#domain/billing/profile/billing-profile.ts';
import { newId } from '#domain/ids.ts';
import type { Letter } from '#domain/mail/mailer.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { BillingLetters } from './billing-letters.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());
const { database } = fixture;

test('two processes mail what is due once, have fiscal documents made, and leave nothing behind when they stop', async () => {
  const tenantId = await fixture.tenant();
  const asked: string[] = [];
  const fiscal: FiscalIssuer = {
    name: 'double',
    issue: ({ id }) => {
      asked.push(id);
      return Promise.resolve({ state: 'issued', ref: 'r', number: '7', url: null });
    },
  };
  const issuer = { name: 'Trama', taxId: null, address: null, email: null };
  const { issueInvoice } = createInvoices({ issuer, fiscal });
  const profile = { legalName: 'Zé', taxId: null, email: 'contas@x.example', address: null };
  const issue = () =>
    database.withTenant(tenantId, async (db) => {
      await saveBillingProfile(db, profile, { revision: null, by: 'user:x' });
      const period = { periodStart: null, periodEnd: null, paidAt: '2026-11-22T12:00:00Z' };
      const payment = { id: newId('pay'), provider: 'manual' as const, method: null, amount: 100, ...period };
      return await issueInvoice(db, { payment, lines: [{ name: 'x', amount: 100 }] });
    });
  const invoices = (await Promise.all(Array.from({ length: 8 }, issue))).map((one) => one?.id ?? '');

  const letters: Letter[] = [];
  const mail = { send: (letter: Letter) => Promise.resolve(void letters.push(letter)) };
  const deps = { database, mail, fiscal, pagesUrl: 'https://t.example', log: pino({ level: 'silent' }) };
  const workers = [new BillingLetters(deps), new BillingLetters(deps)];
  const open = async () => {
    const [row] = await database.admin.sql<{ n: bigint }>`
      select (select count(*) from billing_notices where status = 'waiting')
        + (select count(*) from invoice_fiscal where state = 'waiting') as n`;
    return Number(row?.n);
  };
  await expect.poll(open).toBe(0);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(letters.map(({ to }) => to)).toEqual(invoices.map(() => 'contas@x.example'));
  expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(8);
  expect(asked.toSorted()).toEqual(invoices.toSorted());
  const { fiscal: state } = await database.withTenant(tenantId, (db) => getInvoice(db, invoices[0] ?? ''));
  expect(state).toMatchObject({ state: 'issued', number: '7' });
});
