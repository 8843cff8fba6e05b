import type { Logger } from 'pino';
import { type InboundDeps, processEvents } from '#domain/billing/inbound/process-events.ts';
import { Repeating } from './repeating.ts';

/** A payer waits for the page to say that it was paid. */
const LOOK_MS = 500;

/** Reads what whoever takes the money told us of. */
export class BillingEvents extends Repeating {
  constructor({ log, ...deps }: Omit<InboundDeps, 'failed'> & { log: Logger }) {
    const failed: InboundDeps['failed'] = ({ id, type }, err, state) =>
      state === 'dead'
        ? log.error({ err, event: id, type }, 'what a provider of payments told us is given up')
        : log.warn({ err, event: id, type }, 'what a provider of payments told us is read again later');
    super(
      async (signal) => ((await processEvents({ ...deps, failed }, signal)) > 0 ? 0 : LOOK_MS),
      (err) => log.warn({ err }, 'what providers of payments told us cannot be looked at'),
    );
  }
}
