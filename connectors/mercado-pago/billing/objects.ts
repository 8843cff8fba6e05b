import { z } from 'zod';

/** Numbers and texts, as it happens: ids are texts with us. */
const id = z.union([z.string(), z.number()]).transform(String);
/** `2026-11-22T10:00:00.000-04:00` there, UTC with us. What is no time is none. */
const time = z
  .string()
  .nullish()
  .transform((text) => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null));
/** Reais with a fraction there, whole cents with us. */
const cents = z.number().transform((reais) => Math.round(reais * 100));
const word = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
/** An id that may be missing. */
const named = id.nullish().transform((text) => text ?? null);

/** What we read of a subscription (`/preapproval`). */
export const Preapproval = z.object({
  id,
  status: z.string(),
  payer_id: named,
  external_reference: word,
  init_point: word,
  date_created: time,
  last_modified: time,
  next_payment_date: time,
  auto_recurring: z.object({
    frequency: z.number(),
    frequency_type: z.string(),
    transaction_amount: cents,
    start_date: time,
  }),
});
export type Preapproval = z.infer<typeof Preapproval>;

/** The charge of one cycle (`/authorized_payments`), with what its payment said last. */
export const Invoice = z.object({
  id,
  preapproval_id: id,
  status: z.string(),
  transaction_amount: cents,
  date_created: time,
  last_modified: time,
  debit_date: time,
  next_retry_date: time,
  retry_attempt: z.number().nullish(),
  payment: z
    .object({ id, status: word, status_detail: word })
    .nullish()
    .transform((payment) => payment ?? null),
});
export type Invoice = z.infer<typeof Invoice>;

/** `/v1/payments`. */
export const Payment = z.object({
  id,
  status: z.string(),
  status_detail: word,
  operation_type: word,
  external_reference: word,
  payment_method_id: word,
  payment_type_id: word,
  transaction_amount: cents,
  transaction_amount_refunded: cents.nullish().transform((amount) => amount ?? 0),
  date_created: time,
  date_approved: time,
  date_last_updated: time,
  date_of_expiration: time,
  card: z
    .object({ last_four_digits: word, expiration_month: z.number().nullish(), expiration_year: z.number().nullish() })
    .nullish(),
  point_of_interaction: z
    .object({ transaction_data: z.object({ qr_code: word, ticket_url: word }).nullish() })
    .nullish(),
});
export type Payment = z.infer<typeof Payment>;

export const pageOf = <T>(one: z.ZodType<T>) =>
  z.object({ paging: z.object({ total: z.number() }).nullish(), results: z.array(one) });

export const Refund = z.object({ id, status: word });

/** How the API says no. */
export const Refusal = z.object({
  error: z.string().nullish(),
  cause: z
    .array(z.object({ code: z.union([z.string(), z.number()]).nullish() }))
    .nullish()
    .catch(null),
});
