import type { Asked } from '#flow/contracts/billing-provider.ts';
import { type ProviderWorld, providerContract } from '#tests/billing/provider-contract.ts';
import { Refusal } from '#tests/simulators/stripe/refusal.ts';
import { StripeSimulator } from '#tests/simulators/stripe/stripe-simulator.ts';
import { createStripeBilling } from './stripe-billing.ts';

const refOf = ({ ref }: Asked): string => ref ?? '';

const open = async (): Promise<ProviderWorld> => {
  const stripe = await StripeSimulator.start();
  const nowMs = () => stripe.world.nowMs;
  const provider = createStripeBilling({
    ...{ secretKey: 'sk_test_simulator', webhookSecret: 'whsec_1', apiBase: stripe.url, nowMs, retries: 0 },
  });
  return {
    provider,
    nowMs,
    pay: (asked) => stripe.pay(refOf(asked)),
    decline: (asked) => {
      try {
        stripe.pay(refOf(asked), '4000000000000002');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
    breakMethod: (id) => stripe.changeCard(id, '4000000000000341'),
    mendMethod: (id) => stripe.changeCard(id, '5555555555554444'),
    advance: (ms) => stripe.advance(ms),
    trouble: (...troubles) =>
      stripe.trouble(/^POST/, ...troubles.map((one) => (one === 'lost' ? one : { status: one }))),
    wrong: () => stripe.wrong,
    stop: () => stripe.stop(),
  };
};

providerContract('Stripe', open);
