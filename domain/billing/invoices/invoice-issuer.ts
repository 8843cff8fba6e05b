import { SettingError } from '#config/env.ts';
import { readTaxId } from '#flow/contracts/tax-id.ts';
import type { InvoiceIssuer } from './invoice.ts';

interface IssuerSettings {
  BILLING_ISSUER_NAME: string;
  BILLING_ISSUER_TAX_ID?: string | undefined;
  BILLING_ISSUER_ADDRESS?: string | undefined;
  BILLING_ISSUER_EMAIL?: string | undefined;
}

/** Who issues invoices, by the settings. @throws {SettingError} for a tax id with wrong check digits: no invoice may bear it */
export const invoiceIssuer = (env: IssuerSettings): InvoiceIssuer => {
  const given = env.BILLING_ISSUER_TAX_ID;
  const taxId = given === undefined ? null : readTaxId(given);
  if (given !== undefined && taxId === null)
    throw new SettingError('BILLING_ISSUER_TAX_ID', 'este CPF ou CNPJ não existe', 'there is no such CPF or CNPJ');
  return {
    name: env.BILLING_ISSUER_NAME,
    taxId: taxId?.id ?? null,
    address:
      env.BILLING_ISSUER_ADDRESS?.split('|')
        .map((line) => line.trim())
        .join('\n') ?? null,
    email: env.BILLING_ISSUER_EMAIL ?? null,
  };
};
