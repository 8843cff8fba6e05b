import type { Locale } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { KeptInvoices } from '../billing/invoices/keep-invoices.ts';
import { formatId } from '../ids.ts';
import type { Letter, Mailer } from '../mail/mailer.ts';

/** Whom a receipt is told, and what the account was called: kept until it is said. */
export interface ReceiptReader {
  to: string;
  locale: Locale;
  name: string;
}

interface Row {
  id: string;
  tell: ReceiptReader;
  kept: KeptInvoices | null;
  hash: string;
  ended_at: Date;
}

/** A mail server that is away is asked again after this, for as long as it takes. */
const LEASE = '5 minutes';

/** Somebody whose address takes no mail for so long does not get it: the address is forgotten. */
const MOST_DAYS = 7;

const keptWords = (kept: KeptInvoices | null, locale: ReceiptReader['locale']): string => {
  if (!kept) return '';
  const { invoices, until } = kept;
  return locale === 'en'
    ? ` What the law wants to be kept stays until ${until}, apart from it and without e-mails: the invoices that we issued (${invoices}).`
    : ` O que a lei manda guardar fica até ${until}, separado e sem e-mails: as faturas que emitimos (${invoices}).`;
};

/** What is sent: nothing of what was deleted but its name. */
export const receiptLetter = (
  { to, locale, name }: ReceiptReader,
  receipt: { url: string; hash: string; kept: KeptInvoices | null },
): Letter => {
  const { url, hash } = receipt;
  const kept = keptWords(receipt.kept, locale);
  return locale === 'en'
    ? {
        to,
        subject: `${name} was deleted from Trama`,
        text: `All that the account ${name} had was deleted, for good.${kept} This is the signed receipt:\n\n${url}\n\nIts SHA-256 is ${hash}\n\nKeep this message: nothing else names the receipt.`,
      }
    : {
        to,
        subject: `${name} foi excluída da Trama`,
        text: `Tudo o que havia na conta ${name} foi apagado, para sempre.${kept} Este é o recibo assinado:\n\n${url}\n\nO SHA-256 dele é ${hash}\n\nGuarde esta mensagem: nada mais aponta para o recibo.`,
      };
};

/**
 * Mails one receipt to whoever asked for the deletion, and forgets whom. Sent at least once: who dies behind the sending
 * sends it again. @param origin where the API is reached, no slash at the end. @returns whether there was one
 */
export const tellReceipt = async (admin: AdminDb, mail: Pick<Mailer, 'send'>, origin: string): Promise<boolean> => {
  const [row] = await admin.sql<Row>`
    update erasure_receipts set lease_until = now() + ${LEASE}::interval
    where id = (select id from erasure_receipts where tell is not null and ended_at is not null and lease_until <= now()
                order by ended_at limit 1 for update skip locked)
    returning id, tell, kept, hash, ended_at`;
  if (!row) return false;
  const url = `${origin}/v1/erasure-receipts/${formatId('era', row.id)}`;
  await mail.send(receiptLetter(row.tell, { url, hash: row.hash, kept: row.kept })).catch(async (error: unknown) => {
    await admin.sql`
      update erasure_receipts set tell = null where id = ${row.id} and ended_at < now() - ${MOST_DAYS} * interval '1 day'`;
    throw error;
  });
  await admin.sql`update erasure_receipts set tell = null where id = ${row.id}`;
  return true;
};
