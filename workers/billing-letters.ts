import type { Logger } from 'pino';
import { carryFiscal } from '#domain/billing/invoices/carry-fiscal.ts';
import type { FiscalIssuer } from '#domain/billing/invoices/fiscal-issuer.ts';
import { claimNotices, type DueNotice } from '#domain/billing/notices/due-notices.ts';
import { type SendDeps, sendNotice } from '#domain/billing/notices/send-notice.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 1_000;
/** Letters at once; each waits for the mail server. */
const AT_ONCE = 5;
const FISCAL_MS = 10_000;

interface Deps extends SendDeps {
  database: Database;
  fiscal: FiscalIssuer;
  log: Logger;
}

/** Mails what tenants are told of their plan, and has fiscal documents made of invoices. */
export class BillingLetters {
  readonly #loops: readonly Repeating[];

  constructor(deps: Deps) {
    const { log, database } = deps;
    this.#loops = [
      new Repeating(
        async () => {
          const due = await claimNotices(database.admin, AT_ONCE);
          await Promise.all(due.map((one) => sendOne(deps, one)));
          return due.length === AT_ONCE ? 0 : LOOK_MS;
        },
        (err) => log.warn({ err }, 'letters about plans cannot be looked at'),
      ),
      new Repeating(
        async (signal) => ((await carryFiscal(deps, signal)) ? 0 : FISCAL_MS),
        (err) => log.warn({ err }, 'a fiscal document could not be made now'),
      ),
    ];
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
  }
}

/** One that fails leaves the others alone; its lease ends, and it comes again. */
const sendOne = async (deps: Deps, due: DueNotice): Promise<void> => {
  const { tenantId, id: notice } = due;
  try {
    const end = await sendNotice(deps, due);
    if (end?.status === 'waiting' || end?.status === 'given_up')
      deps.log.warn({ tenantId, notice, status: end.status }, 'a letter about a plan was not sent');
  } catch (err) {
    deps.log.warn({ err, tenantId, notice }, 'a letter about a plan broke off');
  }
};
