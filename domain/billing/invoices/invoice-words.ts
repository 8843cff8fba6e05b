import type { Locale } from '#flow/json.ts';

/** What a printed invoice says beside its data. */
export interface InvoiceWords {
  title: { invoice: string; credit_note: string };
  number: string;
  issued: string;
  paid: string;
  period: string;
  issuer: string;
  customer: string;
  columns: readonly [string, string, string, string];
  total: { invoice: string; credit_note: string };
  method: { label: string; card: string; pix: string; other: string };
  paidNote: string;
  noFiscal: string;
  fiscal: (number: string) => string;
  page: (n: number, of: number) => string;
  fileName: { invoice: string; credit_note: string };
}

const PT: InvoiceWords = {
  title: { invoice: 'Fatura', credit_note: 'Nota de crédito' },
  number: 'Número',
  issued: 'Emissão',
  paid: 'Pagamento',
  period: 'Período',
  issuer: 'Emitente',
  customer: 'Cliente',
  columns: ['Descrição', 'Qtd.', 'Valor unitário', 'Valor'],
  total: { invoice: 'Total pago', credit_note: 'Total devolvido' },
  method: { label: 'Forma de pagamento', card: 'Cartão', pix: 'Pix', other: 'Outra' },
  paidNote: 'Esta fatura já está paga: nenhum pagamento é necessário.',
  noFiscal: 'Este documento não é documento fiscal e não substitui a nota fiscal de serviço (NFS-e).',
  fiscal: (number) => `Nota fiscal de serviço (NFS-e): ${number}.`,
  page: (n, of) => `Página ${n} de ${of}`,
  fileName: { invoice: 'fatura', credit_note: 'nota-de-credito' },
};

const EN: InvoiceWords = {
  title: { invoice: 'Invoice', credit_note: 'Credit note' },
  number: 'Number',
  issued: 'Issued',
  paid: 'Paid',
  period: 'Period',
  issuer: 'From',
  customer: 'To',
  columns: ['Description', 'Qty', 'Unit price', 'Amount'],
  total: { invoice: 'Total paid', credit_note: 'Total refunded' },
  method: { label: 'Paid by', card: 'Card', pix: 'Pix', other: 'Other' },
  paidNote: 'This invoice is paid: no payment is due.',
  noFiscal: 'This is not a fiscal document, and does not stand in for the Brazilian service invoice (NFS-e).',
  fiscal: (number) => `Brazilian service invoice (NFS-e): ${number}.`,
  page: (n, of) => `Page ${n} of ${of}`,
  fileName: { invoice: 'invoice', credit_note: 'credit-note' },
};

export const invoiceWords = (locale: Locale): InvoiceWords => (locale === 'en' ? EN : PT);
