import { beforeAll, expect, test } from 'vitest';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import type { Invoice } from '#domain/billing/invoices/invoice.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { newId } from '#domain/ids.ts';
import { textsOfPdf } from '#tests/texts-of-pdf.ts';
import { type Account, twoAccounts } from './api-fixture.ts';

const brl = (amount: number) => ({ amount, currency: 'BRL' });

const { fixture, one, other } = await twoAccounts();
const { withTenant } = fixture.data.database;
const issuer = { name: 'Trama', taxId: '11222333000181', address: null, email: null };
const { issueInvoice, issueCredit } = createInvoices({ issuer, fiscal: NO_FISCAL_ISSUER });
const PROFILE = '/v1/subscription/profile';
const INVOICES = '/v1/subscription/invoices';

const issue = async ({ tenantId }: Account, refunded = 0): Promise<Invoice> => {
  const payment = {
    ...({ id: newId('pay'), provider: 'stripe', method: 'card', amount: 9_700 } as const),
    ...{ periodStart: '2026-11-01T00:00:00Z', periodEnd: '2026-12-01T00:00:00Z', paidAt: '2026-11-01T00:00:00Z' },
  };
  const invoice = await withTenant(tenantId, async (db) => {
    const made = await issueInvoice(db, { payment, lines: [{ key: 'STARTER', name: 'Inicial', amount: 9_700 }] });
    await issueCredit(db, { paymentId: payment.id, refunded });
    return made;
  });
  if (!invoice) throw new Error('Nothing was issued');
  return invoice;
};

const given = {
  legalName: 'Oficina do Zé ME',
  taxId: '11.222.333/0001-81',
  email: 'contas@oficina.example',
  address: {
    ...{ zip: '30130-010', street: 'Avenida Afonso Pena', number: '1500', complement: null },
    ...{ district: 'Centro', city: 'Belo Horizonte', state: 'MG' },
  },
};

let first: Invoice;
beforeAll(async () => {
  first = await issue(one, 700);
  await issue(other);
});

test('billing details are the tenant’s own, and changed by who saw them; the audit says which fields', async () => {
  const before = await one.call('GET', PROFILE);
  expect(before.body).toEqual({ legalName: 'T', taxId: null, email: null, address: null });
  const set = await one.call('PUT', PROFILE, given, { 'if-match': before.headers.get('etag') ?? '' });
  expect([set.status, set.body]).toEqual([
    200,
    { ...given, taxId: '11222333000181', address: { ...given.address, zip: '30130010' } },
  ]);
  const late = await one.call('PUT', PROFILE, given, { 'if-match': before.headers.get('etag') ?? '' });
  expect(late.status).toBe(412);
  expect((await one.call('GET', PROFILE)).body).toEqual(set.body);
  expect((await other.call('GET', PROFILE)).body.legalName).toBe('T');
  const { data } = (await one.call('GET', '/v1/audit?action=billing.profile')).body;
  expect(data.map((entry: { data: unknown }) => entry.data)).toEqual([
    { fields: ['legalName', 'taxId', 'email', 'address'] },
  ]);
});

test.each([
  [{ taxId: '11.222.333/0001-82' }, '/taxId'],
  [{ email: 'nobody' }, '/email'],
  [{ address: { ...given.address, zip: '123' } }, '/address/zip'],
  [{ address: { ...given.address, state: 'XX' } }, '/address/state'],
])('%j is refused', async (part, pointer) => {
  const { status, body } = await one.call('PUT', PROFILE, { ...given, ...part });
  expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
});

test('a tenant lists its own, newest first, and those of one kind', async () => {
  const { data } = (await one.call('GET', INVOICES)).body;
  expect(data.map(({ kind, total }: Invoice) => [kind, total])).toEqual([
    ['credit_note', brl(700)],
    ['invoice', brl(9_700)],
  ]);
  expect(data[0].of).toBe(first.id);
  expect(data[1]).toMatchObject({ id: first.id, number: first.number, paymentId: first.paymentId });
  expect((await one.call('GET', `${INVOICES}?kind=credit_note`)).body.data).toHaveLength(1);
  const page = (await one.call('GET', `${INVOICES}?limit=1`)).body;
  const next = await one.call('GET', `${INVOICES}?limit=1&cursor=${page.nextCursor}`);
  expect(next.body).toMatchObject({ data: [{ id: first.id }], nextCursor: null });
  expect((await other.call('GET', `${INVOICES}?limit=1&cursor=${page.nextCursor}`)).status).toBe(400);
});

test('one invoice with its lines, and as a file to download', async () => {
  const { body } = await one.call('GET', `${INVOICES}/${first.id}`);
  expect(body).toMatchObject({
    lines: [{ key: 'STARTER', name: 'Inicial', quantity: 1, unit: brl(9_700), amount: brl(9_700) }],
    issuer: { name: 'Trama', taxId: '11222333000181' },
    customer: { legalName: 'T' },
    fiscal: null,
  });
  const answer = await fetch(`${fixture.url}${INVOICES}/${first.id}/pdf`, {
    headers: { authorization: `Bearer ${one.key}` },
  });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toContain(`attachment; filename="fatura-${first.number}.pdf"`);
  expect(textsOfPdf(Buffer.from(await answer.arrayBuffer()))).toContain('Total pago');
});

test('it is mailed again once a minute, to billing and the owners', async () => {
  let nowMs = Date.now();
  fixture.deps.now = () => nowMs;
  const send = () => one.call('POST', `${INVOICES}/${first.id}/send`);
  const written = async () => {
    const rows = await withTenant(
      one.tenantId,
      (db) => db.sql`select 1 from billing_notices where notice = 'invoice_issued' and data->>'invoice' = ${first.id}`,
    );
    return rows.length;
  };
  const answers = [await send(), await send()];
  expect(answers.map(({ status }) => status)).toEqual([202, 202]);
  expect(answers[0]?.body).toEqual({ to: ['contas@oficina.example', one.email] });
  expect(await written(), 'the first is of its issue').toBe(2);
  nowMs += 60_000;
  await send();
  expect(await written()).toBe(3);
  await withTenant(other.tenantId, (db) => db.sql`delete from memberships where tenant_id = ${db.tenant}`);
  const { id } = (await other.call('GET', INVOICES)).body.data[0];
  expect((await other.call('POST', `${INVOICES}/${id}/send`)).status).toBe(409);
});

test.each(['', '/pdf', '/send'])('nothing of another tenant is there (%s)', async (part) => {
  const method = part === '/send' ? 'POST' : 'GET';
  expect((await other.call(method, `${INVOICES}/${first.id}${part}`)).status).toBe(404);
});

test('it is for owners, admins and keys that name it', async () => {
  const keyWith = async (scopes: string[]) => (await one.call('POST', '/v1/api-keys', { name: 'k', scopes })).body.key;
  const ask = async (scopes: string[], method: string, path: string, body?: unknown) =>
    (
      await fixture.fetch(path, {
        method,
        headers: { authorization: `Bearer ${await keyWith(scopes)}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    ).status;
  expect(await ask(['tenant:read', 'tenant:write'], 'GET', INVOICES)).toBe(403);
  expect(await ask(['billing:read'], 'GET', INVOICES)).toBe(200);
  expect(await ask(['billing:read'], 'PUT', PROFILE, given)).toBe(403);
  expect(await ask(['billing:read'], 'POST', `${INVOICES}/${first.id}/send`)).toBe(403);
});
