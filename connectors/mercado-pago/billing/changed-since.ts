import type { z } from 'zod';
import type { MercadoPagoClient } from './client.ts';
import { Payment, Preapproval, pageOf } from './objects.ts';
import { paymentId } from './payment-of.ts';
import { parseOnce, parsePix, parseReference } from './reference.ts';

const PAGE = 100;
/** What the search of payments gives at most; the next day begins where this one ended. */
const MOST = 10_000;

/**
 * Subscriptions that changed since, then payments. Subscriptions cannot be asked for by when they changed, so that each page of
 * them is looked through.
 */
export async function* changedSince(
  client: MercadoPagoClient,
  since: string,
  nowMs: number,
  signal: AbortSignal,
): AsyncIterable<{ subscription: string | null; payment: string | null }> {
  for await (const found of pages(client, '/preapproval/search', {}, Preapproval, signal)) {
    const changed = found.last_modified === null || Date.parse(found.last_modified) >= Date.parse(since);
    if (changed && parseReference(found.external_reference)) yield { subscription: found.id, payment: null };
  }
  const range = {
    range: 'date_last_updated',
    begin_date: new Date(since).toISOString(),
    end_date: new Date(nowMs).toISOString(),
    sort: 'date_last_updated',
    criteria: 'asc',
  };
  for await (const found of pages(client, '/v1/payments/search', range, Payment, signal)) {
    const text = found.external_reference;
    const ours = parseOnce(text) ?? parseReference(text) ?? parsePix(text);
    if (ours && found.operation_type !== 'card_validation') yield { subscription: null, payment: paymentId(found.id) };
  }
}

async function* pages<T>(
  client: MercadoPagoClient,
  path: string,
  filter: Record<string, string>,
  shape: z.ZodType<T>,
  signal: AbortSignal,
): AsyncIterable<T> {
  for (let offset = 0; offset < MOST; ) {
    const query = new URLSearchParams({ ...filter, offset: String(offset), limit: String(PAGE) });
    const page = await client.get(`${path}?${query}`, pageOf(shape), signal);
    const results = page?.results ?? [];
    yield* results;
    offset += results.length;
    if (results.length === 0 || offset >= (page?.paging?.total ?? 0)) return;
  }
}
