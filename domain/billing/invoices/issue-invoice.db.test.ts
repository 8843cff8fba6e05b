import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { newId } from '../../ids.ts';
import { saveBillingProfile } from '../profile/billing-profile.ts';
import { carryFiscal } from './carry-fiscal.ts';
import { type FiscalAnswer, type FiscalIssuer, NO_FISCAL_ISSUER } from './fiscal-issuer.ts';
import { createInvoices, type PaidPayment } from './issue-invoice.ts';
import { getInvoice, listInvoices } from './read-invoices.ts';

const fixture = await dataFixture();
afterAll(() => fixture.close());
const { database } = fixture;
const { withTenant } = database;

const issuer = { name: 'Trama', taxId: '12ABC34501DE35', address: null, email: null };
let nowMs = Date.parse('2026-11-22T12:00:00Z');
const deps = { issuer, fiscal: NO_FISCAL_ISSUER, now: () => nowMs };
const { issueInvoice, issueCredit } = createInvoices(deps);

const paid = (more: Partial<PaidPayment> = {}): PaidPayment => ({
  id: newId('pay'),
  provider: 'stripe',
  method: 'card',
  amount: 29_700,
  periodStart: '2026-11-22T12:00:00Z',
  periodEnd: '2026-12-22T12:00:00Z',
  paidAt: '2026-11-22T12:00:00Z',
  ...more,
});
const issue = (tenantId: string, payment = paid(), by = issueInvoice) =>
  withTenant(tenantId, (db) => by(db, { payment, lines: [{ name: 'Plano', amount: payment.amount }] }));
const credit = (tenantId: string, paymentId: string, refunded: number) =>
  withTenant(tenantId, (db) => issueCredit(db, { paymentId, refunded }));

let tenant: string;
beforeAll(async () => {
  tenant = await fixture.tenant();
});

test('a payment has one invoice, whoever tells of it again; a payment of nothing has none', async () => {
  const payment = paid();
  const [first, again] = [await issue(tenant, payment), await issue(tenant, payment)];
  expect(first).toMatchObject({ kind: 'invoice', total: 29_700, paymentId: payment.id, issuer });
  expect(again).toBeNull();
  expect(await issue(tenant, paid({ amount: 0 }))).toBeNull();
  const told = await withTenant(
    tenant,
    (db) => db.sql`select data->>'invoice' as id from billing_notices where notice = 'invoice_issued'`,
  );
  expect(told).toEqual([{ id: first?.id }]);
});

test('lines that do not make the amount are nobody’s invoice, and take no number', async () => {
  const before = await issue(tenant);
  const ask = { payment: paid(), lines: [{ name: 'a', amount: 1 }] };
  await expect(withTenant(tenant, (db) => issueInvoice(db, ask))).rejects.toThrow(/do not make/);
  const bad = { payment: paid(), lines: [{ name: 'a', quantity: 2, unit: 3, amount: 29_700 }] };
  await expect(withTenant(tenant, (db) => issueInvoice(db, bad))).rejects.toThrow(/2 × 3/);
  const next = await issue(tenant);
  expect(Number(next?.number.slice(-6))).toBe(Number(before?.number.slice(-6)) + 1);
});

test('numbers have no gap and no double, though many issue at once, twice each, and some take it back', async () => {
  nowMs = Date.parse('2027-03-01T12:00:00Z');
  const tenants = await Promise.all(Array.from({ length: 4 }, fixture.tenant));
  const payments = Array.from({ length: 40 }, () => paid());
  const both = payments.flatMap((payment, n) => {
    const owner = tenants[n % tenants.length] ?? tenant;
    const broken = (): Promise<null> =>
      withTenant(owner, async (db) => {
        await issueInvoice(db, { payment: paid(), lines: [{ name: 'x', amount: 29_700 }] });
        throw new Error('taken back');
      }).catch(() => null);
    return [issue(owner, payment), ...(n % 4 === 0 ? [broken()] : []), issue(owner, payment)];
  });
  const issued = (await Promise.all(both)).flatMap((one) => one ?? []);
  const numbers = issued.map(({ number }) => number).toSorted();
  expect(numbers).toEqual(payments.map((_, n) => `F-2027-${String(n + 1).padStart(6, '0')}`));
});

test('a year begins at one, where the issuer is: at three in the morning of Greenwich', async () => {
  nowMs = Date.parse('2030-01-01T02:59:00Z');
  expect((await issue(tenant))?.number).toBe('F-2029-000001');
  nowMs = Date.parse('2030-01-01T03:00:00Z');
  expect((await issue(tenant))?.number).toBe('F-2030-000001');
});

