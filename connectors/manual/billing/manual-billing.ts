import type { BillingKept } from '#flow/contracts/billing-kept.ts';
import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { brCode, type PixCharge } from '#flow/pix/br-code.ts';
import { refusal } from '../../kept-billing/ids.ts';
import { createKeptBilling } from '../../kept-billing/kept-billing.ts';
import { PIX_CAPABILITIES, type PixSource } from '../../kept-billing/pix-source.ts';

export interface ManualSettings {
  kept: BillingKept;
  /** Null: it is not set up. */
  pix: Pick<PixCharge, 'key' | 'name' | 'city'> | null;
  nowMs?: () => number;
}

/**
 * The operator's own Pix key: no provider stands behind it. A payer copies a code, and an operator who sees the money in the bank
 * says so (domain/billing/manual).
 */
export const createManualBilling = ({ kept, pix, nowMs = Date.now }: ManualSettings): BillingProvider => ({
  name: 'manual',
  capabilities: PIX_CAPABILITIES,
  ...createKeptBilling({ kept, nowMs, source: ownKey(pix) }),
  portal: async () => null,
  readDelivery: () => null,
  missing: () => (pix === null ? ['BILLING_PIX_KEY', 'BILLING_PIX_NAME', 'BILLING_PIX_CITY'] : []),
});

/** Codes of a key: nobody issues them, nobody closes them, and only the bank's statement tells of them. */
const ownKey = (pix: ManualSettings['pix']): PixSource => ({
  provider: 'manual',
  issue: async ({ txid, amount, expiresAt }) => {
    if (pix === null) throw refusal('manual', 'not_set_up');
    return { code: brCode({ ...pix, amount, txid }), charge: null, expiresAt };
  },
  see: async () => null,
  close: async () => undefined,
  refund: async () => undefined,
});
