import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { KeptInvoices } from '../billing/invoices/keep-invoices.ts';
import { formatId, parseId } from '../ids.ts';
import { hashOfReceipt, type ReceiptSigner } from './receipt-signer.ts';

export interface ErasureReceipt {
  /** What the hash is of. */
  receipt: {
    id: string;
    subject: string;
    askedAt: string;
    beganAt: string;
    endedAt: string;
    /** null: too many to be counted in time. */
    counts: Record<string, number | null>;
    /** Invoices that the law wants to be kept, without whom to write to; missing: none. */
    kept?: KeptInvoices;
  };
  /** SHA-256, hex. */
  hash: string;
  /** Ed25519 of the hash's 32 bytes, base64. */
  signature: string;
  /** SPKI, PEM. */
  publicKey: string;
  /** Whether hash and signature are those of what stands here now. */
  valid: boolean;
}

/** The proof that a tenant was erased, for whoever has its id. @throws `not_found`, also while the erasure goes on */
export const getErasureReceipt = async (admin: AdminDb, signer: ReceiptSigner, id: string): Promise<ErasureReceipt> => {
  const [row] = await admin.sql<{
    id: string;
    subject: string;
    asked_at: Date;
    began_at: Date;
    ended_at: Date;
    counts: Record<string, number | null>;
    kept: KeptInvoices | null;
    hash: string;
    signature: string;
  }>`
    select id, subject, asked_at, began_at, ended_at, counts, kept, hash, signature from erasure_receipts
    where id = ${parseId('era', id)} and ended_at is not null`;
  if (!row) throw failure('not_found', 'Este recibo não existe', 'There is no such receipt');
  const receipt = {
    id: formatId('era', row.id),
    subject: formatId('ten', row.subject),
    askedAt: row.asked_at.toISOString(),
    beganAt: row.began_at.toISOString(),
    endedAt: row.ended_at.toISOString(),
    counts: row.counts,
    ...(row.kept && { kept: { invoices: row.kept.invoices, until: row.kept.until } }),
  };
  const { hash, signature } = row;
  const valid = hashOfReceipt(receipt) === hash && signer.isOurs(hash, signature);
  return { receipt, hash, signature, publicKey: signer.publicKey, valid };
};
