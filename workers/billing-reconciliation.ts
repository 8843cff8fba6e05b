import type { Logger } from 'pino';
import { carryPass, type PassDeps } from '#domain/billing/reconciliation/carry-pass.ts';
import { beginPasses, claimPass } from '#domain/billing/reconciliation/passes.ts';
import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 10_000;
/** Three calls a tenant: some twenty a second. */
const PACE_MS = 150;

/** Compares every subscription with what its provider says, each in its time. */
export class BillingReconciliation extends Repeating {
  /** @param everyMs between two passes of a provider */
  constructor({ log, everyMs, ...rest }: Omit<PassDeps, 'paceMs'> & { everyMs: number; log: Logger }) {
    const deps: PassDeps = { ...rest, paceMs: PACE_MS };
    const providers = Object.keys(deps.providers) as ProviderName[]; // the record's own keys
    const { admin } = deps.database;
    super(
      async (signal) => {
        await beginPasses(admin, { providers, everyMs, nowMs: deps.nowMs() });
        const pass = await claimPass(admin, providers);
        if (!pass) return Math.min(LOOK_MS, everyMs);
        const outcome = await carryPass(deps, pass, signal);
        log.info({ provider: pass.provider, outcome }, 'subscriptions were compared with what their provider says');
        return 0;
      },
      (err) => log.warn({ err }, 'subscriptions cannot be compared now'),
    );
  }
}