test('refunds have credit notes of what is new in them, in a series of their own; never more than was paid', async () => {
  nowMs = Date.parse('2031-05-05T12:00:00Z');
  const payment = paid();
  expect(await credit(tenant, payment.id, 500), 'nothing was issued yet').toBeNull();
  const invoice = await issue(tenant, payment);
  const notes = [];
  for (const refunded of [0, 1_000, 1_000, 5_000, 4_000, 99_999, 29_700])
    notes.push(await credit(tenant, payment.id, refunded));
  expect(notes.map((note) => note && [note.number, note.total, note.of])).toEqual([
    null,
    ['C-2031-000001', 1_000, invoice?.id],
    null,
    ['C-2031-000002', 4_000, invoice?.id],
    null,
    ['C-2031-000003', 24_700, invoice?.id],
    null,
  ]);
});

test('who it was issued to stays as it was; nobody may change or delete what was issued', async () => {
  const profile = { legalName: 'Oficina do Zé ME', taxId: '529.982.247-25', email: null, address: null };
  const by = { revision: null, by: 'user:x' };
  await withTenant(tenant, (db) => saveBillingProfile(db, profile, by));
  const payment = paid();
  const invoice = await issue(tenant, payment);
  await withTenant(tenant, (db) => saveBillingProfile(db, { ...profile, legalName: 'Outra' }, by));
  const note = await credit(tenant, payment.id, 1);
  const old = { legalName: 'Oficina do Zé ME', taxId: '52998224725', tenantId: tenant };
  const kept = await withTenant(tenant, (db) => getInvoice(db, invoice?.id ?? ''));
  expect([kept.customer, note?.customer]).toEqual([expect.objectContaining(old), expect.objectContaining(old)]);
  await expect(withTenant(tenant, (db) => db.sql`update invoices set total_cents = 1`)).rejects.toThrow();
  await expect(withTenant(tenant, (db) => db.sql`delete from invoices`)).rejects.toThrow();
  await expect(database.admin.sql`delete from invoice_lines where n = 0`).rejects.toThrow();
});

test('lists are newest first, page by page, and know no other tenant', async () => {
  const [mine, other] = [await fixture.tenant(), await fixture.tenant()];
  for (let n = 0; n < 5; n++) await issue(mine, paid({ amount: n + 1 }));
  await issue(other);
  const read = (tenantId: string, cursor: string | null) =>
    withTenant(tenantId, (db) => listInvoices(db, {}, { limit: 2, cursor }));
  const totals: number[] = [];
  for (let cursor: string | null = null, more = true; more; ) {
    const page = await read(mine, cursor);
    totals.push(...page.data.map(({ total }) => total));
    cursor = page.nextCursor;
    more = cursor !== null;
  }
  expect(totals).toEqual([5, 4, 3, 2, 1]);
  const theirs = (await read(other, null)).data[0];
  await expect(withTenant(mine, (db) => getInvoice(db, theirs?.id ?? ''))).rejects.toMatchObject({ code: 'not_found' });
});

/** Makes a document at the second asking; knows its keys. */
const fiscalDouble = (answers: (FiscalAnswer | Error)[]) => {
  const asked: string[] = [];
  const fiscal: FiscalIssuer = {
    name: 'double',
    issue: ({ id }, key) => {
      asked.push(`${id}/${key}`);
      const answer = answers.shift() ?? { state: 'refused', ref: null, reason: 'none left' };
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  return { asked, fiscal };
};

test('a fiscal document is asked for under one key until it is there, also of an issuer that was away', async () => {
  const { asked, fiscal } = fiscalDouble([
    new Error('away'),
    { state: 'waiting', ref: 'r1' },
    { state: 'issued', ref: 'r1', number: '77', url: null },
  ]);
  const ours = createInvoices({ ...deps, fiscal });
  const invoice = await issue(tenant, paid(), ours.issueInvoice);
  const id = invoice?.id ?? '';
  const never = new AbortController().signal;
  const carry = () => carryFiscal({ database, fiscal }, never);
  const due = () => withTenant(tenant, (db) => db.sql`update invoice_fiscal set due_at = now() - interval '1 second'`);
  await expect(carry()).rejects.toThrow('away');
  expect(await carry(), 'it waits').toBe(false);
  await due();
  expect(await carry()).toBe(true);
  await due();
  expect(await carry()).toBe(true);
  await due();
  expect(await carry(), 'it is over').toBe(false);
  expect(asked).toEqual(Array.from({ length: 3 }, () => `${id}/${id}`));
  const { fiscal: state } = await withTenant(tenant, (db) => getInvoice(db, id));
  expect(state).toEqual({ state: 'issued', number: '77', url: null, reason: null });
  expect(await carryFiscal({ database, fiscal: NO_FISCAL_ISSUER }, never)).toBe(false);
});
