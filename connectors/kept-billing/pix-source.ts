import type { Cents, Payer, ProviderCapabilities, ProviderName } from '#flow/contracts/billing-provider.ts';

/** A code that is to be paid. */
export interface PixToIssue {
  /** Ours: a second code of the same payment is of another attempt. */
  payment: string;
  attempt: number;
  txid: string;
  amount: Cents;
  payer: Payer;
  /** What the payer reads. */
  name: string;
  expiresAt: string;
}

/** What came of a code. */
export interface PixSeen {
  isPaid: boolean;
  paidAt: string | null;
  refunded: Cents;
  disputed: boolean;
}

/** Where the codes come from that subscriptions by Pix are paid with. */
export interface PixSource {
  provider: ProviderName;
  /** The same payment and attempt give the same code. `charge`: its id there, null where nobody there knows of it. */
  issue(pix: PixToIssue, signal: AbortSignal): Promise<{ code: string; charge: string | null; expiresAt: string }>;
  /** Null: nobody there can say. */
  see(charge: string, signal: AbortSignal): Promise<PixSeen | null>;
  /** It can be paid no more, unless it was. */
  close(charge: string, signal: AbortSignal): Promise<void>;
  refund(ask: { charge: string; amount: Cents; idempotencyKey: string }, signal: AbortSignal): Promise<void>;
}

/** Time for whoever pays to take out a phone; Mercado Pago makes no Pix for less than half an hour. */
export const LEAST_OPEN_MS = 3_600_000;

export const PIX_CAPABILITIES: ProviderCapabilities = {
  ...{ renewals: 'ours', retries: 'ours', portal: false, intervalChange: true, testClock: false },
  ...{ methods: ['pix'], leastOpenMs: LEAST_OPEN_MS },
};
