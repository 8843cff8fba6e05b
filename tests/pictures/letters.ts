import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawInvoice } from '#domain/billing/invoices/draw-invoice.ts';
import type { InvoiceDetail } from '#domain/billing/invoices/read-invoices.ts';
import { EXAMPLE, type NoticeName } from '#domain/billing/notices/notice-list.ts';
import { renderLetter } from '#domain/billing/notices/render-letter.ts';
import { WORDS_PT } from '#domain/billing/notices/words-pt.ts';
import { launchChromium } from '../browser/chromium.ts';

// `node --import tsx tests/pictures/letters.ts`: letters as browsers show them, and a page of an invoice.
const into = process.argv[2] ?? 'docs/images/billing';

const INVOICE: InvoiceDetail = {
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
    legalName: 'Conceição & Irmãos Oficina Mecânica Ltda.',
    taxId: '11222333000181',
    email: 'contas@conceicao.example',
    address: {
      ...{ zip: '30130010', street: 'Avenida Afonso Pena', number: '1500', complement: 'sala 3' },
      ...{ district: 'Centro', city: 'Belo Horizonte', state: 'MG' },
    },
  },
  locale: 'pt-BR',
  currency: 'BRL',
  total: 24_700,
  provider: 'mercado_pago',
  method: 'pix',
  periodStart: '2026-11-22T12:00:00.000Z',
  periodEnd: '2026-12-22T12:00:00.000Z',
  paidAt: '2026-11-22T12:00:03.000Z',
  issuedAt: '2026-11-22T12:00:04.000Z',
  lines: [
    { key: 'BUSINESS', name: 'Plano BUSINESS, de 22/11 a 22/12/2026', quantity: 1, unit: 29_700, amount: 29_700 },
    { key: null, name: 'Desconto do cupom BEMVINDO', quantity: 1, unit: -5_000, amount: -5_000 },
  ],
  fiscal: null,
};

const LETTERS: readonly NoticeName[] = ['trial_ends_soon', 'pix_waiting'];

mkdirSync(into, { recursive: true });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 1.5 });
for (const notice of LETTERS) {
  const words = WORDS_PT[notice];
  const reader = { locale: 'pt-BR', timezone: 'America/Sao_Paulo' } as const;
  const account = String(EXAMPLE.account);
  const pagesUrl = 'https://trama.example';
  const { html } = await renderLetter({ notice, words, data: EXAMPLE, reader, account, pagesUrl });
  await page.setContent(html);
  await page.screenshot({ path: path.join(into, `letter-${notice.replaceAll('_', '-')}.png`), fullPage: true });
}
await browser.close();

// Only a browser with all of its own parts shows a PDF; it has no way to say that it has drawn it.
const { name, bytes } = await drawInvoice(INVOICE);
const file = path.join(mkdtempSync(path.join(tmpdir(), 'trama-invoice-')), name);
writeFileSync(file, bytes);
const reader = await launchChromium({ whole: true });
const sheet = await reader.newPage({ viewport: { width: 860, height: 1190 } });
await sheet.goto(`${pathToFileURL(file).href}#toolbar=0&navpanes=0&view=FitH`);
await new Promise((done) => setTimeout(done, 4_000));
const clip = { x: 6, y: 4, width: 833, height: 640 };
await sheet.screenshot({ path: path.join(into, 'invoice.png'), clip });
await reader.close();
rmSync(path.dirname(file), { recursive: true });
