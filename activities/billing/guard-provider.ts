import { z } from 'zod';
import { OutsideClosed, outside } from '#config/outside-calls.ts';
import type { BillingProvider, ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure, TramaError } from '#flow/errors.ts';

/** Those who are somebody else's; the installation's own key is nobody outside. */
type Outsider = BillingProvider & { name: Exclude<ProviderName, 'manual'> };
export const isOutside = (provider: BillingProvider): provider is Outsider => provider.name !== 'manual';

/** As Stripe's failures have it; Mercado Pago's say it in their code. */
const Answered = z.union([
  z.object({ status: z.number() }).transform(({ status }) => status),
  z.object({ code: z.string().regex(/^http_\d{3}$/) }).transform(({ code }) => Number(code.slice(5))),
  z.object({ code: z.literal('unreadable') }).transform(() => 200),
]);

/**
 * It answers: whoever refuses, has too much to do, does not take our key or says what we cannot read is there, and leaving it alone
 * mends nothing. `timeout`: a call of the API waited for it as long as any may.
 */
const isWell = (error: Error): boolean => {
  if (!(error instanceof TramaError)) return true;
  if (error.code !== 'billing_unreachable') return error.code !== 'timeout';
  const status = Answered.safeParse(error.details);
  return status.success && status.data < 500;
};

/**
 * A provider behind its breaker: who fails again and again is left alone for a while, as all whom the product calls by itself, and
 * `/readyz` names it. What was not asked is `billing_unreachable`, with when to ask again.
 */
export const guardProvider = (provider: Outsider, nowMs: () => number = Date.now): BillingProvider => {
  const { name } = provider;
  const guarded = outside.breaker(name, isWell);
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await guarded(work);
    } catch (error) {
      if (!(error instanceof OutsideClosed)) throw error;
      throw failure('billing_unreachable', 'Quem recebe não responde.', 'Whoever takes the money does not answer.', {
        ...{ details: { provider: name, code: 'left_alone' }, cause: error, waitUntil: nowMs() + error.waitMs },
      });
    }
  };
  return {
    ...provider,
    begin: (...ask) => call(() => provider.begin(...ask)),
    chargeOnce: (...ask) => call(() => provider.chargeOnce(...ask)),
    setLines: (...ask) => call(() => provider.setLines(...ask)),
    cancel: (...ask) => call(() => provider.cancel(...ask)),
    keep: (...ask) => call(() => provider.keep(...ask)),
    pause: (...ask) => call(() => provider.pause(...ask)),
    resume: (...ask) => call(() => provider.resume(...ask)),
    retry: (...ask) => call(() => provider.retry(...ask)),
    refund: (...ask) => call(() => provider.refund(...ask)),
    expire: (...ask) => call(() => provider.expire(...ask)),
    readSubscription: (...ask) => call(() => provider.readSubscription(...ask)),
    readPayment: (...ask) => call(() => provider.readPayment(...ask)),
    readAsked: (...ask) => call(() => provider.readAsked(...ask)),
    portal: (...ask) => call(() => provider.portal(...ask)),
    changedSince: async function* (...ask) {
      const pages = provider.changedSince(...ask)[Symbol.asyncIterator]();
      for (let next = await call(() => pages.next()); !next.done; next = await call(() => pages.next()))
        yield next.value;
    },
  };
};
