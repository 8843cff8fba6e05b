import { expect, test } from 'vitest';
import { textsOfPdf } from '#tests/texts-of-pdf.ts';
import { drawInvoice } from './draw-invoice.ts';
import type { InvoiceDetail } from './read-invoices.ts';

const invoice = (more: Partial<InvoiceDetail> = {}): InvoiceDetail => ({
  id: 'ivc_0197fd1f0c007abc8def0123456789ab',
  kind: 'invoice',
  number: 'F-2026-000042',
  paymentId: 'pay_0197fd1f0c007abc8def0123456789ab',
  of: null,
  issuer: {
    name: 'Trama Tecnologia Ltda.',
    taxId: '12ABC34501DE35',
    address: 'Rua das Acácias, 10\nSão Paulo/SP – CEP 01310-100',
    email: 'faturas@trama.example',
  },
  customer: {
    tenantId: 'ten_0197fd1f0c007abc8def0123456789ab',
    legalName: 'Conceição & Irmãos Oficina Mecânica',
    taxId: '52998224725',
    email: 'contas@conceicao.example',
    address: {
      zip: '30130010',
      street: 'Avenida Afonso Pena',
      number: '1500',
      complement: 'sala 3',
      district: 'Centro',
      city: 'Belo Horizonte',
      state: 'MG',
    },
  },
  locale: 'pt-BR',
  currency: 'BRL',
  total: 24_700,
  provider: 'stripe',
  method: 'card',
  periodStart: '2026-11-22T12:00:00.000Z',
  periodEnd: '2026-12-22T12:00:00.000Z',
  paidAt: '2026-11-22T12:00:03.000Z',
  issuedAt: '2026-11-22T12:00:04.000Z',
  lines: [
    { key: 'BUSINESS', name: 'Plano BUSINESS, mensal', quantity: 1, unit: 29_700, amount: 29_700 },
    { key: null, name: 'Desconto do cupom BEMVINDO', quantity: 1, unit: -5_000, amount: -5_000 },
  ],
  fiscal: null,
  ...more,
});

test('a page says who issued what to whom, for how much, and that it is no fiscal document', async () => {
  const { name, bytes } = await drawInvoice(invoice());
  expect([name, bytes.subarray(0, 5).toString()]).toEqual(['fatura-F-2026-000042.pdf', '%PDF-']);
  expect(bytes.toString('latin1')).toContain('[0 0 595.28 841.89]');
  const texts = textsOfPdf(bytes).replaceAll('\n', ' ');
  for (const text of [
    'Fatura',
    'F-2026-000042',
    '22 de novembro de 2026',
    'Cartão',
    '22/11/2026 – 22/12/2026',
    'CNPJ 12.ABC.345/01DE-35',
    'Rua das Acácias, 10',
    'Conceição & Irmãos Oficina Mecânica',
    'CPF 529.982.247-25',
    'Avenida Afonso Pena, 1500 – sala 3',
    'Centro – Belo Horizonte/MG',
    'CEP 30130-010',
    'Plano BUSINESS, mensal',
    'R$ 297,00',
    '-R$ 50,00',
    'Total pago',
    'R$ 247,00',
    'não é documento fiscal',
    'Página 1 de 1',
  ])
    expect(texts).toContain(text);
});

test('in English where the tenant’s language was; a credit note says what was given back', async () => {
  const ask = { locale: 'en', kind: 'credit_note', number: 'C-2026-000001', method: null } as const;
  const { name, bytes } = await drawInvoice(invoice(ask));
  expect(name).toBe('credit-note-C-2026-000001.pdf');
  const texts = textsOfPdf(bytes);
  for (const text of ['Credit note', 'Total refunded', 'R$247.00', 'November 22, 2026', 'Other', 'Page 1 of 1'])
    expect(texts).toContain(text);
  expect(texts).not.toMatch(/Fatura|Cliente|pago/);
});

test('the fiscal document is named where there is one; the same invoice gives the same bytes', async () => {
  const fiscal = { state: 'issued', number: '2026/77', url: null, reason: null } as const;
  const [first, again] = [await drawInvoice(invoice({ fiscal })), await drawInvoice(invoice({ fiscal }))];
  expect(textsOfPdf(first.bytes)).toContain('NFS-e): 2026/77.');
  expect(textsOfPdf(first.bytes)).not.toContain('não é documento fiscal');
  expect(first.bytes.equals(again.bytes)).toBe(true);
});

test('many lines go over pages, none is lost, and each page has the head of the table', async () => {
  const lines = Array.from({ length: 90 }, (_, n) => ({
    key: null,
    name: `linha ${n}${' longa'.repeat(n % 20)}`,
    quantity: 2,
    unit: 1,
    amount: 2,
  }));
  const texts = textsOfPdf((await drawInvoice(invoice({ lines }))).bytes);
  expect(texts.match(/linha \d+/g)).toEqual(lines.map((_, n) => `linha ${n}`));
  const pages = Number(/Página 1 de (\d+)/.exec(texts)?.[1]);
  expect(pages).toBeGreaterThan(2);
  expect(texts.match(/Qtd\./g)).toHaveLength(pages);
});
