import { once } from 'node:events';
import { formatTaxId } from '#flow/contracts/tax-id.ts';
import { winAnsi } from '#flow/contracts/win-ansi.ts';
import { formatDate, formatMoney, formatShortDate } from '../notices/format-value.ts';
import type { BillingAddress } from '../profile/billing-profile.ts';
import type { InvoiceLine } from './invoice.ts';
import { type InvoiceWords, invoiceWords } from './invoice-words.ts';
import type { InvoiceDetail } from './read-invoices.ts';

type Sheet = PDFKit.PDFDocument;

const MARGIN = 48;
const FONT = { plain: 'Helvetica', bold: 'Helvetica-Bold' } as const;
const INK = '#1f2937';
const FAINT = '#6b7280';
const RULE = '#d1d5db';
/** Of the table, in points: where each column begins, and how wide it is. */
const COLUMNS = [
  { x: MARGIN, width: 269, align: 'left' },
  { x: MARGIN + 275, width: 44, align: 'right' },
  { x: MARGIN + 325, width: 84, align: 'right' },
  { x: MARGIN + 415, width: 84, align: 'right' },
] as const;
const RIGHT = MARGIN + 499;
const FOOT = 760;

/** The issuer's zone: the days of a document are those of whoever issued it. */
const TIMEZONE = 'America/Sao_Paulo';

export interface InvoiceFile {
  /** `fatura-F-2026-000042.pdf` */
  name: string;
  bytes: Buffer;
}

/**
 * An invoice or credit note as a PDF of A4 pages, in the language it was issued in. The same one gives the same bytes, in
 * Helvetica, which every reader has: of Latin letters it shows those of western Europe.
 */
