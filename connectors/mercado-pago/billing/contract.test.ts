import type { Asked } from '#flow/contracts/billing-provider.ts';
import { inMemoryKept } from '#tests/billing/in-memory-kept.ts';
import { HOUR_MS, post, SECRETS, START } from '#tests/billing/mercado-pago-fixture.ts';
import { type ProviderWorld, providerContract } from '#tests/billing/provider-contract.ts';
import { movedClock } from '#tests/simulators/mercado-pago/clock.ts';
import { startMercadoPago } from '#tests/simulators/mercado-pago/start.ts';
import type { CardWord } from '#tests/simulators/mercado-pago/world.ts';
import { createMercadoPagoBilling } from './mercado-pago-billing.ts';

const open = async (): Promise<ProviderWorld> => {
  const simulator = await startMercadoPago({ clock: movedClock(START), rules: { firstChargeAfterMs: HOUR_MS } });
  const { url, world, rules } = simulator;
  const nowMs = () => world.clock.now();
  const provider = createMercadoPagoBilling({
    ...{ apiBase: url, accessToken: 'APP_USR-test', webhookSecrets: SECRETS, nowMs, kept: inMemoryKept() },
  });
  const setCard = (subscription: string, word: CardWord): void => {
    const preapproval = world.preapprovals.get(subscription);
    if (preapproval) preapproval.card = [word];
  };
  const onPage = async (asked: Asked, card: string): Promise<void> => {
    if (asked.kind === 'pix') await post(`${url}/control/pix`, { payment: asked.ref.slice('pay_'.length) });
    if (asked.kind === 'page') await post(asked.url, { preapproval_id: asked.ref, card });
  };
  return {
    ...{ provider, nowMs, wrong: () => world.violations },
    pay: async (asked) => {
      await onPage(asked, 'good');
      // The first period is charged within the hour, not at once.
      simulator.advance(HOUR_MS);
    },
    decline: (asked) => onPage(asked, 'declined'),
    breakMethod: (id) => setCard(id, 'rejected'),
    mendMethod: (id) => setCard(id, 'approved'),
    advance: (ms) => simulator.advance(ms),
    trouble: (...troubles) => void rules.troubles.push(...troubles),
    stop: async () => {
      await provider.close();
      await simulator.close();
    },
  };
};

providerContract('Mercado Pago', open);
