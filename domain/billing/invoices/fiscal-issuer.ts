import type { Invoice, InvoiceLine } from './invoice.ts';

export type FiscalAnswer =
  | { state: 'issued'; ref: string; number: string; url: string | null }
  /** It is under way there; the same is asked again later. */
  | { state: 'waiting'; ref: string }
  | { state: 'refused'; ref: string | null; reason: string };

/**
 * Whoever makes fiscal documents (NFS-e) of invoices and cancels them for credit notes. It is asked again under the same key until
 * it says `issued` or `refused`: a repeat must not make a second document. Throws where nobody answers.
 */
export interface FiscalIssuer {
  /** Kept with each document; `none` makes none. */
  name: string;
  issue(document: Invoice & { lines: InvoiceLine[] }, key: string, signal: AbortSignal): Promise<FiscalAnswer>;
}

/** The standard: fiscal documents are made elsewhere, and invoices say that they are none. */
export const NO_FISCAL_ISSUER: FiscalIssuer = {
  name: 'none',
  issue: () => Promise.reject(new Error('No fiscal documents are made here')),
};
