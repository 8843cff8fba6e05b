import { columns, type TableEntry } from './entry.ts';

/** What a tenant was charged and told by the product. */
export const INVOICES: Record<string, TableEntry> = {
  billing_profiles: {
    purpose: { pt: 'Em nome de quem saem as faturas da Trama', en: 'Whom invoices of Trama are made out to' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      personal: 'legal_name tax_id email address',
      technical: 'revision updated_by created_at updated_at',
    }),
  },
  invoices: {
    purpose: {
      pt: 'Faturas e notas de crédito da Trama para a conta, como foram emitidas',
      en: 'Invoices and credit notes of Trama to the tenant, as they were issued',
    },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({
      personal: 'customer',
      business: 'kind series year number issuer total_cents currency provider method period_start period_end paid_at',
      technical: 'id payment_id refunded_to of_id locale issued_at',
    }),
  },
  invoice_lines: {
    purpose: { pt: 'O que cada fatura cobra', en: 'What each invoice charges' },
    keeping: 'tenant',
    archive: 'out',
    person: 'no',
    columns: columns({ business: 'key name quantity unit_cents amount_cents', technical: 'invoice_id n' }),
  },
  invoice_fiscal: {
    purpose: {
      pt: 'Em que pé está o documento fiscal (NFS-e) de cada fatura',
      en: 'How far the fiscal document (NFS-e) of each invoice is',
    },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'number url reason',
      technical: 'invoice_id issuer state ref attempts due_at created_at ended_at',
    }),
  },
  billing_notices: {
    purpose: { pt: 'O que a Trama avisou sobre o plano', en: 'What Trama told about the plan' },
    keeping: 'tenant',
    archive: 'no',
    person: 'no',
    columns: columns({
      business: 'data',
      technical: 'id notice key channel status attempts due_at error created_at ended_at',
    }),
  },
};
