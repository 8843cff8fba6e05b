import type { ProviderHint, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../../ids.ts';

/** What a provider told us, this caller's alone until its lease ends. */
export interface ClaimedEvent {
  id: string;
  provider: ProviderName;
  type: string;
  hint: Pick<ProviderHint, 'subscription' | 'payment' | 'customer' | 'tenantId' | 'request' | 'trust'>;
  /** Tries before this one. */
  attempts: number;
  receivedAtMs: number;
}

/** Longer than reading a provider takes, with its retries. What a killed process had claimed waits for this long. */
const LEASE_S = 120;

interface Row {
  id: string;
  provider: ProviderName;
  type: string;
  trust: ProviderHint['trust'];
  hint: Omit<ClaimedEvent['hint'], 'trust'>;
  attempts: number;
  received_at: Date;
}

/** Takes what is due, in the order in which it came in: what is signed first, so that a flood of others is no wall. Of providers that are there. */
export const claimEvents = async (
  { sql }: Pick<AdminDb, 'sql'>,
  { limit, providers }: { limit: number; providers: readonly ProviderName[] },
): Promise<ClaimedEvent[]> => {
  const rows = await sql<Row & { seq: bigint }>`
    with due as (
      select id from billing_events
      where state = 'open' and next_at <= clock_timestamp() and lease_until <= clock_timestamp()
        and provider = any (${[...providers]}::text[])
      order by trust, seq limit ${limit} for update skip locked
    )
    update billing_events e set lease_until = clock_timestamp() + ${LEASE_S} * interval '1 second'
    from due where e.id = due.id
    returning e.id, e.seq, e.provider, e.type, e.trust, e.hint, e.attempts, e.received_at`;
  return rows
    .toSorted((one, other) => Number(one.seq - other.seq))
    .map(({ id, provider, type, trust, hint, attempts, received_at: at }) => ({
      ...{ id: formatId('bev', id), provider, type, attempts },
      hint: { ...hint, trust },
      receivedAtMs: at.getTime(),
    }));
};