export const drawInvoice = async (invoice: InvoiceDetail): Promise<InvoiceFile> => {
  const { default: Pdf } = await import('pdfkit');
  const words = invoiceWords(invoice.locale);
  const title = `${words.title[invoice.kind]} ${invoice.number}`;
  const at = new Date(invoice.issuedAt);
  const sheet: Sheet = new Pdf({
    size: 'A4',
    margins: { top: MARGIN, bottom: 0, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: invoice.locale,
    info: { Title: winAnsi(title), Producer: 'Trama', Creator: 'Trama', CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  sheet.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(sheet, 'end');
  drawHead(sheet, invoice, words);
  drawParties(sheet, invoice, words);
  drawLines(sheet, invoice, words);
  drawEnd(sheet, invoice, words);
  drawPageNumbers(sheet, title, words);
  sheet.end();
  await ended;
  return { name: `${words.fileName[invoice.kind]}-${invoice.number}.pdf`, bytes: Buffer.concat(chunks) };
};

const write = (
  sheet: Sheet,
  text: string,
  {
    x,
    y,
    width,
    bold = false,
    size = 10,
    colour = INK,
    align = 'left',
  }: {
    x: number;
    y: number;
    width: number;
    bold?: boolean;
    size?: number;
    colour?: string;
    align?: 'left' | 'right';
  },
): number => {
  sheet
    .font(bold ? FONT.bold : FONT.plain)
    .fontSize(size)
    .fillColor(colour);
  sheet.text(winAnsi(text), x, y, { width, align, lineGap: 1.5 });
  return sheet.y;
};

const rule = (sheet: Sheet, y: number): void => {
  sheet.moveTo(MARGIN, y).lineTo(RIGHT, y).lineWidth(0.7).strokeColor(RULE).stroke();
};

const day = (text: string, { locale }: InvoiceDetail): string => formatDate(text, { locale, timezone: TIMEZONE }) ?? '';

const span = (from: string, to: string, { locale }: InvoiceDetail): string =>
  [from, to].map((text) => formatShortDate(text, { locale, timezone: TIMEZONE })).join(' – ');

const drawHead = (sheet: Sheet, invoice: InvoiceDetail, words: InvoiceWords): void => {
  write(sheet, invoice.issuer.name, { x: MARGIN, y: MARGIN, width: 250, bold: true, size: 15 });
  write(sheet, words.title[invoice.kind], { x: 300, y: MARGIN, width: RIGHT - 300, size: 15, align: 'right' });
  const facts: [string, string][] = [
    [words.number, invoice.number],
    [words.issued, day(invoice.issuedAt, invoice)],
    [words.paid, day(invoice.paidAt, invoice)],
    [words.method.label, words.method[invoice.method ?? 'other']],
  ];
  if (invoice.periodStart && invoice.periodEnd)
    facts.push([words.period, span(invoice.periodStart, invoice.periodEnd, invoice)]);
  let y = MARGIN + 28;
  for (const [label, value] of facts) {
    write(sheet, label, { x: 230, y, width: 110, colour: FAINT, size: 9, align: 'right' });
    y = write(sheet, value, { x: 348, y, width: RIGHT - 348, size: 9, align: 'right' }) + 2;
  }
  sheet.y = y + 10;
};

const addressLines = (address: BillingAddress | null): string[] => {
  if (!address) return [];
  const { zip, street, number, complement, district, city, state } = address;
  return [
    [`${street}, ${number}`, complement].filter(Boolean).join(' – '),
    `${district} – ${city}/${state}`,
    `CEP ${zip.replace(/^(\d{5})(\d{3})$/, '$1-$2')}`,
  ];
};

const taxLine = (id: string | null): string[] =>
  id === null ? [] : [`${id.length === 11 ? 'CPF' : 'CNPJ'} ${formatTaxId(id)}`];

const drawParties = (sheet: Sheet, { issuer, customer }: InvoiceDetail, words: InvoiceWords): void => {
  const top = sheet.y;
  rule(sheet, top);
  const party = (x: number, label: string, name: string, lines: readonly string[]): number => {
    let y = write(sheet, label, { x, y: top + 12, width: 235, colour: FAINT, size: 9 }) + 1;
    y = write(sheet, name, { x, y, width: 235, bold: true });
    for (const line of lines) y = write(sheet, line, { x, y, width: 235, size: 9.5 });
    return y;
  };
  const from = [
    ...taxLine(issuer.taxId),
    ...(issuer.address?.split('\n') ?? []),
    ...(issuer.email ? [issuer.email] : []),
  ];
  const to = [
    ...taxLine(customer.taxId),
    ...addressLines(customer.address),
    ...(customer.email ? [customer.email] : []),
  ];
  const left = party(MARGIN, words.issuer, issuer.name, from);
  const right = party(MARGIN + 262, words.customer, customer.legalName, to);
  sheet.y = Math.max(left, right) + 16;
};

const drawTableHead = (sheet: Sheet, words: InvoiceWords): void => {
  const top = sheet.y;
  for (const [at, { x, width, align }] of COLUMNS.entries())
    write(sheet, words.columns[at] ?? '', { x, y: top, width, align, colour: FAINT, size: 9 });
  rule(sheet, top + 16);
  sheet.y = top + 23;
};

const drawLines = (sheet: Sheet, invoice: InvoiceDetail, words: InvoiceWords): void => {
  drawTableHead(sheet, words);
  const cells = ({ name, quantity, unit, amount }: InvoiceLine): string[] => [
    name,
    String(quantity),
    formatMoney(unit, invoice.locale),
    formatMoney(amount, invoice.locale),
  ];
  for (const line of invoice.lines) {
    sheet.font(FONT.plain).fontSize(10);
    const height = sheet.heightOfString(winAnsi(line.name), { width: COLUMNS[0].width, lineGap: 1.5 });
    if (sheet.y + height > FOOT - 20) {
      sheet.addPage();
      sheet.y = MARGIN;
      drawTableHead(sheet, words);
    }
    const top = sheet.y;
    for (const [at, { x, width, align }] of COLUMNS.entries())
      write(sheet, cells(line)[at] ?? '', { x, y: top, width, align });
    sheet.y = top + height + 7;
  }
  rule(sheet, sheet.y);
};

const drawEnd = (sheet: Sheet, invoice: InvoiceDetail, words: InvoiceWords): void => {
  if (sheet.y > FOOT - 120) {
    sheet.addPage();
    sheet.y = MARGIN;
  }
  const top = sheet.y + 10;
  write(sheet, words.total[invoice.kind], { x: MARGIN, y: top, width: 300, bold: true, size: 12 });
  const total = formatMoney(invoice.total, invoice.locale);
  write(sheet, total, { x: 348, y: top, width: RIGHT - 348, bold: true, size: 12, align: 'right' });
  let y = top + 34;
  const { fiscal } = invoice;
  const notes = [
    ...(invoice.kind === 'invoice' ? [words.paidNote] : []),
    fiscal?.state === 'issued' && fiscal.number !== null ? words.fiscal(fiscal.number) : words.noFiscal,
  ];
  for (const note of notes) y = write(sheet, note, { x: MARGIN, y, width: RIGHT - MARGIN, size: 9, colour: FAINT }) + 3;
  sheet.y = y;
};

const drawPageNumbers = (sheet: Sheet, title: string, words: InvoiceWords): void => {
  const { start, count } = sheet.bufferedPageRange();
  for (let n = 0; n < count; n++) {
    sheet.switchToPage(start + n);
    write(sheet, title, { x: MARGIN, y: 800, width: 300, size: 8, colour: FAINT });
    const page = words.page(n + 1, count);
    write(sheet, page, { x: 348, y: 800, width: RIGHT - 348, size: 8, colour: FAINT, align: 'right' });
  }
};
